"""Calling a meeting, recording what it concluded, and saying that it was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.cases.values import words, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.meetings.agenda import taking_part
from bihuan.loop.meetings.models import AgendaItem, Outcome
from bihuan.loop.meetings.names import MATTER, MEETING, PACK, SERIES
from bihuan.loop.meetings.queries import agenda_of, attendance_of
from bihuan.loop.meetings.rules import check_may_keep
from bihuan.loop.notices.telling import tell
from bihuan.loop.repeats.actions import taken_over, tell_invited
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

ABOUT = "about"  # the link of a decision to what it is about


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, by whom, until when; unit, handler: ids or exact names."""

    subject: str
    unit: Any = None
    handler: Any = None
    due: Any = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a meeting did with an item of its agenda. outcome: one of models.Outcome; decision: for “decided”."""

    outcome: str
    text: str = ""
    decision: Decision | None = None


@transaction.atomic
def call_meeting(
    *,
    series: Case,
    on: Any,
    by: Actor,
    at: datetime,
    subject: str = "",
    given: Mapping[str, Any] | None = None,
) -> Case:
    """
    Call a meeting of a series for a day and invite everybody who takes part; return it.

    on: its day. subject: its name, without it that of the series. given: place, time, theme, other series, and parties that differ.
    Raises NotAllowed; Refused with a sentence for every wrong value.
    """
    file = CaseFile(series, local_day(at))
    kind = file.pack.kinds[MEETING]
    if series.kind != SERIES:
        raise CaseNotFound(series.number)
    wanted = {
        **taken_over(file, kind),
        **{name: value for name, value in (given or {}).items() if value not in (None, "")},
    }
    if not on:
        raise Refused(gettext("Say the day of the meeting."), fields={"due": gettext("Say the day of the meeting.")})
    case = open_case(
        pack=PACK,
        kind=MEETING,
        subject=written(subject) or series.subject,
        parent=series,
        given={**wanted, "due": on},
        by=by,
        at=at,
    )
    tell_invited(case, kind, at)
    return case


@transaction.atomic
def put_off(*, meeting: Case, on: Any, reason: str, by: Actor, at: datetime) -> Case:
    """Put a meeting off to another day and tell everybody who takes part. Raises Refused."""
    moved = move_case(case=meeting, move="postpone", given={"due": on, "reason": reason}, by=by, at=at)
    _tell_taking_part(moved, at)
    return moved


@transaction.atomic
def cancel_meeting(*, meeting: Case, reason: str, by: Actor, at: datetime) -> Case:
    """Cancel a meeting and tell everybody who would have taken part. Raises Refused."""
    moved = move_case(case=meeting, move="cancel", given={"reason": reason}, by=by, at=at)
    _tell_taking_part(moved, at)
    return moved


def _tell_taking_part(meeting: Case, at: datetime) -> None:
    tell(case=meeting, to=taking_part(CaseFile(meeting, local_day(at))), kind="meeting", at=at)


@transaction.atomic
def conclude_meeting(
    *, meeting: Case, conclusions: Mapping[int, Conclusion], by: Actor, at: datetime
) -> list[AgendaItem]:
    """
    Record what a meeting concluded, all in one act, and return its agenda.

    conclusions: by id of the item; an item that is not given keeps what it has. A decision becomes a case under the meeting, with unit,
    handler and day; it is told to them, and every case that was dealt with gets the conclusion in its own trail.

    Raises NotAllowed, NotHere; Refused with a sentence for everything that is wrong, by `<item>.<what>`; nothing is kept then.
    """
    file = CaseFile(lock_case(meeting), local_day(at))
    if file.case.kind != MEETING:
        raise CaseNotFound(meeting.number)
    check_may_keep(file, by)
    if not conclusions:
        raise Refused(gettext("Choose for at least one item what the meeting did with it."))
    items = {item.pk: item for item in agenda_of(file.case)}
    chosen = {pk: one for pk, one in conclusions.items() if pk in items and _is_new(items[pk], one)}
    if not chosen:
        raise Refused(gettext("Nothing was concluded yet."))
    _check(chosen, items)
    said = []
    wrong: dict[str, str] = {}
    for pk, conclusion in chosen.items():
        try:
            said.append(_conclude(file, items[pk], conclusion, by=by, at=at))
        except Refused as refusal:
            wrong |= {f"{pk}.{name}": sentence for name, sentence in refusal.fields.items()} or {
                f"{pk}.outcome": refusal.sentence
            }
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    file.case.refresh_from_db(fields=["seq", "head"], from_queryset=Case.objects.filter(area_id=meeting.area_id))
    record(case=file.case, verb=Verb.MEETING_CONCLUDED, by=by, at=at, body={"conclusions": said})
    return agenda_of(file.case)


def _is_new(item: AgendaItem, conclusion: Conclusion) -> bool:
    """Return whether a conclusion says anything that is not there yet; a decision is made once."""
    if not conclusion.outcome:
        return False
    return (item.outcome, item.conclusion) != (conclusion.outcome, written(conclusion.text))


def _check(conclusions: Mapping[int, Conclusion], items: Mapping[int, AgendaItem]) -> None:
    wrong: dict[str, str] = {}
    for pk, one in conclusions.items():
        item = items[pk]
        if one.outcome not in set(Outcome):
            wrong[f"{pk}.outcome"] = gettext("Choose one.")
        elif item.decision_id is not None and one.outcome != Outcome.DECIDED:
            wrong[f"{pk}.outcome"] = gettext("A decision was made of this already; it is finished or withdrawn there.")
        elif one.outcome == Outcome.DECIDED and item.decision_id is None:
            wrong |= _decision_wrong(pk, one.decision)
        elif one.outcome != Outcome.DECIDED and not written(one.text):
            wrong[f"{pk}.conclusion"] = gettext("Write what the meeting concluded.")
    if wrong:
        one_wrong = next(iter(wrong.values()))
        many = gettext("%(count)s things are to be changed.") % {"count": len(wrong)}
        raise Refused(one_wrong if len(wrong) == 1 else many, fields=wrong)


def _decision_wrong(pk: int, decision: Decision | None) -> dict[str, str]:
    decision = decision or Decision("")
    wrong = {}
    if not written(decision.subject):
        wrong[f"{pk}.subject"] = gettext("Write what is to be done.")
    if not decision.unit:
        wrong[f"{pk}.responsible"] = gettext("Choose the responsible unit.")
    if not decision.due:
        wrong[f"{pk}.due"] = gettext("Say until when.")
    return wrong


def _conclude(file: CaseFile, item: AgendaItem, conclusion: Conclusion, *, by: Actor, at: datetime) -> dict[str, Any]:
    text = written(conclusion.text)
    decision = item.decision
    if conclusion.outcome == Outcome.DECIDED and decision is None:
        decision = _decide(file, item, conclusion.decision or Decision(""), by=by, at=at)
        text = text or decision.subject
    about = lock_case(item.about) if item.about is not None else None
    AgendaItem.objects.filter(area_id=item.area_id, pk=item.pk).update(
        outcome=conclusion.outcome,
        conclusion=text,
        decision=decision,
        concluded_at=at,
        stood=stood_of(about, file.day) if about is not None else {},
    )
    if about is not None:
        _tell_about(file, about, conclusion.outcome, text, decision, by=by, at=at)
    return {
        "id": item.pk,
        "about": item.about.number if item.about is not None else "",
        "subject": item.subject,
        "outcome": conclusion.outcome,
        "conclusion": text,
        "decision": decision.number if decision is not None else "",
    }


def _decide(file: CaseFile, item: AgendaItem, decision: Decision, *, by: Actor, at: datetime) -> Case:
    """Open the case of a decision and tell whose it is."""
    fields = file.pack.kinds[MATTER].fields
    linked = item.about is not None and f"{item.about.pack}.{item.about.kind}" in fields[ABOUT].to
    given = {
        "responsible": decision.unit,
        "handler": decision.handler,
        "due": decision.due,
        ABOUT: item.about if linked else None,
    }
    case = open_case(
        pack=PACK,
        kind=MATTER,
        subject=decision.subject,
        parent=file.case,
        given={name: value for name, value in given.items() if value},
        by=by,
        at=at,
    )
    opened = CaseFile(case, file.day)
    tell(case=case, to=[*holders(opened, "responsible"), *holders(opened, "handler")], kind="meeting", at=at)
    return case


def _tell_about(
    file: CaseFile, about: Case, outcome: str, text: str, decision: Case | None, *, by: Actor, at: datetime
) -> None:
    """Write the conclusion into the trail of the case that was dealt with, and tell who is responsible for it."""
    body = {
        "number": file.case.number,
        "subject": file.case.subject,
        "outcome": outcome,
        "conclusion": text,
        "decision": decision.number if decision is not None else "",
    }
    record(case=about, verb=Verb.DISCUSSED, by=by, at=at, body={"meeting": body})
    to = [Holder(about.responsible_id)] if about.responsible_id else []
    to += [Holder(person_id=about.handler_id)] if about.handler_id else []
    tell(case=about, to=to or [Holder()], kind="meeting", at=at)


def stood_of(case: Case, day: date) -> dict[str, str]:
    """Return how a case stands on a day, as the minutes and later readers want to know it."""
    return {
        "state": words(CaseFile(case, day).state.title),
        "light": light_kind(case, day),
        "due": case.due.isoformat() if case.due else "",
        "statement": case.statement,
    }


@transaction.atomic
def hold_meeting(
    *,
    meeting: Case,
    held_on: Any,
    by: Actor,
    at: datetime,
    standing: str | None = None,
    evidence: Sequence[NewEvidence] = (),
) -> Case:
    """
    Say that a meeting was held, on which day, and by whom it was chaired as the sign-in sheet says; return it.

    evidence: the signed minutes, where they come as a file. Raises Refused where the sheet or the minutes are missing.
    """
    given = {"held_on": held_on or None, "chair": chair_of(meeting)}
    return move_case(case=meeting, move="hold", given=given, evidence=evidence, by=by, at=at, standing=standing)


def chair_of(meeting: Case) -> str:
    """Return who chaired, as the field of the pack says it: `must` or `other`; where nobody must, anybody may."""
    rows = attendance_of(meeting)
    must = meeting.leader_id
    chaired = next((row for row in rows if row.chaired), None)
    return "must" if must is None or (chaired is not None and chaired.person_id == must) else "other"
