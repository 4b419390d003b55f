"""Which cases of which packs a list brings on an agenda today: the list's condition, held against what the meeting's series says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import as_comparable
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.clocks.light import with_light
from bihuan.loop.clocks.models import Stay
from bihuan.loop.lifecycle.facts import RETURNED, value_at
from bihuan.packspec.model import Bound, Clause, Comparison
from bihuan.packspec.shown import ListSpec

MOST: Final = 300  # a longer agenda helps nobody; the pages say so
_LIGHTS: Final = {"green": "ok", "blue": "soon", "yellow": "soon", "orange": "soon", "red": "late"}


class _Unset(Exception):
    """The series has not set what the list is held against, so that the list brings nothing."""


def cases_at_risk(meeting: CaseFile, list_: ListSpec) -> list[Case]:
    """Return the cases that a list brings on the agenda of a meeting on the day it is looked at, most urgent first."""
    condition = Q(area_id=meeting.case.area_id) & _of(meeting, list_)
    rows: QuerySet[Case] = outside_walls(Case.objects.all())
    try:
        for clause in list_.where:
            if clause.path == "returns":
                rows = rows.annotate(times_returned=_returns())
            condition &= _clause(meeting, clause)
    except _Unset:
        return []
    return list(rows.filter(condition).select_related("responsible").order_by("urgency", "id")[:MOST])


def _of(meeting: CaseFile, list_: ListSpec) -> Q:
    found = Q(pk__in=())
    for name in list_.of:
        pack, dot, kind = name.rpartition(".")
        found |= Q(pack=pack if dot else meeting.case.pack, kind=kind)
    return found


def _returns() -> Coalesce:
    """Return how often a case was sent back from a review in its present turn."""
    stays = Stay.objects.filter(
        area_id=OuterRef("area_id"), case_id=OuterRef("pk"), turn=OuterRef("turn"), move=RETURNED
    )
    many = stays.order_by().values("case_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(many, output_field=IntegerField()), 0)


def _clause(meeting: CaseFile, clause: Clause) -> Q:
    match clause.must:
        case Comparison():
            return _compared(meeting, clause.path, clause.must)
        case bool():
            late = with_light("late", meeting.day)
            return late if clause.must else ~late
    if clause.path == "light":
        found = Q(pk__in=())
        for light in {_LIGHTS[colour] for colour in clause.must}:
            found |= with_light(light, meeting.day)
        return found
    return Q(**{f"{clause.path}__in": clause.must})


def _compared(meeting: CaseFile, path: str, must: Comparison) -> Q:
    condition = Q()
    for bound, more in ((must.at_least, True), (must.at_most, False)):
        if bound is not None:
            condition &= _BOUNDS[path](_value(meeting, bound), more, meeting.day)
    if must.less_than is not None:
        limit = _value(meeting, must.less_than)  # days, times and dates go in whole steps
        before = limit - timedelta(days=1) if isinstance(limit, date) else limit - 1
        condition &= _BOUNDS[path](before, False, meeting.day)
    if must.empty is not None:
        condition &= Q(due__isnull=must.empty)
    return condition


def _value(meeting: CaseFile, bound: Bound) -> Any:
    value = as_comparable(value_at(meeting, bound)) if isinstance(bound, str) else bound
    if value is None:
        raise _Unset
    return value


def _days(value: Any) -> timedelta:
    return timedelta(days=int(Decimal(value)))


def _days_left(value: Any, more: bool, day: date) -> Q:
    return Q(due__gte=day + _days(value)) if more else Q(due__lte=day + _days(value))


def _days_late(value: Any, more: bool, day: date) -> Q:
    return Q(due__lte=day - _days(value)) if more else Q(due__gte=day - _days(value), due__lt=day)


def _plain(column: str) -> Callable[[Any, bool, date], Q]:
    return lambda value, more, _: Q(**{f"{column}__{'gte' if more else 'lte'}": value})


_BOUNDS: Final[dict[str, Callable[[Any, bool, date], Q]]] = {
    "days_left": _days_left,
    "days_late": _days_late,
    "returns": _plain("times_returned"),
    "turn": _plain("turn"),
    "due": _plain("due"),
}
