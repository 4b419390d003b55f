"""What a leader looks at on one sheet: how far it is, what is late and with whom, what came of it, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Count, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.board import Progress, UnitProgress, by_unit
from bihuan.loop.cases.combining import Values
from bihuan.loop.cases.figures import Where, values_in
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.light import with_light
from bihuan.loop.lifecycle.packs import pack_in_use, packs_in_use
from bihuan.loop.scoring.models import BoardStanding
from bihuan.loop.scoring.queries import Past, board_at, indicators_of, periods_of_board
from bihuan.loop.scoring.rules import can_see_area
from bihuan.packspec.model import Pack

PACK: Final = "rectification"
MEASURE: Final = "measure"
URGENT_SHOWN: Final = 6
AHEAD: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Overview:
    """
    One sheet of a day, as far as somebody sees it.

    values: the figures that were asked for, by pack. urgent: what is late, longest first, then what is due soon. ahead: how many cases are due
    on each of the next days, by kind. course: the completion rate period by period. board: the newest red and yellow board, by its id.
    """

    pack: Pack
    progress: Progress
    units: list[UnitProgress]
    urgent: list[Case]
    values: Mapping[str, Values]
    packs: Mapping[str, Pack]
    ahead: list[tuple[date, str, int]]
    course: tuple[Past, ...]
    boards: Mapping[str, list[BoardStanding]]
    whole: bool


def overview_of(actor: Actor, day: date, wanted: Mapping[str, tuple[str, ...]]) -> Overview:
    """
    Return the sheet of today. wanted: figures by pack; packs and figures that this installation has not are left out.

    Raises PackNotFound where the rectification pack is not released.
    """
    pack, whole = pack_in_use(actor.area_id, PACK), can_see_area(actor, PACK)
    seen = Case.objects.filter(area_id=actor.area_id) if whole else visible_to(actor)
    measures = seen.filter(pack=PACK, kind=MEASURE)
    units = by_unit(measures, pack, MEASURE, area_id=actor.area_id, day=day)
    released = {one.id: one for one in packs_in_use(actor.area_id)}
    values = {
        name: _values(released[name], actor, day, figures, None if whole else seen)
        for name, figures in wanted.items()
        if name in released
    }
    course = indicators_of(actor, pack, day, day, only=["completion"])[0].past
    return Overview(
        pack,
        sum((one.progress for one in units), Progress()),
        units,
        _urgent(visible_to(actor), day),
        values,
        released,
        _ahead(seen, day),
        course,
        {board: _newest(actor.area_id, pack, board) for board in pack.boards},
        whole,
    )


def _values(pack: Pack, actor: Actor, day: date, figures: tuple[str, ...], among: QuerySet[Case] | None) -> Values:
    names = [name for name in figures if name in pack.figures]
    return {
        name: value
        for name, value in values_in(pack, Where(actor.area_id, day, among=among), names).items()
        if name in names
    }


def _urgent(seen: QuerySet[Case], day: date) -> list[Case]:
    live = seen.exclude(category=Category.CLOSED).filter(pack=PACK, kind__in=["finding", MEASURE])
    at_risk = live.filter(with_light("late", day) | with_light("soon", day)).select_related(
        "responsible", "handler", "leader"
    )
    return list(at_risk.order_by("runs_until", "id")[:URGENT_SHOWN])


def _ahead(seen: QuerySet[Case], day: date) -> list[tuple[date, str, int]]:
    live = seen.exclude(category=Category.CLOSED).filter(pack=PACK, kind__in=["finding", MEASURE])
    coming = (
        live.filter(due__gte=day, due__lte=day + AHEAD).order_by().values_list("due", "kind").annotate(n=Count("id"))
    )
    return sorted((due, kind, n) for due, kind, n in coming if due is not None)


def _newest(area_id: int, pack: Pack, board: str) -> list[BoardStanding]:
    periods = periods_of_board(area_id, pack, board)
    return board_at(area_id, pack, board, periods[0].first) if periods else []
