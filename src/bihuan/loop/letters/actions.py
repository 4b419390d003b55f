"""Preparing, issuing and withdrawing letters."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.calendar import add_workdays
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.letters.addressees import addressees_of, all_of, same_addressees, stored_addressees
from bihuan.loop.letters.models import Letter, LetterTo
from bihuan.loop.letters.rules import check_may_issue, check_may_prepare, check_may_withdraw
from bihuan.loop.letters.saying import letter_named, letter_reference
from bihuan.loop.letters.settings import ISSUE, NOT, way_of
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.writing.actions import draft_of, seal_writing, write_anew
from bihuan.loop.writing.checking import open_ends
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.loop.writing.queries import document_for, pack_with_documents, parts_of
from bihuan.loop.writing.rules import OFFICE
from bihuan.loop.writing.words import day_in_words

REPLY_BY: Final = "reply_by"  # what a document asks under this name is filled in with the day on which the reply is due
MOST_WORKDAYS: Final = 250
log = logging.getLogger("bihuan.letters")


@transaction.atomic
def prepare_letter(
    *,
    case: Case,
    letter: str,
    by: Actor,
    at: datetime,
    because: str = "",
    warning_id: int | None = None,
    answers: Mapping[str, str] | None = None,
    reply_by: date | None = None,
    reply_workdays: int | None = None,
    escalated_from: Letter | None = None,
) -> Letter:
    """
    Prepare a letter about a case and return it: its text is a draft, it has no number and nobody is told.

    letter: id in [letters] of the pack. answers: to what its document asks; gaps can be filled in the draft.
    reply_by: the day on which the reply is due; else so many workdays after it is issued, as given or as the pack says.

    Raises NotAllowed; Refused where the pack has no text for such a case, or the letter has nobody to go to.
    """
    file = CaseFile(lock_case(case), local_day(at))
    row = _prepared(
        file, letter, by=by, at=at, because=because, warning_id=warning_id, answers=answers, reply_by=reply_by,
        reply_workdays=reply_workdays, escalated_from=escalated_from,
    )  # fmt: skip
    return _keep_prepared(file, case, row, by=by, at=at)


@transaction.atomic
def issue_letter(
    *,
    case: Case,
    letter: str,
    by: Actor,
    at: datetime,
    because: str = "",
    warning_id: int | None = None,
    answers: Mapping[str, str] | None = None,
    reply_by: date | None = None,
    reply_workdays: int | None = None,
    escalated_from: Letter | None = None,
) -> Letter:
    """
    Write a letter about a case and issue it at once: it gets its number, its text never changes, its addressees are told.

    The arguments are those of `prepare_letter`. Raises what it raises; Refused naming the gaps that are left in the text.
    """
    file = CaseFile(lock_case(case), local_day(at))
    row = _prepared(
        file, letter, by=by, at=at, because=because, warning_id=warning_id, answers=answers, reply_by=reply_by,
        reply_workdays=reply_workdays, escalated_from=escalated_from,
    )  # fmt: skip
    return _follow(case, _issue(file, row, by=by, at=at))


@transaction.atomic
def letter_by_itself(
    *,
    case: Case,
    letter: str,
    by: Actor,
    at: datetime,
    because: str = "",
    warning_id: int | None = None,
    escalated_from: Letter | None = None,
    answers: Mapping[str, str] | None = None,
) -> Letter | None:
    """
    Write a letter that a ladder or a state asks for, in the way the round chose: issued, prepared for the office, or not at all (None).

    A letter whose text leaves gaps is prepared. One that cannot be written, because nobody is there whom it could go to, is left out and
    named in the log: the night goes on.
    """
    file = CaseFile(lock_case(case), local_day(at))
    pack = pack_with_documents(_round_of(file))
    if letter not in pack.letters:
        return None
    way = way_of(case.area_id, pack, _round_of(file), letter)
    if way == NOT:
        return None
    try:
        with transaction.atomic():
            row = _prepared(
                file, letter, by=by, at=at, because=because, warning_id=warning_id, escalated_from=escalated_from,
                answers=answers,
            )  # fmt: skip
    except Refused as refusal:
        log.warning("case %s: letter %s was not written: %s", case.number, letter, refusal.sentence)
        return None
    if way == ISSUE and not open_ends(parts_of(row.writing)):
        return _follow(case, _issue(file, row, by=by, at=at))
    return _keep_prepared(file, case, row, by=by, at=at)


@transaction.atomic
def issue_prepared(*, letter: Letter, by: Actor, at: datetime) -> Letter:
    """
    Issue a prepared letter and return it. Its text is told as of today; what was written by hand survives.

    Raises NotAllowed; Refused naming what is open, or where its case has passed to other addressees since.
    """
    case, row = lock_letter(letter)
    file = CaseFile(case, local_day(at))
    check_may_issue(by, row, file.day)
    pack = pack_with_documents(row.round)
    if not same_addressees(stored_addressees(row), addressees_of(file, pack.letters[row.letter])):
        raise Refused(
            gettext(
                "The case has passed to another unit since this letter was prepared. Withdraw it and prepare a new one."
            )
        )
    return _issue(file, row, by=by, at=at)


@transaction.atomic
def withdraw_letter(*, letter: Letter, reason: str, by: Actor, at: datetime) -> Letter:
    """
    Withdraw a letter with a reason and return it. A number that was given out stays in the register and is never used again.

    Raises NotAllowed; Refused without a reason, or once it was replied to.
    """
    case, row = lock_letter(letter)
    check_may_withdraw(by, row, local_day(at))
    said = written(reason)
    if not said:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    was_issued = row.issued_at is not None
    change_letter(row, withdrawn_by_id=by.person_id or None, withdrawn_at=at, withdrawn_because=said)
    if not was_issued:
        Writing.objects.filter(area_id=row.area_id, pk=row.writing_id).update(state=WritingState.AWAY, changed_at=at)
    body = {"letter": letter_named(row), "reason": said}
    record(case=case, verb=Verb.LETTER_WITHDRAWN, by=by, at=at, body=body)
    if was_issued:
        tell(case=case, to=all_of(stored_addressees(row)), kind="letter", at=at)
    return row


def lock_letter(letter: Letter) -> tuple[Case, Letter]:
    """Return the case of a letter, locked until the transaction ends, and the letter as it is now. Raises CaseNotFound."""
    case = lock_case(Case(pk=letter.case_id, area_id=letter.area_id))
    row = (
        Letter.objects.filter(area_id=letter.area_id, pk=letter.pk)
        .select_related("round", "writing", "case", "escalated_from")
        .first()
    )
    if row is None:
        raise CaseNotFound(str(letter.pk))
    row.case = case
    return case, row


def change_letter(letter: Letter, **columns: object) -> None:
    """Write columns of a letter inside the caller's transaction."""
    Letter.objects.filter(area_id=letter.area_id, pk=letter.pk).update(**columns)
    for name, value in columns.items():
        setattr(letter, name, value)


def _round_of(file: CaseFile) -> Case:
    return file.ancestors[0] if file.ancestors else file.case


def _prepared(
    file: CaseFile,
    letter: str,
    *,
    by: Actor,
    at: datetime,
    because: str,
    warning_id: int | None = None,
    answers: Mapping[str, str] | None = None,
    reply_by: date | None = None,
    reply_workdays: int | None = None,
    escalated_from: Letter | None = None,
) -> Letter:
    """Store a prepared letter with its draft and its addressees; the caller writes the event."""
    round_ = _round_of(file)
    check_may_prepare(by, file.case, round_, file.day)
    pack = pack_with_documents(round_)
    document = document_for(pack, letter, file.case.kind)
    if letter not in pack.letters or document is None:
        raise Refused(gettext("The pack has no text of this letter for such a case."))
    declared = pack.letters[letter]
    to = addressees_of(file, declared)
    if not to:
        raise Refused(
            gettext("Nobody is named to whom this letter could go; name the responsible unit or the desk first.")
        )
    workdays = _workdays(reply_workdays if reply_workdays is not None else declared.reply_workdays)
    due = _reply_due(file, workdays, reply_by)
    asked = dict(answers or {})
    if REPLY_BY in document.asks and due is not None and not asked.get(REPLY_BY):
        asked[REPLY_BY] = day_in_words(due)
    writing = draft_of(case=file.case, document=document.id, asof=file.day, by=by, at=at, asked=asked)
    row = Letter.objects.create(
        area_id=file.case.area_id,
        case=file.case,
        round=round_,
        turn=file.case.turn,
        pack=pack.id,
        letter=letter,
        title=declared.title.zh,
        writing=writing,
        warning_id=warning_id or 0,
        because=written(because),
        escalated_from=escalated_from,
        prepared_by_id=by.person_id or None,
        prepared_at=at,
        reply_workdays=None if reply_by is not None else workdays,
        reply_due_on=reply_by,
    )
    for one in to:
        one.letter = row
    LetterTo.objects.bulk_create(to)
    return row


def _workdays(workdays: int | None) -> int | None:
    if workdays is None or 0 < workdays <= MOST_WORKDAYS:
        return workdays
    sentence = gettext("Give the reply 1 to %(most)d workdays.") % {"most": MOST_WORKDAYS}
    raise Refused(sentence, fields={"reply_workdays": sentence})


def _reply_due(file: CaseFile, workdays: int | None, reply_by: date | None) -> date | None:
    if reply_by is not None and reply_by < file.day:
        sentence = gettext("The reply cannot be due before the letter is issued.")
        raise Refused(sentence, fields={"reply_by": sentence})
    if reply_by is not None or workdays is None:
        return reply_by
    return add_workdays(file.day, workdays, calendar=file.calendar, gaps="weekends").on


def _issue(file: CaseFile, row: Letter, *, by: Actor, at: datetime) -> Letter:
    declared = pack_with_documents(row.round).letters[row.letter]
    due = _reply_due(file, row.reply_workdays, row.reply_due_on)
    writing, said = seal_writing(writing=_told_today(row, due, by=by, at=at), version=None, by=by, at=at)
    receipt = None
    if declared.receipt_workdays is not None:
        receipt = add_workdays(file.day, declared.receipt_workdays, calendar=file.calendar, gaps="weekends").on
    asks_nothing = receipt is None and due is None and not declared.talk
    change_letter(
        row,
        number=writing.number,
        issued_by_id=by.person_id or None,
        issued_at=at,
        issued_on=file.day,
        receipt_due_on=receipt,
        reply_due_on=due,
        closed_at=at if asks_nothing else None,
    )
    row.writing = writing
    body = {**said, "letter": letter_reference(row, _names(row), talk=bool(declared.talk))}
    record(case=file.case, verb=Verb.LETTER_ISSUED, by=by, at=at, body=body)
    tell(case=file.case, to=all_of(stored_addressees(row)), kind="letter", at=at)
    return row


def _told_today(row: Letter, due: date | None, *, by: Actor, at: datetime) -> Writing:
    """Return the draft of a letter as it reads today: a letter bears the day on which it is issued, and the day its reply is due then."""
    writing, today = row.writing, local_day(at)
    document = pack_with_documents(row.round).documents[writing.document]
    asked = dict(writing.asked)
    planned = row.reply_workdays is not None and due is not None
    if planned and due is not None and REPLY_BY in document.asks:
        asked[REPLY_BY] = day_in_words(due)
    if writing.asof == today and asked == writing.asked:
        return writing
    was_open = bool([part for part in parts_of(writing) if part.open_question])
    told = write_anew(writing=writing, asof=today, version=writing.version, by=by, at=at, asked=asked)
    if not was_open and any(part.open_question for part in parts_of(told)):
        raise Refused(
            gettext(
                "What was written by hand says something else than the ledger does today. Write the text anew as of today, and choose."
            )
        )
    return told


def _keep_prepared(file: CaseFile, case: Case, row: Letter, *, by: Actor, at: datetime) -> Letter:
    record(case=file.case, verb=Verb.LETTER_PREPARED, by=by, at=at, body={"letter": letter_reference(row, _names(row))})
    if by.is_system:
        tell(case=file.case, to=holders(file, OFFICE), kind="letter", at=at)
    return _follow(case, row)


def _follow(case: Case, row: Letter) -> Letter:
    """Bring the case that the caller holds up to date with the chain, so that the caller may go on writing to it."""
    now = row.case
    case.seq, case.head, case.last_verb, case.last_at = now.seq, now.head, now.last_verb, now.last_at
    return row


def _names(row: Letter) -> list[str]:
    return [one.name for one in stored_addressees(row)]
