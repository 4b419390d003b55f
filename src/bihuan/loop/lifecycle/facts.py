"""Values at a path: facts, parties, fields and figures of a case and of the cases above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from bihuan.loop.cases.figures import as_date, figure_value
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.clocks.models import Stay
from bihuan.loop.sampling.rows import doubts_in, sample_ids
from bihuan.loop.scorecards.ranking import GRADE, rank_of, score_of

RETURNED = "return"  # how a stay begins that a returned review leads to


def value_at(file: CaseFile, path: str, given: Mapping[str, Any] | None = None) -> Any:
    """
    Return the value at a path, None where nothing is known.

    given: what the form of the move just filled in; it counts before what is stored.
    """
    if given and path in given:
        return given[path]
    head, _, rest = path.partition(".")
    if head == "entered":
        return _entered(file, rest)
    if rest:
        above = file.ancestor(head)
        return value_at(_file_of(above, file.day), rest) if above is not None else None
    if path in file.kind.fields:
        return file.case.fields.get(path, file.kind.fields[path].default)
    if path in file.kind.parties:
        return _party(file, path)
    if path in file.pack.figures:
        value = figure_value(file.pack, path, area_id=file.case.area_id, day=file.day, scope=file.case)
        is_date = file.pack.figures[path].operator == "latest"
        return as_date(value) if is_date and value is not None else value
    return _fact(file.case, path, file.day)


def _file_of(case: Case, day: date) -> CaseFile:
    return CaseFile(case, day)


def _entered(file: CaseFile, state: str) -> date | None:
    stays = [stay for stay in file.stays if stay.state == state and stay.turn == file.case.turn]
    return local_day(stays[0].entered_at) if stays else None


def _party(file: CaseFile, party: str) -> Any:
    single = {"leader": file.case.leader_id, "handler": file.case.handler_id}
    if party in single:
        return single[party]
    return [unit.pk for unit in file.units(party)] + file.persons(party) or None


def _fact(case: Case, name: str, day: date) -> Any:
    told = FACTS.get(name)
    return told(case, day) if told is not None else getattr(case, name, None) or None


def times_returned(case: Case) -> int:
    """Return how often a case was sent back from a review in its present turn."""
    stays = Stay.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn, move=RETURNED)
    return stays.count()


def _taken(case: Case) -> int | None:
    return (case.closed_on - local_day(case.opened_at)).days if case.closed_on else None


def _days_left(case: Case, day: date) -> int | None:
    return max((case.due - day).days, 0) if case.due is not None else None


def _days_late(case: Case, day: date) -> int | None:
    return max((day - case.due).days, 0) if case.due is not None else None


def _level(case: Case) -> int | None:
    return int(case.review.get("step", 0)) + 1 if case.review else None


# Facts that are no column of their own.
FACTS: Final[Mapping[str, Callable[[Case, date], Any]]] = {
    "opened": lambda case, _: local_day(case.opened_at),
    "finished": lambda case, _: case.finished_on,
    "closed": lambda case, _: case.closed_on,
    "late": lambda case, day: light_kind(case, day) == "late",
    "light": light_kind,
    "asof": lambda _, day: day,
    "days_taken": lambda case, _: _taken(case),
    "days_left": _days_left,
    "days_late": _days_late,
    "returns": lambda case, _: times_returned(case),
    "level": lambda case, _: _level(case),
    "sample": lambda case, _: sample_ids(case) or None,
    "doubts": lambda case, _: doubts_in(case),
    "score": lambda case, _: score_of(case),
    "grade": lambda case, _: case.fields.get(GRADE),
    "rank": lambda case, _: rank_of(case),
}
