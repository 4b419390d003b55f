"""Indicators as people look at them: the value of a day, what it was before, how it went, and how units compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.asof.counting import Tallies, kinds_counted
from bihuan.loop.asof.queries import cases_at, check_day
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.combining import Values
from bihuan.loop.cases.figures import Where, takes_records, values_by_unit, values_in, without_work
from bihuan.loop.cases.periods import Period, period_before, period_of, periods_up_to, year_before
from bihuan.loop.cases.queries import counted_for, visible_to
from bihuan.loop.scoring.entered import entered_by_unit
from bihuan.loop.scoring.models import BoardStanding, FigureEntry, Firing, PeriodValue, RuleChoice
from bihuan.loop.scoring.rules import can_see_area
from bihuan.loop.scoring.standings import ranked
from bihuan.packspec.model import Figure, Pack

SHOWN: Final = 12  # periods of a trend
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Past:
    """What a figure was in one period; `running` for the one the day falls into, which is not over."""

    period: Period
    value: Decimal | None
    running: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """
    A figure with its history.

    value: at the day. before, last_year: at the end of the period before and of the same period a year ago, None where they are not known.
    past: the last SHOWN periods, oldest first. whole: whether it is of the whole area, which alone has a history.
    """

    figure: Figure
    period: Period
    value: Decimal | None
    before: Decimal | None
    last_year: Decimal | None
    past: tuple[Past, ...]
    whole: bool

    @property
    def difference(self) -> Decimal | None:
        """Return how much more than in the period before (环比)."""
        return less(self.value, self.before)

    @property
    def change(self) -> Decimal | None:
        """Return the difference in per cent of the period before; None for a rate, whose difference is in points."""
        return None if self.figure.unit == "%" else per_cent(self.value, self.before)

    @property
    def year_difference(self) -> Decimal | None:
        """Return how much more than a year ago (同比)."""
        return less(self.value, self.last_year)

    @property
    def year_change(self) -> Decimal | None:
        """Return the difference in per cent of a year ago; None for a rate."""
        return None if self.figure.unit == "%" else per_cent(self.value, self.last_year)

    @property
    def meets(self) -> bool | None:
        """Return whether the target is met; None without a target or a value."""
        if self.figure.target is None or self.value is None:
            return None
        target = Decimal(self.figure.target)
        return self.value <= target if self.figure.better == "lower" else self.value >= target


def less(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Return the difference of two values, None where one is missing."""
    return None if value is None or other is None else value - other


def per_cent(value: Decimal | None, other: Decimal | None) -> Decimal | None:
    """Return the difference in per cent of the other value; None where one is missing or the other is 0."""
    return None if value is None or not other else (value - other) / other * HUNDRED


def indicators_of(actor: Actor, pack: Pack, day: date, today: date, *, only: Iterable[str] = ()) -> list[Indicator]:
    """
    Return the indicators of a pack at the end of a day, in the order of the pack.

    Who sees every case is told of the whole area with its history; others of the cases they see, without one.
    only: ids of figures, indicators or not. Raises DayToCome.
    """
    check_day(day, today)
    figures = [figure for figure in pack.figures.values() if (figure.id in only if only else figure.every)]
    whole = can_see_area(actor, pack.id)
    values = _values(actor, pack, figures, day, today, whole=whole)
    history = _history(actor.area_id, pack, figures, day) if whole else {}
    return [_indicator(figure, values[figure.id], history, day, whole=whole) for figure in figures]


def _indicator(
    figure: Figure, value: Decimal | None, history: Mapping[tuple[str, date], Decimal | None], day: date, *, whole: bool
) -> Indicator:
    period = period_of(figure.every or "month", day)
    running = True
    if figure.operator == "entered" and value is None:
        # Numbers come after their period: the newest there is stands for what is known today.
        known = [first for name, first in history if name == figure.id and first < period.first]
        if known:
            period, running = period_of(period.every, max(known)), False
            value = history[figure.id, period.first]
    past = [
        Past(one, history.get((figure.id, one.first)))
        for one in periods_up_to(period.every, day, SHOWN)
        if one.first < period.first and (figure.id, one.first) in history
    ]
    return Indicator(
        figure,
        period,
        value,
        history.get((figure.id, period_before(period).first)),
        history.get((figure.id, year_before(period).first)),
        (*past, Past(period, value, running=running)),
        whole,
    )


def _values(
    actor: Actor, pack: Pack, figures: Sequence[Figure], day: date, today: date, *, whole: bool
) -> dict[str, Decimal | None]:
    """Return each figure for its own period as far as it is over at the day."""
    by_length: dict[str, list[str]] = {}
    for figure in figures:
        by_length.setdefault(figure.every or "month", []).append(figure.id)
    periods = {every: period_of(every, day) for every in by_length}
    found: dict[str, Decimal | None] = {}
    if day == today:
        among = None if whole else visible_to(actor)
        for every, names in by_length.items():
            values = values_in(pack, Where(actor.area_id, day, among=among, period=periods[every]), names)
            found |= {name: values[name] for name in names}
        return found
    tallies = {every: Tallies(pack, day, period) for every, period in periods.items()}
    for case in _cases_then(actor, pack, day, today):
        for one in tallies.values():
            one.take(case)
    for every, names in by_length.items():
        values = tallies[every].values(_beside(actor, pack, day, periods[every], whole=whole))
        found |= {name: values[name] for name in names}
    return found


def _cases_then(actor: Actor, pack: Pack, day: date, today: date) -> Iterator[CaseAt]:
    kinds, among = kinds_counted(pack), counted_for(actor)
    return cases_at(actor, pack=pack.id, kinds=kinds, asof=day, today=today, among=among, points=False)


def _beside(actor: Actor, pack: Pack, day: date, period: Period, *, whole: bool) -> Values:
    """Return what cases do not tell of a past day: records, and numbers entered by hand."""
    among = None if whole else visible_to(actor)
    names = [name for name in pack.figures if takes_records(pack, name)]
    return values_in(pack, Where(actor.area_id, day, among=among, period=period), names)


def _history(area_id: int, pack: Pack, figures: Sequence[Figure], day: date) -> dict[tuple[str, date], Decimal | None]:
    """Return what is kept of the area, by figure and first day of the period; one query, and one for numbers entered by hand."""
    names = [figure.id for figure in figures]
    rows = PeriodValue.objects.filter(area_id=area_id, pack=pack.id, figure__in=names, unit__isnull=True, last__lt=day)
    found = {(name, first): value for name, first, value in rows.values_list("figure", "first", "value")}
    # A number entered by hand may come long after its period: what was entered counts, also for periods that are over.
    by_hand = [figure.id for figure in figures if figure.operator == "entered"]
    entries = FigureEntry.objects.filter(area_id=area_id, pack=pack.id, figure__in=by_hand, unit__isnull=True)
    if by_hand:
        for name, first, value in entries.order_by("id").values_list("figure", "first", "value"):
            found[name, first] = value
    return found


@dataclass(frozen=True, slots=True)
class Compared:
    """A unit beside others: its value, its place (None: not ranked), and its place in the period before."""

    unit: Unit
    value: Decimal | None
    place: int | None
    place_before: int | None = None

    @property
    def moved(self) -> int | None:
        """Return by how many places it rose; None where it was not ranked on both days."""
        return None if self.place is None or self.place_before is None else self.place_before - self.place


def units_compared(actor: Actor, pack: Pack, figure: str, day: date, today: date) -> list[Compared]:
    """
    Return every unit with something to count, best first; those with nothing to do come last and have no place.

    Raises DayToCome.
    """
    check_day(day, today)
    declared, whole = pack.figures[figure], can_see_area(actor, pack.id)
    period = _newest_entered(actor.area_id, pack, declared, day) or period_of(declared.every or "month", day)
    among = None if whole else visible_to(actor)
    where = Where(actor.area_id, day, among=among, period=period)
    values = _by_unit(actor, pack, figure, where, today)
    lower = declared.better == "lower"
    places = {one.unit: one.place for one in ranked(values, lower_is_better=lower)}
    before = _places_before(actor.area_id, pack, figure, period, day, lower=lower) if whole else {}
    units = Unit.objects.filter(area_id=actor.area_id, pk__in=list(values))
    found = [Compared(unit, values[unit.pk], places.get(unit.pk), before.get(unit.pk)) for unit in units]
    return sorted(found, key=lambda one: (one.place is None, one.place or 0, one.unit.order, one.unit.pk))


def _by_unit(actor: Actor, pack: Pack, figure: str, where: Where, today: date) -> dict[int, Decimal | None]:
    day, period = where.day, where.period
    if day == today:
        found = values_by_unit(pack, where, [figure])
        return {unit: values[figure] for unit, values in found.items() if unit is not None}
    tallies: dict[int, Tallies] = {}
    for case in _cases_then(actor, pack, day, today):
        if case.responsible is not None:
            tallies.setdefault(case.responsible.id, Tallies(pack, day, period)).take(case)
    beside = [name for name in pack.figures if takes_records(pack, name)]
    recorded = values_by_unit(pack, where, beside)
    units: dict[int, Decimal | None] = {}
    for unit, tally in tallies.items():
        values = tally.values(recorded.get(unit, {}))
        without_work(pack, [figure], values, tally.met)
        units[unit] = values[figure]
    return units


def _newest_entered(area_id: int, pack: Pack, figure: Figure, day: date) -> Period | None:
    """Return the newest period for which a number of some unit was entered by hand; None where there is none, or it is not entered."""
    if figure.operator != "entered":
        return None
    rows = FigureEntry.objects.filter(
        area_id=area_id, pack=pack.id, figure=figure.id, unit__isnull=False, first__lte=day
    )
    newest = rows.order_by("-first").values_list("first", flat=True).first()
    return period_of(figure.every or "month", newest) if newest is not None else None


def _places_before(area_id: int, pack: Pack, figure: str, period: Period, day: date, *, lower: bool) -> dict[int, int]:
    rows = PeriodValue.objects.filter(
        area_id=area_id, pack=pack.id, figure=figure, every=period.every, first=period_before(period).first
    )
    values = {unit: value for unit, value in rows.values_list("unit_id", "value") if unit is not None}
    if pack.figures[figure].operator == "entered":
        before = period_before(period)
        entered = entered_by_unit(pack.id, [figure], area_id=area_id, day=day, period=before)
        values |= {unit: of[figure] for unit, of in entered.items()}
    return {one.unit: one.place for one in ranked(values, lower_is_better=lower)}


@dataclass(frozen=True, slots=True)
class UnitSeries:
    """What was entered for one unit, by period, oldest first; None where nothing was."""

    unit: Unit
    values: tuple[Decimal | None, ...]


def series_by_unit(
    area_id: int, pack: Pack, figure: str, day: date, *, periods: int = 6
) -> tuple[list[Period], list[UnitSeries]]:
    """Return the last periods for which numbers of units were entered by hand, and the series of each unit; two queries."""
    rows = FigureEntry.objects.filter(area_id=area_id, pack=pack.id, figure=figure, unit__isnull=False, first__lte=day)
    found = dict[int, dict[date, Decimal]]()
    for unit, first, value in rows.order_by("id").values_list("unit_id", "first", "value"):
        found.setdefault(unit or 0, {})[first] = value
    newest = max((first for values in found.values() for first in values), default=None)
    if newest is None:
        return [], []
    shown = periods_up_to(pack.figures[figure].every or "month", newest, periods)
    shown = [one for one in shown if any(one.first in values for values in found.values())]
    units = Unit.objects.filter(area_id=area_id, pk__in=list(found)).order_by("order", "id")
    return shown, [UnitSeries(unit, tuple(found[unit.pk].get(one.first) for one in shown)) for unit in units]


def periods_of_board(area_id: int, pack: Pack, board: str) -> list[Period]:
    """Return the periods whose standings are kept, newest first."""
    rows = BoardStanding.objects.filter(area_id=area_id, pack=pack.id, board=board)
    every = pack.boards[board].every
    return [Period(every, *one) for one in rows.order_by("-first").values_list("first", "last").distinct()]


def board_at(area_id: int, pack: Pack, board: str, first: date) -> list[BoardStanding]:
    """Return the standings of a board for a period, best first."""
    rows = BoardStanding.objects.filter(area_id=area_id, pack=pack.id, board=board, first=first)
    return list(rows.select_related("unit").order_by("place", "unit__order", "unit_id"))


def entries_of(area_id: int, pack: Pack, figure: str) -> list[FigureEntry]:
    """Return everything that was entered for a figure, newest first, corrections among it."""
    rows = FigureEntry.objects.filter(area_id=area_id, pack=pack.id, figure=figure)
    return list(rows.select_related("entered_by", "unit").order_by("-first", "-id"))


def rules_chosen(area_id: int, pack: Pack) -> dict[str, RuleChoice]:
    """Return what the area chose about the rules of a pack, by rule."""
    rows = RuleChoice.objects.filter(area_id=area_id, pack=pack.id).select_related("chosen_by")
    return {row.rule: row for row in rows}


def firings_of(area_id: int, pack: Pack, *, limit: int = 50) -> list[Firing]:
    """Return the newest warnings by number of a pack."""
    rows = Firing.objects.filter(area_id=area_id, pack=pack.id).select_related("case", "unit")
    return list(rows.order_by("-last", "-id")[:limit])
