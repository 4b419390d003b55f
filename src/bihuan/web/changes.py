"""What changed, one line for each act: events of several cases in the words of the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import ngettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.trail.history import Happening
from bihuan.web.case.marks import case_url
from bihuan.web.case.trail import PRESENTERS
from bihuan.web.case.trail_told import Told
from bihuan.web.language import who_said

NAMED = 3  # numbers of cases that one line spells out


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of what changed. `title` stands when the line tells of one case, `more` when it tells of many."""

    verb: str
    what: str
    who: str
    at: datetime
    is_move: bool
    title: str
    numbers: tuple[tuple[str, str], ...]  # number and address of the first cases
    more: str = ""


@dataclass
class _Act:
    told: Told
    event: Happening
    cases: list[Case] = field(default_factory=list)


def told_of(case: Case, event: Happening, day: date) -> Told:
    """Return an event of a case in words."""
    return PRESENTERS[event.verb](CaseFile(case, day), event)


def lines_of(
    cases: Iterable[Case], events: Mapping[tuple[int, int], Happening], day: date, *, limit: int
) -> tuple[Moved, ...]:
    """
    Return the last change of each case as lines in the order of the cases.

    What one person did to several cases in one moment becomes one line: fifty cases are handed out in one act.
    """
    acts: list[_Act] = []
    for case in cases:
        event = events.get((case.pk, case.seq))
        if event is None:
            continue
        told = told_of(case, event, day)
        last = acts[-1] if acts else None
        if last is None or _act(last.event, last.told) != _act(event, told):
            last = _Act(told, event)
            acts.append(last)
        last.cases.append(case)
    return tuple(_line(act) for act in acts[:limit])


def _act(event: Happening, told: Told) -> tuple[object, ...]:
    return event.who, told.verb, event.at.replace(second=0, microsecond=0)


def _line(act: _Act) -> Moved:
    cases = act.cases
    alone = len(cases) == 1
    more = "" if len(cases) <= NAMED else ngettext("%(n)d case in all", "%(n)d cases in all", len(cases))
    return Moved(
        verb=act.told.verb,
        what=_arrived(act.event) or (act.told.what if alone else ""),
        who=f"{who_said(act.event.who)} {act.event.unit}".strip(),
        at=act.event.at,
        is_move=act.told.key,
        title=cases[0].subject if alone else "",
        numbers=tuple((case.number, case_url(case)) for case in cases[:NAMED]),
        more=more % {"n": len(cases)} if more else "",
    )


def _arrived(event: Happening) -> str:
    """Return the state the cases came to; of a review it says more than who signed at which level."""
    state = next((one.new for one in event.differences if one.attribute == "state"), "")
    return f"→ {state}" if state else ""
