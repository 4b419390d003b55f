"""
Figures and progress of the areas below: numbers, lights and rates, never rows.

The one place that reads rows of areas other than the actor's own. It reads only what `keeping` stored as numbers, and of a case
that was handed down how far it is; the areas are always the actor's own and those below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from bihuan.accounts.models import Area, Person
from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import sees_whole_pack
from bihuan.loop.clocks.light import with_light
from bihuan.loop.errors import CaseNotFound, NotAllowed
from bihuan.loop.rollup.keeping import described
from bihuan.loop.rollup.models import AreaFigure, AreaKey, FromAbove, HandDown, Package, TrustedKey
from bihuan.loop.rollup.rules import can_see_below

MOST_DEPTH = 6  # state, province, city, county, town, village


def areas_below(area_id: int) -> list[Area]:
    """Return the areas directly below, in order of their names' ids."""
    return list(Area.objects.filter(parent_id=area_id).order_by("id"))


def reach_of(area_id: int) -> set[int]:
    """Return the ids of an area and of all areas below it, at any depth."""
    found, level = {area_id}, {area_id}
    for _ in range(MOST_DEPTH):
        level = set(Area.objects.filter(parent_id__in=level).values_list("pk", flat=True)) - found
        found |= level
    return found


def area_below(actor: Actor, code: str) -> Area:
    """Return an area below the actor's, or the own one, by its code. Raises CaseNotFound, the same for missing and forbidden."""
    area = Area.objects.filter(code=code).first()
    if area is None or not can_see_below(actor) or area.pk not in reach_of(actor.area_id):
        raise CaseNotFound(code)
    return area


@dataclass(frozen=True, slots=True)
class Column:
    """One figure that areas are compared by."""

    id: str
    title: str
    unit: str
    better: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The value of a figure in an area; rank: its place among the areas that have a value, 0 where it is not ranked."""

    value: Decimal | None
    colour: str
    rank: int


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area with its cells, in the order of the columns. day: of which day its figures are, None where it has none yet."""

    area: Area
    day: date | None
    cells: tuple[Cell, ...]
    below: bool  # whether there are areas below it


@dataclass(frozen=True, slots=True)
class Comparison:
    """Areas compared by the figures of one system. packs: ids of the systems of which figures are there."""

    columns: tuple[Column, ...]
    lines: tuple[AreaLine, ...]
    packs: tuple[str, ...]


def comparison(actor: Actor, pack: str = "", *, above: Area | None = None) -> Comparison:
    """
    Return the areas directly below compared by the figures of a pack, "" for what is counted over all.

    above: whose areas below; the actor's own by default. Raises NotAllowed.
    """
    if not can_see_below(actor):
        raise NotAllowed("")
    top = above.pk if above is not None else actor.area_id
    areas = areas_below(top)
    ids = [area.pk for area in areas]
    days = _newest(ids)
    rows = _rows(days, pack)
    columns = _columns(actor.area_id, pack, rows)
    values = {(row.area_id, row.figure): row for row in rows}
    ranks = {id_: _ranks(one, [values[pk, id_] for pk in ids if (pk, id_) in values]) for id_, one in columns.items()}
    parents = set(Area.objects.filter(parent_id__in=ids).values_list("parent_id", flat=True))
    lines = tuple(
        AreaLine(
            area,
            days.get(area.pk),
            tuple(_cell(values.get((area.pk, id_)), ranks[id_]) for id_ in columns),
            area.pk in parents,
        )
        for area in areas
    )
    return Comparison(tuple(columns.values()), lines, _packs(days))


def _columns(area_id: int, pack: str, rows: list[AreaFigure]) -> dict[str, Column]:
    """Return the figures of these rows as columns: called and ranked as the own area does it, not as one of those compared would like it."""
    sent = {row.figure for row in rows}
    columns = {id_: Column(id_, *said) for id_, said in described(area_id, pack).items() if id_ in sent}
    for row in sorted(rows, key=lambda row: row.order):
        columns.setdefault(row.figure, Column(row.figure, row.title, row.unit, row.better))
    return columns


def _newest(ids: Iterable[int]) -> dict[int, date]:
    rows = AreaFigure.objects.filter(area_id__in=list(ids)).order_by().values_list("area_id")
    return dict(rows.annotate(newest=Max("day")))


def _rows(days: dict[int, date], pack: str) -> list[AreaFigure]:
    wanted = Q(pk__in=[])
    for area_id, day in days.items():
        wanted |= Q(area_id=area_id, day=day)
    return list(AreaFigure.objects.filter(wanted, area_id__in=list(days), pack=pack).order_by("order", "id"))


def _packs(days: dict[int, date]) -> tuple[str, ...]:
    rows = AreaFigure.objects.filter(area_id__in=list(days)).exclude(pack="").order_by()
    return tuple(sorted(set(rows.values_list("pack", flat=True))))


def _ranks(column: Column, rows: list[AreaFigure]) -> dict[int, int]:
    """Return the place of each area in a figure that has a better side; equal values share a place."""
    if column.better not in {"higher", "lower"}:
        return {}
    known = sorted((row.value for row in rows if row.value is not None), reverse=column.better == "higher")
    return {row.area_id: known.index(row.value) + 1 for row in rows if row.value is not None}


def _cell(row: AreaFigure | None, ranks: dict[int, int]) -> Cell:
    return Cell(row.value, row.colour, ranks.get(row.area_id, 0)) if row is not None else Cell(None, "", 0)


def figures_of(actor: Actor, area: Area) -> tuple[date | None, list[AreaFigure]]:
    """Return the newest figures of an area in the actor's reach, with their day, over all systems first."""
    if area.pk not in reach_of(actor.area_id) or not can_see_below(actor):
        raise CaseNotFound(area.code)
    day = _newest([area.pk]).get(area.pk)
    rows = AreaFigure.objects.filter(area_id=area.pk, day=day).order_by("order", "id") if day else []
    return day, sorted(rows, key=lambda row: (row.pack, row.order))


@dataclass(frozen=True, slots=True)
class Handed:
    """A case that was handed to an area below, and how far that area is: None before it took it over."""

    row: HandDown
    progress: dict[str, Any] | None


def handed_down(area_id: int, day: date, case: Case | None = None) -> list[Handed]:
    """Return what was handed down, the newest first, with the progress of today where the area below is here, else as it reported last."""
    rows = HandDown.objects.filter(area_id=area_id).select_related("case", "to", "by").order_by("-id")
    rows = rows.filter(case_id=case.pk) if case is not None else rows
    found = list(rows)
    here = _progress_here(found, day)
    return [Handed(row, here.get((row.to_id, row.uid)) or row.progress or None) for row in found]


def _progress_here(rows: list[HandDown], day: date) -> dict[tuple[int, str], dict[str, Any]]:
    """Return the progress of those that areas of this installation took over."""
    below = [row for row in rows if row.to.parent_id == row.area_id]  # one that was let go is looked into no more
    taken = FromAbove.objects.filter(
        area_id__in={row.to_id for row in below}, uid__in=[row.uid for row in below], case__isnull=False
    )
    return {(one.area_id, one.uid): progress_of(one.case, day) for one in taken.select_related("case") if one.case}


def progress_of(case: Case, day: date) -> dict[str, Any]:
    """
    Return how far a case is as numbers: how many cases lie below it, how many are closed and overdue; never what they are about.

    day: on which overdue is asked.
    """
    under = Case.objects.filter(area_id=case.area_id, root_id=case.root_id).exclude(pk=case.pk)
    under = under.exclude(category=Category.DRAFT)
    counted = under.aggregate(
        cases=Count("pk"),
        closed=Count("pk", filter=Q(category=Category.CLOSED)),
        late=Count("pk", filter=~Q(category=Category.CLOSED) & with_light("late", day)),
    )
    return {
        **counted,
        "number": case.number,
        "category": case.category,
        "closed_on": case.closed_on.isoformat() if case.closed_on else None,
    }


def from_above(actor: Actor) -> list[FromAbove]:
    """
    Return what came from the area above, what nobody took over yet first.

    Who looks after the area reads all of it, everybody else what belongs to a system all of which they see.
    """
    rows = _from_above_for(actor).select_related("case", "taken_by")
    return sorted(rows, key=lambda row: (row.case_id is not None, -row.pk))


def sees_from_above(actor: Actor) -> bool:
    """Return whether anything of what came from the area above is for the actor to read."""
    return _from_above_for(actor).exists()


def _from_above_for(actor: Actor) -> QuerySet[FromAbove]:
    rows = FromAbove.objects.filter(area_id=actor.area_id)
    if Permission.MANAGE_ORGANISATION in actor.permissions:
        return rows
    packs = rows.order_by().values_list("pack", flat=True).distinct()
    return rows.filter(pack__in=[pack for pack in packs if sees_whole_pack(actor, pack)])


def is_here(area_id: int) -> bool:
    """Return whether an area works in this installation: it has people. Otherwise packages go to it."""
    return Person.objects.filter(area_id=area_id).exists()


def key_of(area_id: int) -> AreaKey | None:
    """Return the key with which the area signs now, None before it made one."""
    return AreaKey.objects.filter(area_id=area_id).order_by("-id").first()


def trusted(area_id: int) -> list[TrustedKey]:
    """Return the keys of other areas that are believed here."""
    return list(TrustedKey.objects.filter(area_id=area_id).select_related("by").order_by("code", "-id"))


def packages(area_id: int, *, most: int = 50) -> list[Package]:
    """Return the packages that went and came, the newest first."""
    return list(Package.objects.filter(area_id=area_id).select_related("by").order_by("-id")[:most])
