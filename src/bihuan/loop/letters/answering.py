"""What the addressee does with a letter, and what the office says to the reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.actions import plain_name, store_file
from bihuan.loop.letters.actions import change_letter, lock_letter
from bihuan.loop.letters.addressees import all_of, stored_addressees
from bihuan.loop.letters.models import Letter, LetterFile, LetterReply, LetterState
from bihuan.loop.letters.rules import check_may_receive, check_may_reply, check_office
from bihuan.loop.letters.saying import letter_named, reply_said
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.writing.queries import pack_with_documents
from bihuan.loop.writing.rules import OFFICE

MOST_FILES: Final = 20
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that comes with a reply."""

    name: str
    stream: IO[bytes]


@transaction.atomic
def receive_letter(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """Sign for a letter and return it; a letter that asks for no reply is closed by that. Raises NotAllowed, Refused."""
    case, row = lock_letter(letter)
    check_may_receive(by, row, stored_addressees(row))
    ends = row.reply_due_on is None and not awaits_talk(row)
    change_letter(
        row, received_by_id=by.person_id, received_at=at, received_on=local_day(at), closed_at=at if ends else None
    )
    body = {"letter": letter_named(row, closes=ends)}
    record(case=case, verb=Verb.LETTER_RECEIVED, by=by, at=at, body=body)
    return row


def awaits_talk(letter: Letter) -> bool:
    """Return whether a letter summons to a talk."""
    declared = pack_with_documents(letter.round).letters.get(letter.letter)
    return declared is not None and bool(declared.talk)


@transaction.atomic
def reply_to_letter(
    *, letter: Letter, text: str, by: Actor, at: datetime, brought: Sequence[Brought] = ()
) -> LetterReply:
    """
    Reply to a letter for its addressee, with files, and return the reply; the office is told.

    Raises NotAllowed; Refused without a text, before the letter was signed for, or while a reply waits for its answer.
    """
    case, row = lock_letter(letter)
    check_may_reply(by, row, stored_addressees(row))
    said = written(text)
    if not said or len(said) > LONGEST:
        sentence = gettext("Write the reply.") if not said else gettext("The reply is too long.")
        raise Refused(sentence, fields={"text": sentence})
    if len(brought) > MOST_FILES:
        raise Refused(gettext("Bring %(most)d files at most.") % {"most": MOST_FILES})
    nth = LetterReply.objects.filter(area_id=row.area_id, letter_id=row.pk).count() + 1
    reply = LetterReply.objects.create(area_id=row.area_id, letter=row, nth=nth, text=said, by_id=by.person_id, at=at)
    files = [_kept(reply, one, at) for one in brought]
    signs = {} if row.received_at else {"received_by_id": by.person_id, "received_at": at, "received_on": local_day(at)}
    change_letter(
        row, replied_by_id=by.person_id, replied_at=at, first_replied_on=row.first_replied_on or local_day(at), **signs
    )
    body = {"letter": letter_named(row, signs=bool(signs)), "reply": reply_said(reply, files)}
    record(case=case, verb=Verb.LETTER_REPLIED, by=by, at=at, body=body)
    tell(case=case, to=holders(CaseFile(case, local_day(at)), OFFICE), kind="letter", at=at)
    return reply


def _kept(reply: LetterReply, brought: Brought, at: datetime) -> Mapping[str, Any]:
    stored = store_file(reply.area_id, brought.name, brought.stream, at)
    name = plain_name(brought.name)
    LetterFile.objects.create(area_id=reply.area_id, reply=reply, name=name, file=stored)
    return {"name": name, "file": stored.digest, "size": stored.size}


@transaction.atomic
def answer_reply(*, letter: Letter, accepted: bool, answer: str, by: Actor, at: datetime) -> Letter:
    """
    Accept the reply to a letter, which closes it, or return it with a reason; the addressee is told. Return the letter.

    Raises NotAllowed; Refused while there is no reply, and where one is returned without a reason.
    """
    case, row = lock_letter(letter)
    check_office(by, row, local_day(at), gettext("Replies are answered by the office."))
    if row.state != LetterState.REPLIED:
        raise Refused(gettext("No reply waits for an answer."))
    said = written(answer)
    if not accepted and not said:
        sentence = gettext("Say what is lacking in the reply.")
        raise Refused(sentence, fields={"answer": sentence})
    replies = LetterReply.objects.filter(area_id=row.area_id, letter_id=row.pk)
    waiting = replies.filter(accepted__isnull=True).order_by("-nth")[:1].get()
    if by.on_behalf is not None and waiting.by_id == by.person_id:
        raise NotAllowed(gettext("You wrote this reply yourself, so you do not answer it for somebody else."))
    replies.filter(pk=waiting.pk).update(
        accepted=accepted, answer=said, answered_by_id=by.person_id or None, answered_at=at
    )
    change_letter(row, **({"closed_at": at} if accepted else {"replied_at": None, "replied_by_id": None}))
    body = {"letter": letter_named(row), "answer": {"nth": waiting.nth, "accepted": accepted, "answer": said}}
    record(case=case, verb=Verb.LETTER_ANSWERED, by=by, at=at, body=body)
    tell(case=case, to=all_of(stored_addressees(row)), kind="letter", at=at)
    return row
