"""When something happens to a case by itself: the next step of a ladder, and the day on which the clock takes a move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, Protocol

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.computing import REVIEW_SOON_WORKDAYS, ladder_of, period_start, steps_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Ladder, Move, Rung

ONE_DAY: Final = timedelta(days=1)
SIGNER: Final = "signer"  # in the ladder of reviews: who still has to sign the running step
REVIEW: Final = "review."
REVIEW_LADDER: Final = Ladder(
    "review",
    Text("审核时限预警", "Warning of limits of review"),
    "workdays",
    (
        Rung(-REVIEW_SOON_WORKDAYS, "yellow", Text("临期", "Near due"), (SIGNER,)),
        Rung(1, "red", Text("超期", "Overdue"), (SIGNER, "desk.office")),
    ),
)


class Running(Protocol):
    """What is asked of a clock here: a reading of it, or the row that keeps the reading."""

    @property
    def clock(self) -> str:
        """Its id."""

    @property
    def started_on(self) -> date:
        """The day from which it counts."""

    @property
    def due_on(self) -> date:
        """The day it ends."""

    @property
    def running(self) -> bool:
        """Whether it runs."""

    @property
    def stopped_on(self) -> date | None:
        """The day it last stopped, while it stands."""


def warning_ladder(file: CaseFile, clock: str) -> Ladder | None:
    """Return the ladder by which a clock warns; the limits of reviews have a small one where the round has set none."""
    return ladder_of(file, clock) or (REVIEW_LADDER if clock.startswith(REVIEW) else None)


def steps_reached(
    file: CaseFile, ladder: Ladder, clock: Running, *, warned: int | None, since: date, day: date
) -> list[tuple[Rung, date]]:
    """
    Return the steps of a ladder that are reached up to `day` and not warned of, each with the day it is about.

    warned: the last step warned of for this due date. since: the day for which the case was to be looked at next: of all steps that
    lay before it already when the due date was set, only the last is warned of, on that day.
    """
    left = _left(file, ladder, clock, warned, file.calendar)
    reached = [one for one in left if since <= one[1] <= day]
    early = [rung for rung, on in left if on < since]
    if early and since <= day and not (reached and reached[0][1] == since):
        reached.insert(0, (early[-1], since))
    return reached


def _left(
    file: CaseFile, ladder: Ladder, clock: Running, warned: int | None, calendar: WorkCalendar
) -> list[tuple[Rung, date]]:
    start = period_start(file, clock.clock, clock.started_on)
    steps = steps_of(ladder, clock.due_on, calendar, start=start)
    return [(rung, on) for rung, on in steps if warned is None or rung.at > warned]


def wakes_on(
    file: CaseFile,
    clocks: Iterable[Running],
    warned: Mapping[str, int | None],
    day: date,
    calendar: WorkCalendar,
) -> date | None:
    """
    Return the first day after `day` on which something happens to the case by itself, None where nothing ever does.

    warned: by clock the last step warned of for its due date. What should have happened up to `day` happens on the day after it.
    """
    known = {clock.clock: clock for clock in clocks}
    days = [on for clock in known.values() if clock.running for on in _rung_days(file, clock, warned, calendar)]
    days += [on for on in (due_move_on(move, known) for move in clock_moves(file)) if on is not None]
    return max(min(days), day + ONE_DAY) if days else None


def _rung_days(file: CaseFile, clock: Running, warned: Mapping[str, int | None], calendar: WorkCalendar) -> list[date]:
    ladder = warning_ladder(file, clock.clock)
    if ladder is None:
        return []
    return [on for _, on in _left(file, ladder, clock, warned.get(clock.clock), calendar)[:1]]


def clock_moves(file: CaseFile) -> list[Move]:
    """Return the moves out of the state of the case that the clock takes."""
    return [move for move in file.lifecycle.moves_from(file.case.state) if "clock" in move.by and move.after]


def due_move_on(move: Move, clocks: Mapping[str, Running]) -> date | None:
    """Return the day from which the clock takes a move: the day after its clock has run out; None where that never happens."""
    clock = clocks.get(move.after or "")
    if clock is None:
        return None
    over_on = clock.due_on + ONE_DAY
    if clock.running:
        return over_on
    return over_on if clock.stopped_on is not None and clock.stopped_on >= over_on else None
