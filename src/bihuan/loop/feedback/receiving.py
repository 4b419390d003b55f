"""Taking messages: from the public form, and what the office enters of calls, letters and visits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor, the_public
from bihuan.documents.checks import masked, personal_data_in
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.disclosure.models import Channel, Disclosure, Publication
from bihuan.loop.disclosure.queries import title_of
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import plain_name, store_file
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.feedback.codes import fresh_code, kept
from bihuan.loop.feedback.guarding import check_human, check_not_too_often, knock, read_form, who_is
from bihuan.loop.feedback.models import Message, MessageFile
from bihuan.loop.feedback.queries import line_open, number_of
from bihuan.loop.feedback.rules import MOST_SIGNS, PACK, NewFile, check_files, check_keeps_feedback
from bihuan.loop.notices.telling import tell

SUMMARY: Final = 60
LENGTHS: Final = {"content": MOST_SIGNS, "place": 120, "writer": 60, "contact": 120, "about": 200}
CHANNELS: Final = ("telephone", "letter", "visit", "mail", "referral")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the writer keeps: the number of the message and the look-up code, which nobody can be told again."""

    number: str
    code: str
    case: Case


@dataclass(frozen=True, slots=True)
class Sending:
    """
    How a message came through the public form.

    mark: of the form (`guarding.fresh_form`); hidden: what stands in the field that people do not see; sum_mark, sum_answer: of the
    question that is asked when in doubt; address: of the network, kept only as a digest.
    """

    mark: str
    hidden: str = ""
    sum_mark: str = ""
    sum_answer: str = ""
    address: str = ""


def send_message(
    *, area_id: int, given: Mapping[str, str], files: Sequence[NewFile], sending: Sending, at: datetime
) -> Receipt:
    """
    Take a message from the public form and return its receipt.

    given: `content`, and what the writer likes to say besides: `place`, `writer`, `contact`, `about` (token of a published text).
    Raises Refused with a sentence for every field that is wrong; Doubtful when a question has to be answered first; TooOften.
    """
    line = line_open(area_id)
    if line is None:
        raise Refused(gettext("No message can be taken here at present."))
    texts = _texts(given)
    mark, who = read_form(sending.mark, area_id, at), who_is(sending.address, at)
    if Message.objects.filter(area_id=area_id, nonce=mark.nonce).exists():
        raise Refused(gettext("This message has been received already; it need not be sent twice."))
    check_not_too_often(area_id, who, at, most=number_of(line, "per_day"))
    same = digest_of(texts["content"])
    if Message.objects.filter(area_id=area_id, text=same, who=who).exists():
        raise Refused(gettext("You sent the same words already; they have been received."))
    check_files(files)
    check_human(
        area_id, texts["content"], mark, sending.hidden, at, sum_mark=sending.sum_mark, answer=sending.sum_answer
    )
    texts |= {"channel": "web", "received_on": local_day(at).isoformat()}
    try:
        receipt = _take(line, texts, files, by=the_public(area_id), at=at, nonce=mark.nonce, who=who, same=same)
    except IntegrityError as twice:
        raise Refused(gettext("This message has been received already; it need not be sent twice.")) from twice
    knock(area_id, "send", who, at, minutes=1440)
    knock(area_id, "send", "*", at, minutes=60)
    return receipt


@transaction.atomic
def enter_message(
    *, line: Case, given: Mapping[str, str], received_on: date, files: Sequence[NewFile] = (), by: Actor, at: datetime
) -> Receipt:
    """
    Enter a message that came by telephone, letter, visit or mail, and return its receipt: the writer can be told number and code.

    given: `channel`, `content`, and `place`, `writer`, `contact`, `about` as far as they are known. received_on: not later than today.
    Raises Refused, NotAllowed.
    """
    file = CaseFile(line, local_day(at))
    check_keeps_feedback(file, by)
    texts = _texts(given)
    wrong = {}
    if given.get("channel") not in CHANNELS:
        wrong["channel"] = gettext("Choose one.")
    if received_on > file.day:
        wrong["received_on"] = gettext("This day has not come yet.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    check_files(files)
    texts |= {"channel": given["channel"], "received_on": received_on.isoformat()}
    return _take(line, texts, files, by=by, at=at, nonce="", who="", same=digest_of(texts["content"]))


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    """Return what was written, trimmed. Raises Refused for what is missing or too long."""
    texts = {name: written(given.get(name, "")) for name in LENGTHS}
    wrong = {
        name: gettext("At most %(most)d characters.") % {"most": most}
        for name, most in LENGTHS.items()
        if len(texts[name]) > most
    }
    if not texts["content"]:
        wrong["content"] = gettext("Write what it is about.")
    elif len(texts["content"]) < 5:
        wrong["content"] = gettext("Write a little more, so that somebody can look into it.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    return texts


def digest_of(text: str) -> str:
    """Return a digest by which the same words are found again, whatever blanks and punctuation stand between them."""
    return hashlib.sha256(re.sub(r"[\W_]+", "", text).lower().encode()).hexdigest()


def summary_of(text: str) -> str:
    """Return the first words of a message on one line, personal data masked: what lists, notices and searches show."""
    line = " ".join(masked(text, personal_data_in(text)).split())
    return line if len(line) <= SUMMARY else f"{line[: SUMMARY - 1]}…"


@transaction.atomic
def _take(
    line: Case,
    texts: dict[str, str],
    files: Sequence[NewFile],
    *,
    by: Actor,
    at: datetime,
    nonce: str,
    who: str,
    same: str,
) -> Receipt:
    disclosure = _about(line.area_id, texts)
    stored = [(plain_name(name), store_file(line.area_id, name, stream, at)) for name, stream in files]
    case = open_case(
        pack=PACK,
        kind="message",
        subject=summary_of(texts["content"]),
        parent=line,
        given={name: value for name, value in texts.items() if value},
        source=_source(stored),
        by=by,
        at=at,
    )
    if by.is_public:
        tell(case=case, to=holders(CaseFile(case, local_day(at)), "desk.office"), kind="feedback", at=at)
    code = fresh_code()
    Message.objects.create(
        area_id=case.area_id, case=case, code=kept(code), nonce=nonce, who=who, text=same, disclosure=disclosure
    )
    MessageFile.objects.bulk_create(
        [MessageFile(area_id=case.area_id, case=case, file=file, name=name, added_at=at) for name, file in stored]
    )
    return Receipt(case.number, code, case)


def _source(stored: Sequence[tuple[str, StoredFile]]) -> dict[str, Any] | None:
    """Return how the event names the files that came along: their digests tie them into the chain."""
    listed = [{"name": name, "file": file.digest, "size": file.size} for name, file in stored]
    return {"files": listed} if listed else None


def _about(area_id: int, texts: dict[str, str]) -> Disclosure | None:
    """Return the published text that the message is about and write its title down; a token of anything else is forgotten."""
    token = texts.pop("about", "")
    publication = (
        Publication.objects.filter(area_id=area_id, channel=Channel.PUBLIC, disclosure__token=token or "-")
        .select_related("disclosure", "disclosure__public_file")
        .first()
    )
    if publication is None:
        return None
    texts["about"] = title_of(publication.disclosure, Channel.PUBLIC)
    return publication.disclosure
