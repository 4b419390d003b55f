"""Why a clock of a case ends when it does: the facts of the sum, for doors to make sentences of."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.calendar import Explanation, WorkCalendar, explain, workdays_between
from bihuan.loop.clocks.computing import Reading, readings_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun, ExtensionRequest
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verbs import Verb


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stood still; `end` is None while it still does."""

    start: date
    end: date | None
    state: str


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """
    One clock of a case.

    title: as the pack calls it, empty for the limit of a review step. entered: title of the state whose entry started it,
    empty where it is counted from a date. due_before: what was due first, if that was another day.
    """

    clock: str
    title: str
    reading: Reading
    entered: str
    period: Explanation
    pauses: tuple[Pause, ...]
    due_before: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class DueChange:
    """One change of the due date beside an extension: who moved it when, from what to what, and why."""

    on: date
    who: str
    old: date | None
    new: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Clocks:
    """
    All clocks of a case, the one that the light shows first.

    left: working days from the day looked at until the light's clock ends, negative when it is over.
    extensions: what was asked for in this round, oldest first. changes: what else moved the due date in this round, oldest first.
    """

    facts: tuple[ClockFacts, ...]
    left: int | None
    extensions: tuple[ExtensionRequest, ...]
    calendar: WorkCalendar
    changes: tuple[DueChange, ...] = ()


def clocks_of(file: CaseFile) -> Clocks:
    """Return what the clocks of a case say on the day of the file, and why; four queries, one more where its date was moved."""
    case = file.case
    calendar = file.calendar
    readings = sorted(readings_of(file, calendar), key=lambda one: (one.clock != case.runs_clock, not one.running))
    runs = {run.clock: run for run in ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn)}
    rows = ExtensionRequest.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn)
    left = workdays_between(file.day, case.runs_until, calendar=calendar) if case.runs_until else None
    facts = tuple(_facts(file, reading, runs.get(reading.clock), calendar) for reading in readings)
    asked = tuple(rows.select_related("asked_by", "decided_by").order_by("id"))
    return Clocks(facts, left, asked, calendar, due_changes(case))


def due_changes(case: Case) -> tuple[DueChange, ...]:
    """Return the changes of the due date in this round that no extension made; no query where the first date still holds."""
    if case.original_due is None or case.due == case.original_due:
        return ()
    verbs = [Verb.CORRECTED, Verb.MOVED, Verb.SIGNED]
    rows = Event.objects.filter(area_id=case.area_id, case_id=case.pk, verb__in=verbs).order_by("seq")
    found: list[DueChange] = []
    for record in map(json.loads, rows.values_list("record", flat=True)):
        changes = record["body"].get("changes", {})
        if "turn" in changes:
            found = []  # the next round begins with a date of its own
        elif "due" in changes and "original_due" not in changes:
            old, new = (date.fromisoformat(day) if day else None for day in changes["due"])
            at = datetime.fromisoformat(record["at"])
            found.append(DueChange(local_day(at), record["by"]["name"], old, new, record["body"].get("reason", "")))
    return tuple(found)


def _facts(file: CaseFile, reading: Reading, run: ClockRun | None, calendar: WorkCalendar) -> ClockFacts:
    declared = file.kind.clocks.get(reading.clock)
    until = reading.length.unit == "until"
    start = file.day if until else reading.started_on
    original = file.case.original_due if until else (run.original_due_on if run is not None else None)
    return ClockFacts(
        clock=reading.clock,
        title=words(declared.title) if declared is not None else "",
        reading=reading,
        entered="" if declared is not None and declared.counted_from else _entered(file, reading),
        period=explain(start, reading.due_on, calendar=calendar),
        pauses=_pauses(file, reading),
        due_before=original if original != reading.due_on else None,
        basis=declared.basis if declared is not None else "",
    )


def _entered(file: CaseFile, reading: Reading) -> str:
    declared = file.kind.clocks.get(reading.clock)
    states = declared.runs_in if declared is not None else (file.case.state,)
    for stay in file.stays:
        begins = local_day(stay.entered_at) == reading.started_on
        if begins and stay.turn == file.case.turn and stay.state in states:
            return words(file.lifecycle.states[stay.state].title)
    return ""


def _pauses(file: CaseFile, reading: Reading) -> tuple[Pause, ...]:
    """Return the stays between those in which the clock ran: it stood still there."""
    declared = file.kind.clocks.get(reading.clock)
    if declared is None or declared.each_time or declared.counted_from or reading.length.unit == "until":
        return ()
    stays = [stay for stay in file.stays if stay.turn == file.case.turn]
    first = next((at for at, stay in enumerate(stays) if stay.state in declared.runs_in), len(stays))
    return tuple(
        Pause(
            local_day(stay.entered_at),
            local_day(stay.left_at) if stay.left_at is not None else None,
            words(file.lifecycle.states[stay.state].title),
        )
        for stay in stays[first:]
        if stay.state not in declared.runs_in
    )
