"""Keeping what indicators were at the end of each period, so that history never changes afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import Max

from bihuan.accounts.queries import by_itself
from bihuan.loop.asof.counting import Tallies, kinds_counted
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.combining import Values
from bihuan.loop.cases.figures import Where, takes_records, values_by_unit, values_in, without_work
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period, over_until, periods_up_to
from bihuan.loop.clocks.days import local_day
from bihuan.loop.scoring.models import PeriodValue
from bihuan.packspec.model import Pack

BACK: Final = 13  # periods that are made up: a year and the one to hold it against
HELD_EVERY: Final = 500  # cases
Kept = dict[int | None, Values]  # by unit, None for the whole area


def indicators_every(pack: Pack, every: str) -> list[str]:
    """Return the figures of a pack whose values are kept for periods of this length: indicators, and what boards and rules ask."""
    named = [figure.id for figure in pack.figures.values() if figure.every == every]
    boards = [board.figure for board in pack.boards.values() if board.every == every and board.figure in pack.figures]
    return list(dict.fromkeys([*named, *boards]))


def lengths_of(pack: Pack) -> tuple[str, ...]:
    """Return the lengths of periods for which a pack keeps values."""
    written = [figure.every for figure in pack.figures.values()] + [board.every for board in pack.boards.values()]
    return tuple(dict.fromkeys(every for every in written if every))


def keep_due_values(packs: Iterable[Pack], *, area_id: int, day: date, at: datetime, hold: Callable[[], None]) -> int:
    """
    Keep the values of every period that was over when `day` began and has none yet, oldest first, and return how many periods.

    hold: called every few hundred cases. Periods before the first case are left out, and those longer ago than BACK.
    """
    kept = 0
    newest = dict(_newest_kept(area_id))
    for pack in packs:
        lengths = [every for every in lengths_of(pack) if newest.get((pack.id, every)) != over_until(every, day).first]
        cases = Case.objects.filter(area_id=area_id, pack=pack.id).order_by("opened_at").values_list("opened_at")
        first = cases.first() if lengths else None
        for every in lengths if first is not None else ():
            for period in _missing(area_id, pack, every, day):
                if period.last >= local_day(first[0] if first else at):
                    keep_values(pack, period, area_id=area_id, today=day, at=at, hold=hold)
                    kept += 1
    return kept


def _newest_kept(area_id: int) -> Iterator[tuple[tuple[str, str], date]]:
    """Yield the first day of the newest period that is kept, by pack and length: most nights there is nothing to keep, and one question tells."""
    kept = PeriodValue.objects.filter(area_id=area_id, unit__isnull=True).order_by()
    for pack, every, first in kept.values_list("pack", "every").annotate(newest=Max("first")):
        yield (pack, every), first


def keep_values(
    pack: Pack, period: Period, *, area_id: int, today: date, at: datetime, hold: Callable[[], None]
) -> int:
    """Keep the values of one period as they were at the end of its last day, and return how many rows that made; kept ones stay as they are."""
    names = indicators_every(pack, period.every)
    values = values_at_end(pack, period, names, area_id=area_id, today=today, hold=hold)
    rows = [
        PeriodValue(
            area_id=area_id, pack=pack.id, figure=name, every=period.every, first=period.first, last=period.last,
            unit_id=unit, value=_kept(of[name]), kept_at=at,
        )
        for unit, of in values.items()
        for name in names
    ]  # fmt: skip
    with transaction.atomic():
        PeriodValue.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def values_at_end(
    pack: Pack, period: Period, names: Iterable[str], *, area_id: int, today: date, hold: Callable[[], None]
) -> Kept:
    """Return figures at the end of the last day of a period: of the whole area under None, and of each unit with something to count."""
    asked, last = list(names), period.last
    whole = Tallies(pack, last, period)
    units: dict[int, Tallies] = {}
    for case in _held(_cases(pack, area_id, last, today), hold):
        whole.take(case)
        if case.responsible is not None:
            if case.responsible.id not in units:
                units[case.responsible.id] = Tallies(pack, last, period)
            units[case.responsible.id].take(case)
    where = Where(area_id, last, period=period)
    beside = [name for name in pack.figures if takes_records(pack, name)]
    found: Kept = {None: whole.values(values_in(pack, where, beside))}
    recorded = values_by_unit(pack, where, beside) if beside else {}
    for unit in {*units, *(one for one in recorded if one is not None)}:
        tallies = units.get(unit) or Tallies(pack, last, period)
        found[unit] = tallies.values(recorded.get(unit, _none(beside)))
        without_work(pack, asked, found[unit], tallies.met)
    return found


def _kept(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 6)


def _none(names: Iterable[str]) -> dict[str, Decimal | None]:
    return dict.fromkeys(names)


def _missing(area_id: int, pack: Pack, every: str, day: date) -> list[Period]:
    kept = PeriodValue.objects.filter(area_id=area_id, pack=pack.id, every=every, unit__isnull=True)
    there = set(kept.values_list("first", flat=True).distinct())
    return [one for one in periods_up_to(every, over_until(every, day).last, BACK) if one.first not in there]


def _cases(pack: Pack, area_id: int, asof: date, today: date) -> Iterator[CaseAt]:
    return cases_at(
        by_itself(area_id),
        pack=pack.id,
        kinds=kinds_counted(pack),
        asof=asof,
        today=today,
        among=Case.objects.filter(area_id=area_id),
        points=False,
    )


def _held(cases: Iterator[CaseAt], hold: Callable[[], None]) -> Iterator[CaseAt]:
    for place, case in enumerate(cases):
        if place % HELD_EVERY == 0:
            hold()
        yield case
