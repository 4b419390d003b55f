"""The way of a case through the lifecycle of its own system: the states it passes, those behind it, where it stands, what lies ahead."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.days import local_day
from bihuan.web.dates import day as written
from bihuan.web.shapes import Loop, Ring, Step, StepState

LEAST: Final = 3  # a lifecycle of open and closed says no more than the mark of progress does
MOST: Final = 7


def way_of(file: CaseFile) -> tuple[list[str], int]:
    """
    Return the states on the way of a case and which of them it stands in, counted from 0.

    The way is that of the first moves, from the state in which a case begins to where it is closed. A case that left it keeps what it
    has passed, and goes on from where it stands.
    """
    way = _ahead(file, file.lifecycle.start.id, ())
    here = file.case.state
    if here not in way:
        been = {stay.state for stay in file.stays if stay.turn == file.case.turn}
        passed = [state for state in way if state in been]
        ahead = _ahead(file, here, passed)
        if file.lifecycle.states[ahead[-1]].category != Category.CLOSED:  # it leads back to the way
            ahead += [state for state in way if state not in passed and state not in ahead]
        way = [*passed, *ahead]
    return way, way.index(here)


def _ahead(file: CaseFile, state: str, passed: Collection[str]) -> list[str]:
    """Return a state and those that the first moves lead to from it, none twice."""
    found: list[str] = []
    following: str | None = state
    while following is not None and following not in found and following not in passed:
        found.append(following)
        following = _next(file, following)
    return found


def _next(file: CaseFile, state: str) -> str | None:
    declared = file.lifecycle.states[state]
    if declared.category == Category.CLOSED:
        return None
    if declared.category == Category.REVIEW:
        return declared.passes_to
    return next((move.to for move in file.lifecycle.moves_from(state) if move.to != state), None)


def own_ring(file: CaseFile) -> Ring | None:
    """Return the small ring of a case on the way of its own system; None where the way is too short to say anything."""
    way, now = way_of(file)
    return Ring(now + 1, len(way)) if len(way) >= LEAST else None


def own_loop(file: CaseFile) -> Loop | None:
    """Return the way of a case with the days on which it came to each state; None where the way is too short to say anything."""
    way, now = way_of(file)
    if len(way) < LEAST:
        return None
    steps = tuple(_step(file, way, at, now) for at in range(len(way)))
    label = _("The way: %(of)d steps, now at step %(now)d, %(name)s") % {
        "of": len(way),
        "now": now + 1,
        "name": steps[now].name,
    }
    reopens = any(file.lifecycle.reopens(move) for move in file.lifecycle.moves.values())
    back = _(
        "If it is taken up again after closing, round %(turn)d begins here; the record of this round does not change"
    )
    return Loop(label, _folded(steps, now), back % {"turn": file.case.turn + 1} if reopens else "")


def _step(file: CaseFile, way: Sequence[str], at: int, now: int) -> Step:
    state = way[at]
    is_over = at < now or (at == now and file.state.category == Category.CLOSED)
    kind: StepState = "done" if is_over else "now" if at == now else "todo"
    on = _entered(file, state) if at <= now else None
    return Step(words(file.lifecycle.states[state].title), kind, written(on) if on is not None else "")


def _entered(file: CaseFile, state: str) -> date | None:
    """Return the day on which the case last came to a state in this round."""
    days = [local_day(stay.entered_at) for stay in file.stays if stay.turn == file.case.turn and stay.state == state]
    return days[-1] if days else None


def _folded(steps: tuple[Step, ...], now: int) -> tuple[Step, ...]:
    """Return at most MOST steps: the first, those around the present one and the last; what lies between is told by its number."""
    if len(steps) <= MOST:
        return steps
    inner = MOST - 4  # beside the first, the last and two folds
    start = min(max(now - inner // 2, 1), len(steps) - 1 - inner)
    middle = steps[start : start + inner]
    before, after = steps[1:start], steps[start + inner : -1]
    return (steps[0], *_fold(before, "done" if now >= start else "todo"), *middle, *_fold(after, "todo"), steps[-1])


def _fold(steps: Sequence[Step], kind: StepState) -> tuple[Step, ...]:
    if len(steps) < 2:
        return tuple(steps)
    return (Step("…", kind, _("%(n)d steps") % {"n": len(steps)}),)
