"""Clocks from facts: stays in states, length, calendar. Recomputed at every move and explained line by line; nothing counts down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import as_comparable
from bihuan.loop.clocks.calendar import MONTHS_OF, WorkCalendar, add_months, add_workdays, period_end, workdays_between
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.ladders import ladder_for
from bihuan.loop.clocks.models import Stay
from bihuan.loop.lifecycle.facts import value_at
from bihuan.packspec.model import Clock, Ladder, Length, Rung

MOST_DAYS = 3660  # no time limit is longer; a slip of the pen must not count working days for ever
REVIEW_SOON_WORKDAYS = (
    2  # where a level of review has no ladder of its own: two working days before its limit it is near due
)


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What a clock says: its start and due dates, whether it runs, and what stands behind the sum.

    spent: working days or days used in earlier stays, which the due date does not give twice.
    stopped_on: day it last stopped, while it stands.
    uncertain: years whose holidays are not published, so that weekends alone were counted.
    due_at: of a clock of hours the instant at which it ends. Lights and warnings go by days, so due_on is the day of that instant
    until it is over, and from then on the day before: the first late day of such a clock is the day on which it ended.
    """

    clock: str
    started_on: date
    due_on: date
    running: bool
    length: Length
    spent: int = 0
    stopped_on: date | None = None
    uncertain: tuple[int, ...] = ()
    due_at: datetime | None = None


def reading_of(file: CaseFile, clock: Clock, calendar: WorkCalendar) -> Reading | None:
    """Return what a clock of the pack says in this turn; None while it never ran, or its length or start is not known yet."""
    stays = _runs(file, clock)
    if not stays:
        return None
    running = stays[-1].left_at is None
    start = local_day(stays[0].entered_at)
    if clock.counted_from:
        counted = as_comparable(value_at(file, clock.counted_from))
        if not isinstance(counted, date):
            return None
        start = counted
    stopped = None if running else local_day(stays[-1].left_at or stays[-1].entered_at)
    if clock.length.unit == "until":
        until = as_comparable(value_at(file, clock.length.path))
        return (
            Reading(clock.id, start, until, running, clock.length, stopped_on=stopped)
            if isinstance(until, date)
            else None
        )
    amount = amount_of(file, clock.length)
    if amount is None:
        return None
    if clock.length.unit in MONTHS_OF:  # the end of a month, quarter or year never stretches
        return Reading(
            clock.id, start, period_end(start, clock.length.unit, max(amount, 1)), running, clock.length, 0, stopped
        )
    if clock.length.unit == "hours" and not clock.counted_from:
        return _hours(file, clock.id, stays, clock.length, amount)
    # A clock counted from a named day looks at that day, not at stays; others give back the time in which they stood still.
    if clock.counted_from:
        due, uncertain = end_of(start, clock.length.unit, amount, calendar)
        return Reading(clock.id, start, due, running, clock.length, 0, stopped, uncertain)
    spent = _spent(stays, clock.length.unit, calendar)
    if clock.length.unit == "months":
        # Months have no fixed number of days: the end moves by the days in which the clock stood still.
        stood = (local_day(stays[-1].entered_at) - start).days - spent
        return Reading(
            clock.id, start, add_months(start, amount) + timedelta(stood), running, clock.length, spent, stopped
        )
    begin = start if not spent else local_day(stays[-1].entered_at)
    due, uncertain = end_of(begin, clock.length.unit, amount - spent, calendar)
    return Reading(clock.id, start, due, running, clock.length, spent, stopped, uncertain)


def _hours(file: CaseFile, clock: str, stays: Sequence[Stay], length: Length, amount: int) -> Reading:
    """Return what a clock of hours says: calendar hours, counted from the instant of entry, by night and on holidays too."""
    last = stays[-1]
    spent = sum((one.left_at - one.entered_at for one in stays[:-1] if one.left_at is not None), timedelta())
    due_at = last.entered_at + max(timedelta(hours=amount) - spent, timedelta())
    over_on = local_day(due_at)
    looked_at = last.left_at or file.at
    over = looked_at > due_at if looked_at is not None else _was_over(file, clock, over_on)
    return Reading(
        clock=clock,
        started_on=local_day(stays[0].entered_at),
        due_on=over_on - timedelta(days=1) if over else over_on,
        running=last.left_at is None,
        length=length,
        stopped_on=None if last.left_at is None else local_day(last.left_at),
        due_at=due_at,
    )


def _was_over(file: CaseFile, clock: str, over_on: date) -> bool:
    """Return whether the case shows already that its clock of hours is over, for who looks without an instant."""
    case = file.case
    shown = case.runs_clock == clock and case.runs_until is not None and case.runs_until < over_on
    return shown or file.day > over_on


def _runs(file: CaseFile, clock: Clock) -> list[Stay]:
    """Return the stays of this turn in which a clock runs; of one that starts at every entry those since the last entry."""
    turn = [stay for stay in file.stays if stay.turn == file.case.turn]
    found: list[Stay] = []
    for earlier, stay in zip([None, *turn], turn, strict=False):
        if stay.state not in clock.runs_in:
            continue
        # A move from a state into itself enters it again; the steps of a review do not.
        again = earlier is not None and earlier.state == stay.state and stay.move != "sign"
        if clock.each_time and (earlier is None or earlier.state not in clock.runs_in or again):
            found = []
        found.append(stay)
    return found


def amount_of(file: CaseFile, length: Length) -> int | None:
    """Return how many units a length has for this case; None while the field it stands in is empty."""
    value = length.amount if length.amount is not None else as_comparable(value_at(file, length.path))
    return min(max(int(value), 0), MOST_DAYS) if isinstance(value, int | Decimal) else None


def wrong_lengths(file: CaseFile, change: Change) -> dict[str, str]:
    """Return the sentence for every new value that some clock takes its length from and that is no number of days."""
    wrong = {}
    for field in _length_fields(file) & change.fields.keys():
        value = as_comparable(change.fields[field])
        if value is not None and not (isinstance(value, Decimal) and value == int(value) and 0 <= value <= MOST_DAYS):
            wrong[field] = gettext("A time limit is a whole number from 0 to %(most)s.") % {"most": MOST_DAYS}
    return wrong


def _length_fields(file: CaseFile) -> set[str]:
    """Return the fields of this kind that lengths of clocks and limits of reviews stand in."""
    found = set()
    for kind in file.pack.kinds.values():
        lengths = [clock.length for clock in kind.clocks.values()]
        lengths += [step.limit for review in kind.review.values() for step in review.steps if step.limit]
        for path in (length.path for length in lengths if length.path and length.unit != "until"):
            above, _, field = path.rpartition(".")
            if (above or kind.id) == file.kind.id:
                found.add(field)
    return found


def _spent(stays: Sequence[Stay], unit: str, calendar: WorkCalendar) -> int:
    total = 0
    for stay in stays:
        if stay.left_at is None or stay is stays[-1]:
            continue
        begin, end = local_day(stay.entered_at), local_day(stay.left_at)
        total += workdays_between(begin, end, calendar=calendar) if unit == "workdays" else (end - begin).days
    return total


def end_of(start: date, unit: str, amount: int, calendar: WorkCalendar) -> tuple[date, tuple[int, ...]]:
    """
    Return the last day of a period that begins after `start`, and the years whose holidays are not published.

    unit: workdays, days, months, hours (counted from a day: whole days of 24 hours), or one of calendar.MONTHS_OF.
    An amount used up ends on `start` itself.
    """
    if amount <= 0:
        return start, ()
    match unit:
        case "workdays":
            deadline = add_workdays(start, amount, calendar=calendar, gaps="weekends")
            return deadline.on, deadline.uncertain
        case "months":
            return add_months(start, amount), ()
        case "month_end" | "quarter_end" | "year_end":
            return period_end(start, unit, amount), ()
        case "hours":
            return start + timedelta(days=-(-amount // 24)), ()
    return start + timedelta(days=amount), ()


def review_reading(file: CaseFile, calendar: WorkCalendar) -> Reading | None:
    """Return the limit of the review step that is signed now; None outside a review or without a limit."""
    review = file.case.review
    if not review or file.state.category != "review" or not file.stays:
        return None
    step = review["steps"][review["step"]]
    limit = step.get("limit")
    if not limit:
        return None
    entered = _step_entered(file)
    clock, length = f"review.{file.case.state}.{review['step'] + 1}", Length(limit["unit"], limit["amount"])
    if length.unit == "hours":
        # A joint step goes on with each signature in a stay of its own: its limit runs from the first.
        return _hours(file, clock, [Stay(entered_at=entered.entered_at)], length, int(limit["amount"]))
    start = local_day(entered.entered_at)
    due, uncertain = end_of(start, limit["unit"], limit["amount"], calendar)
    return Reading(clock, start, due, True, length, uncertain=uncertain)


def _step_entered(file: CaseFile) -> Stay:
    """Return the stay with which the running step began: each signature of a joint step begins a stay of its own."""
    stays = file.stays
    place = len(stays) - 1
    while place and stays[place].move == "sign" and _same_step(stays[place], stays[place - 1]):
        place -= 1
    return stays[place]


def _same_step(stay: Stay, earlier: Stay) -> bool:
    return (stay.turn, stay.state, stay.step) == (earlier.turn, earlier.state, earlier.step)


def soon_from(due: date, ladder: Ladder | None, calendar: WorkCalendar, *, start: date) -> date | None:
    """Return the first day on which a ladder's colour is no longer green; None without such a step before the due date."""
    steps = steps_of(ladder, due, calendar, start=start) if ladder else []
    return min((on for rung, on in steps if rung.at <= 0 and rung.colour not in {"green", "blue"}), default=None)


def steps_of(ladder: Ladder, due: date, calendar: WorkCalendar, *, start: date) -> list[tuple[Rung, date]]:
    """
    Return the steps of a ladder with their days, for a clock that counts from `start` to `due`.

    start: date.min where a day is named for the case itself. A step before the end of a period counts only where the period is longer:
    ten days before the end of a period of five would warn of every case on the day it begins, and of nothing that was neglected.
    """
    steps = [(rung, rung_day(due, rung.at, ladder.unit, calendar)) for rung in ladder.steps]
    return [(rung, on) for rung, on in steps if rung.at >= 0 or on > start]


def skipped_of(ladder: Ladder, due: date, calendar: WorkCalendar, *, start: date) -> tuple[Rung, ...]:
    """Return the steps of a ladder that `steps_of` leaves out, since the period is not longer than they are."""
    kept = [rung for rung, _on in steps_of(ladder, due, calendar, start=start)]
    return tuple(rung for rung in ladder.steps if rung not in kept)


def rung_day(due: date, at: int, unit: str, calendar: WorkCalendar) -> date:
    """Return the day on which a step of a ladder begins (-10: ten days before the due date; 1: the first day late)."""
    if unit == "workdays" and at != 0:
        return add_workdays(due, at, calendar=calendar, gaps="weekends").on
    return due + timedelta(days=at)


@dataclass(frozen=True, slots=True)
class Dial:
    """
    The hot columns of a case: the clock that runs now, its end, when it becomes near due, and whether one stands still.

    runs_until: None while only a waiting period runs, which nobody keeps and nobody is late for; soon_on is then the day after it.
    held: the light that the work had when it was handed in for review: "", soon or late.
    """

    runs_clock: str
    runs_until: date | None
    soon_on: date | None
    paused: bool
    held: str = ""
    runs_at: datetime | None = None

    def columns(self) -> Mapping[str, Any]:
        """Return the columns to write."""
        return {
            "runs_clock": self.runs_clock,
            "runs_until": self.runs_until,
            "runs_at": self.runs_at,
            "soon_on": self.soon_on,
            "paused": self.paused,
            "held": self.held,
            "urgency": self.runs_until or date.max,
        }


NO_DIAL = Dial("", None, None, False)


def dial_of(file: CaseFile, readings: Sequence[Reading], calendar: WorkCalendar) -> Dial:
    """
    Return which clock the light of a case shows: of those that run, the one that ends first.

    A waiting period is shown only where no deadline runs. paused: nothing runs in an open state from which one move leads back to
    where a deadline goes on; where no move does, it has ended.
    """
    waited = [reading for reading in readings if is_waited_for(file, reading.clock)]
    deadlines = [reading for reading in readings if reading not in waited]
    held = _held(file, deadlines, calendar) if file.state.category == "review" else ""
    if running := [reading for reading in deadlines if reading.running]:
        first = min(running, key=lambda reading: (reading.due_on, reading.due_at is None))
        return Dial(first.clock, first.due_on, _soon(file, first, calendar), False, held, first.due_at)
    if passing := [reading for reading in waited if reading.running]:
        last = max(passing, key=lambda reading: reading.due_on)
        return Dial(last.clock, None, last.due_on + timedelta(days=1), False, held)
    stopped = [reading.clock for reading in deadlines if reading.stopped_on is not None]
    paused = file.state.category == "open" and any(goes_on(file, clock) for clock in stopped)
    return Dial("", None, None, paused, held)


def is_waited_for(file: CaseFile, clock: str) -> bool:
    """
    Return whether a clock of a case is a period that has to pass, as a public notice or a probation, or in which a right may be used, as an appeal.

    Some move waits for its end (`after`) or is open until then (`before`), and no ladder warns of it: its end opens or closes a way and makes
    nobody late.
    """
    declared = file.kind.clocks.get(clock)
    if declared is None or declared.ladder:
        return False
    return any(clock in {move.after, move.before} for move in file.lifecycle.moves.values())


def goes_on(file: CaseFile, clock: str) -> bool:
    """Return whether a clock that stands in this open state or review goes on after one move, or when the work is returned."""
    declared = file.kind.clocks.get(clock)
    if declared is None or file.state.category not in {"open", "review"}:
        return False
    if file.state.category == "review":
        return file.state.returns_to in declared.runs_in
    return any(move.to in declared.runs_in for move in file.lifecycle.moves_from(file.case.state))


def _held(file: CaseFile, readings: Sequence[Reading], calendar: WorkCalendar) -> str:
    """Return the strongest light that the clocks of the work had on the day of submission: those that go on if it is returned."""
    found = ""
    for reading in readings:
        if reading.stopped_on is None or not goes_on(file, reading.clock):
            continue
        if reading.stopped_on > reading.due_on:
            return "late"
        soon = _soon(file, reading, calendar)
        if soon is not None and reading.stopped_on >= soon:
            found = "soon"
    return found


def _soon(file: CaseFile, reading: Reading, calendar: WorkCalendar) -> date | None:
    ladder = ladder_of(file, reading.clock)
    if ladder is None and reading.clock not in file.kind.clocks:
        soon = rung_day(reading.due_on, -REVIEW_SOON_WORKDAYS, "workdays", calendar)
        return soon if soon > reading.started_on else None
    return soon_from(reading.due_on, ladder, calendar, start=period_start(file, reading.clock, reading.started_on))


def period_start(file: CaseFile, clock: str, started_on: date) -> date:
    """Return the day from which a clock counts its period; date.min for one that ends on a day named for the case, however near."""
    declared = file.kind.clocks.get(clock)
    return started_on if declared is None else begun(declared, started_on)


def begun(clock: Clock, started_on: date) -> date:
    """Return `period_start` of a clock of the pack."""
    return date.min if clock.length.unit == "until" else started_on


def readings_of(file: CaseFile, calendar: WorkCalendar) -> list[Reading]:
    """Return what all clocks of a case say now, the limit of a running review step among them."""
    clocks = list(file.kind.clocks.values())
    if file.state.category == "closed":
        # Only what a pack lets run in just this state, as the day of a look-back.
        clocks = [clock for clock in clocks if file.case.state in clock.runs_in]
    readings = [reading_of(file, clock, calendar) for clock in clocks]
    return [reading for reading in [*readings, review_reading(file, calendar)] if reading is not None]


def ladder_of(file: CaseFile, clock: str) -> Ladder | None:
    """
    Return the ladder of a clock of the case: the round's own, the area's, or the pack's.

    clock: id of the pack's clock, or `review.<state>.<step>`: a level of review has the ladder its round has given it, mostly none.
    """
    found = file.kind.clocks.get(clock)
    ladder = (found.ladder or "") if found is not None else _ladder_of_step(file, clock)
    return ladder_for(file, ladder) if ladder else None


def _ladder_of_step(file: CaseFile, clock: str) -> str:
    """Return the ladder of the running level of review; empty for one that is over and for one without."""
    review = file.case.review
    if not review or clock != f"review.{file.case.state}.{review['step'] + 1}":
        return ""
    return str(review["steps"][review["step"]].get("ladder") or "")
