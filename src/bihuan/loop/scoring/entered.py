"""Numbers entered by hand, as they stood at the end of a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.records import end_of
from bihuan.loop.scoring.models import FigureEntry


def entered_values(
    pack: str, figures: Iterable[str], *, area_id: int, day: date, period: Period | None
) -> dict[str, Decimal | None]:
    """Return what was entered for the whole area: for a period, or without one for the newest that had begun by the day; one query."""
    found = _newest(pack, figures, area_id, day, period)
    return {figure: found.get((figure, None)) for figure in figures}


def entered_by_unit(
    pack: str, figures: Iterable[str], *, area_id: int, day: date, period: Period | None
) -> dict[int, dict[str, Decimal | None]]:
    """Return what was entered for each unit, by its id."""
    found: dict[int, dict[str, Decimal | None]] = {}
    for (figure, unit), value in _newest(pack, figures, area_id, day, period).items():
        if unit is not None:
            found.setdefault(unit, {})[figure] = value
    return found


def entered_within(
    pack: str, figures: Iterable[str], *, area_id: int, unit: int, first: date, last: date
) -> dict[str, Decimal | None]:
    """Return the newest number entered for a unit for a period that began within these days, as it is known now, by figure."""
    names = list(figures)
    if not names:
        return {}
    rows = FigureEntry.objects.filter(area_id=area_id, pack=pack, figure__in=names, unit_id=unit)
    ordered = rows.filter(first__gte=first, first__lte=last).order_by("first", "id").values_list("figure", "value")
    return {figure: _plain(value) for figure, value in ordered}


def _newest(
    pack: str, figures: Iterable[str], area_id: int, day: date, period: Period | None
) -> dict[tuple[str, int | None], Decimal]:
    names = list(figures)
    if not names:
        return {}
    rows = FigureEntry.objects.filter(area_id=area_id, pack=pack, figure__in=names, entered_at__lt=end_of(day))
    rows = rows.filter(first__lte=day) if period is None else rows.filter(first=period.first)
    # In this order what counts comes last: of the newest period the newest entry.
    ordered = rows.order_by("first", "id").values_list("figure", "unit_id", "value")
    return {(figure, unit): _plain(value) for figure, unit, value in ordered}


def _plain(value: Decimal) -> Decimal:
    return value.normalize() + 0
