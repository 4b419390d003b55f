"""Of which time a sheet speaks, and what the figures of its items are for its unit in that time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bihuan.loop.cases.figures import Where, values_by_unit
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.values import as_comparable
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import PackNotFound
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.scoring.entered import entered_within
from bihuan.packspec.model import Figure, Pack
from bihuan.packspec.shown import Scorecard, Scored


def period_of_sheet(file: CaseFile, card: Scorecard) -> Period:
    """Return the time of which a sheet speaks: what the card names, else the calendar year in which it was opened."""
    year = local_day(file.case.opened_at).year
    first, last = _day(file, card.counted_from), _day(file, card.counted_to)
    first = first or date((last.year if last is not None else year), 1, 1)
    return Period("year", first, last or date(first.year, 12, 31))


def _day(file: CaseFile, path: str) -> date | None:
    """Return the date at a path of a sheet or of a case above it; facts that change are no part of it."""
    if not path:
        return None
    head, dot, rest = path.rpartition(".")
    case = file.ancestor(head) if dot else file.case
    if case is None:
        return None
    value = as_comparable(case.fields.get(rest) or getattr(case, rest, None))
    return value if isinstance(value, date) else None


def figure_of(file: CaseFile, item: Scored) -> tuple[Pack, Figure] | None:
    """Return the figure of an item with its pack; None for one scored by hand, or of a pack that the area does not use."""
    if not item.figure:
        return None
    owner, _, name = item.figure.rpartition(".")
    try:
        pack = pack_in_use(file.case.area_id, owner) if owner else file.pack
    except PackNotFound:
        return None
    return (pack, pack.figures[name]) if name in pack.figures else None


def item_values(file: CaseFile, card: Scorecard, day: date) -> dict[str, Decimal | None]:
    """
    Return what the figures of all items are on a day for the unit of the sheet, by item; None where there is nothing to count.

    Dated figures count what fell into the time of the sheet, others stand as on the day; of those entered by hand the newest within the
    time counts.
    """
    period, unit = period_of_sheet(file, card), file.case.responsible_id
    asked: dict[str, tuple[Pack, dict[str, str]]] = {}
    for item in card.items.values():
        if (found := figure_of(file, item)) is not None:
            asked.setdefault(found[0].id, (found[0], {}))[1][item.id] = found[1].id
    values: dict[str, Decimal | None] = dict.fromkeys(item.id for item in card.items.values() if item.figure)
    if unit is None:
        return values
    area_id, until = file.case.area_id, min(day, period.last)
    for pack, items in asked.values():
        names = set(items.values())
        typed = {name for name in names if pack.figures[name].operator == "entered"}
        known = entered_within(pack.id, typed, area_id=area_id, unit=unit, first=period.first, last=until)
        counted = names - typed
        if counted:
            where = Where(area_id, day, period=period)
            known |= values_by_unit(pack, where, counted).get(unit, {})
        values |= {item: known.get(name) for item, name in items.items()}
    return values
