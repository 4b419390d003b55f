"""From a letter that stays unanswered to the next one, and the talk that a letter summons to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.values import BadValue, parse_date, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.letters.actions import change_letter, lock_letter, prepare_letter
from bihuan.loop.letters.answering import awaits_talk
from bihuan.loop.letters.models import Letter, LetterState, Talk
from bihuan.loop.letters.rules import check_office
from bihuan.loop.letters.saying import letter_named
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.writing.actions import draft_of, seal_writing
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import pack_with_documents
from bihuan.loop.writing.words import day_in_words
from bihuan.packspec.document import Letter as Declared

RUNNING = (LetterState.ISSUED, LetterState.RECEIVED, LetterState.REPLIED)


def letters_after(letter: Letter) -> tuple[Declared, ...]:
    """Return the letters that may follow one, the usual one first, as its pack says; only those that have a text for such a case."""
    pack = pack_with_documents(letter.round)
    declared = pack.letters.get(letter.letter)
    if declared is None:
        return ()
    texts = {one.letter for one in pack.documents.values() if letter.case.kind in one.of}
    return tuple(pack.letters[id_] for id_ in declared.then if id_ in texts)


@transaction.atomic
def escalate_letter(
    *,
    letter: Letter,
    by: Actor,
    at: datetime,
    to: str = "",
    because: str = "",
    answers: Mapping[str, str] | None = None,
    reply_by: date | None = None,
    reply_workdays: int | None = None,
) -> Letter:
    """
    Prepare the letter that follows one and return it. The earlier one stays as it is: it can still be replied to.

    to: id of the letter, the usual one by default. Raises NotAllowed; Refused where nothing follows, or a letter follows already.
    """
    case, row = lock_letter(letter)
    check_office(by, row, local_day(at), gettext("Letters are escalated by the office."))
    if row.state not in RUNNING and not (row.state == LetterState.CLOSED and row.reply_due_on is None):
        raise Refused(gettext("Only a letter that is out and not settled can be escalated."))
    following = letters_after(row)
    chosen = next((one for one in following if one.id == (to or (following[0].id if following else ""))), None)
    if chosen is None:
        raise Refused(gettext("No further letter follows this one."))
    if next_of(row) is not None:
        raise Refused(gettext("A letter follows this one already."))
    said = written(because) or gettext("%(number)s stayed unanswered.") % {"number": row.number}
    body = {"letter": letter_named(row), "to": chosen.id, "to_title": chosen.title.zh, "reason": said}
    record(case=case, verb=Verb.LETTER_ESCALATED, by=by, at=at, body=body)
    return prepare_letter(
        case=case, letter=chosen.id, by=by, at=at, because=said, warning_id=row.warning_id, answers=answers,
        reply_by=reply_by, reply_workdays=reply_workdays, escalated_from=row,
    )  # fmt: skip


def next_of(letter: Letter) -> Letter | None:
    """Return the letter that follows one, None where there is none that stands."""
    rows = Letter.objects.filter(area_id=letter.area_id, case_id=letter.case_id, escalated_from_id=letter.pk)
    return rows.filter(withdrawn_at__isnull=True).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class TalkGiven:
    """What is written down of a talk, as it was typed. by_names, with_names: the people, one after another."""

    held_on: str
    place: str
    by_names: str
    with_names: str
    demanded: str
    promised: str = ""
    next_on: str = ""


@transaction.atomic
def record_talk(*, letter: Letter, given: TalkGiven, by: Actor, at: datetime) -> Talk:
    """
    Record the talk that a letter summoned to and return it: the record becomes a final document of the case, the letter is closed.

    Raises NotAllowed; Refused with a sentence for each thing that is missing or wrong.
    """
    case, row = lock_letter(letter)
    check_office(by, row, local_day(at), gettext("Talks are recorded by the office."))
    if row.state not in (LetterState.ISSUED, LetterState.RECEIVED) or not awaits_talk(row):
        raise Refused(gettext("This letter does not summon to a talk that is still to be held."))
    columns = _read(given, row, local_day(at))
    writing: Writing | None = None
    said: dict[str, str | int] = {}
    pack = pack_with_documents(row.round)
    document = pack.documents.get(pack.letters[row.letter].talk)
    if document is not None and case.kind in document.of:
        asked = {name: _asked(columns[name]) for name in document.asks if name in columns}
        draft = draft_of(case=case, document=document.id, asof=local_day(at), by=by, at=at, asked=asked)
        writing, said = seal_writing(writing=draft, version=draft.version, by=by, at=at)
    talk = Talk.objects.create(
        area_id=row.area_id, letter=row, writing=writing, recorded_by_id=by.person_id, recorded_at=at, **columns
    )
    change_letter(row, closed_at=at)
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in columns.items()}
    record(case=case, verb=Verb.TALKED, by=by, at=at, body={**said, "letter": letter_named(row), "talk": told})
    return talk


def _asked(value: object) -> str:
    return day_in_words(value) if isinstance(value, date) else str(value or "")


def _read(given: TalkGiven, letter: Letter, today: date) -> dict[str, str | date | None]:
    wrong: dict[str, str] = {}
    columns: dict[str, str | date | None] = {}
    for name in ("place", "by_names", "with_names", "demanded", "promised"):
        columns[name] = written(getattr(given, name))
        if not columns[name] and name != "promised":
            wrong[name] = gettext("Fill this in.")
    for name in ("held_on", "next_on"):
        try:
            columns[name] = parse_date(getattr(given, name)) if getattr(given, name) else None
        except BadValue as bad:
            wrong[name] = str(bad)
            continue
    held, following = columns.get("held_on"), columns.get("next_on")
    if held is None and "held_on" not in wrong:
        wrong["held_on"] = gettext("Fill this in.")
    if isinstance(held, date) and (held > today or (letter.issued_on is not None and held < letter.issued_on)):
        wrong["held_on"] = gettext("The talk was held between the day of the letter and today.")
    if isinstance(held, date) and isinstance(following, date) and following <= held:
        wrong["next_on"] = gettext("The next date lies after the talk.")
    for name, most in (("place", 200), ("by_names", 400), ("with_names", 400)):
        if len(str(columns.get(name) or "")) > most:
            wrong[name] = gettext("This is too long.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be used; see the fields."), fields=wrong)
    return columns
