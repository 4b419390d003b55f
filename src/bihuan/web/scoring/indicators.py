"""The page of all indicators, and of one with its course, its units and the numbers entered for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.periods import period_before, period_of, periods_up_to
from bihuan.loop.cases.values import words
from bihuan.loop.lifecycle.packs import pack_in_use, packs_in_use
from bihuan.loop.scoring.bringing import entered_figures
from bihuan.loop.scoring.queries import (
    Compared,
    Indicator,
    entries_of,
    indicators_of,
    series_by_unit,
    units_compared,
)
from bihuan.loop.scoring.rules import can_enter, can_see_area
from bihuan.packspec.model import Figure, Pack
from bihuan.web.dates import full_day
from bihuan.web.places import rows_url
from bihuan.web.round.figures import shown
from bihuan.web.scoring.words import better, period_words, signed, with_unit
from bihuan.web.shapes import Asof, Chart, Empty, Head, Light, Link, Series, Stat

OFFERED = 13  # periods a number may be entered for
MOST_BARS = 20
SORTS = ("place", "unit", "value")


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as a line."""

    title: str
    url: str
    formula: str
    value: str
    rows: str
    target: str
    meets: bool | None
    period: str
    before: str
    difference: str
    year: str
    year_difference: str
    tone: str
    pack: str = ""  # its name, where several packs stand in one table
    light: Light | None = None


@dataclass(frozen=True, slots=True)
class IndicatorsPage:
    """All indicators of one pack at a day."""

    head: Head
    rows: tuple[Row, ...]
    packs: tuple[tuple[Link, bool], ...]
    day: str
    today: str
    pack: str
    whole: bool
    empty: Empty | None
    bring: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the comparison; moved: places it rose, "" where nothing is known."""

    name: str
    place: str
    value: str
    url: str
    moved: str
    tone: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A number that was entered; stands: whether it counts, which of several for one period only the newest does."""

    period: str
    value: str
    basis: str
    reason: str
    who: str
    at: object
    stands: bool


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The form for entering a number; typed, errors: what came back."""

    periods: tuple[tuple[str, str], ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One indicator whole."""

    head: Head
    stats: tuple[Stat, ...]
    formula: str
    chart: Chart | None
    units: tuple[UnitLine, ...]
    bars: Chart | None
    sorts: Mapping[str, str]
    sort: str
    entries: tuple[EntryLine, ...]
    form: EntryForm | None
    day: str
    today: str
    whole: bool
    periods: tuple[str, ...] = ()
    series: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bring: str = ""
    running: bool = True


def indicators_page(who: Actor, pack_id: str, day: date, today: date) -> IndicatorsPage:
    """Return all indicators of a pack at a day. Raises PackNotFound."""
    pack = pack_in_use(who.area_id, pack_id)
    found = indicators_of(who, pack, day, today)
    packs = _packs(who.area_id, pack.id, day, today)
    moves = [*_ways_out(pack.id, day, today)]
    bring = reverse("indicators_import", args=[pack.id]) if entered_figures(pack) and can_enter(who, pack) else ""
    if bring:
        moves.insert(0, Link(_("Bring numbers as a table"), bring, "upload"))
    facts = ngettext("%(n)d indicator", "%(n)d indicators", len(found)) % {"n": len(found)}
    return IndicatorsPage(
        Head(_("Indicators"), facts=f"{words(pack.title)} · {facts}", asof=Asof(day), moves=tuple(moves)),
        tuple(_row(pack, one, day, today) for one in found),
        packs,
        day.isoformat(),
        today.isoformat(),
        pack.id,
        can_see_area(who, pack.id),
        None if found else Empty(_("No indicator yet."), _("An indicator appears here when a pack declares one.")),
        bring,
    )


def _ways_out(pack: str, day: date, today: date) -> tuple[Link, ...]:
    """Return the boards, the table as a file, and print; of all packs for no pack."""
    asked = {
        name: value for name, value in {"pack": pack, "asof": day.isoformat() if day != today else ""}.items() if value
    }
    table = reverse("indicators_file") + (f"?{urlencode(asked)}" if asked else "")
    boards = reverse("boards") + (f"?{urlencode({'pack': pack})}" if pack else "")
    return (
        Link(_("Red and yellow boards"), boards, "list-details"), Link("Excel", table, "download"),
        Link(_("Print"), "#print", "printer"),
    )  # fmt: skip


def _packs(area_id: int, current: str, day: date, today: date) -> tuple[tuple[Link, bool], ...]:
    """Return the packs that have indicators, with all of them together in front; nothing where there is only one."""
    offered = [one for one in packs_in_use(area_id) if any(figure.every for figure in one.figures.values())]
    asked = {"asof": day.isoformat()} if day != today else {}
    found = tuple(
        (Link(words(one.title), f"{reverse('indicators')}?{urlencode({'pack': one.id, **asked})}"), one.id == current)
        for one in offered
    )
    everything = Link(_("All packs"), reverse("indicators_all") + (f"?{urlencode(asked)}" if asked else ""))
    return ((everything, not current), *found) if len(found) > 1 else ()


def all_indicators_page(who: Actor, day: date, today: date) -> IndicatorsPage:
    """Return the indicators of every pack in use at a day, pack after pack."""
    packs = [one for one in packs_in_use(who.area_id) if any(figure.every for figure in one.figures.values())]
    rows = [
        replace(_row(pack, one, day, today), pack=words(pack.title))
        for pack in packs
        for one in indicators_of(who, pack, day, today)
    ]
    facts = ngettext("%(n)d indicator", "%(n)d indicators", len(rows)) % {"n": len(rows)}
    moves = _ways_out("", day, today)
    return IndicatorsPage(
        Head(_("Indicators"), facts=f"{_('All packs')} · {facts}", asof=Asof(day), moves=moves),
        tuple(rows),
        _packs(who.area_id, "", day, today),
        day.isoformat(),
        today.isoformat(),
        "",
        all(can_see_area(who, pack.id) for pack in packs),
        None if rows else Empty(_("No indicator yet."), _("An indicator appears here when a pack declares one.")),
    )


def _light(one: Indicator) -> Light | None:
    """Return the light of an indicator with a target; none without one, or without a value."""
    if one.meets is None:
        return None
    return Light("ok", _("met")) if one.meets else Light("late", _("not met yet"))


def _row(pack: Pack, one: Indicator, day: date, today: date) -> Row:
    figure = one.figure
    return Row(
        title=words(figure.title),
        url=indicator_url(pack, figure, day, today),
        formula=figure.basis,
        value=with_unit(figure, one.value),
        rows=_rows(pack, one, day, today),
        target="" if figure.target is None else with_unit(figure, Decimal(figure.target)),
        meets=one.meets,
        period=period_words(one.period),
        before=with_unit(figure, one.before),
        difference=signed(figure, one.difference, one.change),
        year=with_unit(figure, one.last_year),
        year_difference=signed(figure, one.year_difference, one.year_change),
        tone=better(one),
        light=_light(one),
    )


def indicator_url(pack: Pack, figure: Figure, day: date, today: date, **more: str) -> str:
    """Return the address of an indicator at a day."""
    asked = {**({"asof": day.isoformat()} if day != today else {}), **more}
    address = reverse("indicator", kwargs={"pack": pack.id, "figure": figure.id})
    return f"{address}?{urlencode(asked)}" if asked else address


def _rows(pack: Pack, one: Indicator, day: date, today: date, unit: int | None = None) -> str:
    asof = day.isoformat() if day != today else None
    return rows_url(pack.id, one.figure.id, asof=asof, unit=unit, first=one.period.first.isoformat())


def indicator_page(
    who: Actor, pack_id: str, figure: str, day: date, today: date, *, sort: str = "", refused: EntryForm | None = None
) -> IndicatorPage:
    """Return one indicator. Raises Http404, PackNotFound."""
    pack = pack_in_use(who.area_id, pack_id)
    if figure not in pack.figures:
        raise Http404
    declared = pack.figures[figure]
    one = indicators_of(who, pack, day, today, only=[figure])[0]
    units = units_compared(who, pack, figure, day, today)
    sort = sort if sort in SORTS else "place"
    listed = _sorted(units, sort)
    title = words(declared.title)
    by_hand = declared.operator == "entered" and one.whole
    periods, series = series_by_unit(who.area_id, pack, figure, day) if by_hand else ([], [])
    return IndicatorPage(
        head=Head(
            title,
            crumbs=(Link(_("Indicators"), f"{reverse('indicators')}?{urlencode({'pack': pack.id})}"), Link(title)),
            facts=words(pack.title),
            asof=Asof(day),
            moves=(Link(_("Print"), "#print", "printer"),),
        ),
        stats=_stats(pack, one, day, today),
        formula=declared.basis,
        chart=_course(one),
        units=tuple(_unit(pack, one, unit, day, today) for unit in listed),
        bars=_bars(one, units),
        sorts={name: indicator_url(pack, declared, day, today, sort=name) + "#units" for name in SORTS},
        sort=sort,
        entries=_entries(who, pack, declared) if by_hand else (),
        form=_form(declared, today, refused) if declared.operator == "entered" and can_enter(who, pack) else None,
        day=day.isoformat(),
        today=today.isoformat(),
        whole=one.whole,
        running=one.past[-1].running,
        periods=tuple(period_words(period) for period in periods),
        series=tuple((str(row.unit), tuple(shown(declared, value) for value in row.values)) for row in series),
        bring=reverse("indicators_import", args=[pack.id])
        if declared.operator == "entered" and can_enter(who, pack)
        else "",
    )


def _stats(pack: Pack, one: Indicator, day: date, today: date) -> tuple[Stat, ...]:
    figure = one.figure
    target = "—" if figure.target is None else with_unit(figure, Decimal(figure.target))
    meets = {True: _("met"), False: _("not met yet"), None: ""}[one.meets]
    before, year = signed(figure, one.difference, one.change), signed(figure, one.year_difference, one.year_change)
    asof = _("as of %(day)s") % {"day": full_day(day)}
    return (
        Stat(period_words(one.period), with_unit(figure, one.value), _rows(pack, one, day, today), note=asof),
        Stat(_("Target"), target, note=meets),
        Stat(_("Period before"), with_unit(figure, one.before), note=_("difference %(n)s") % {"n": before}),
        Stat(_("A year ago"), with_unit(figure, one.last_year), note=_("difference %(n)s") % {"n": year}),
    )


def _course(one: Indicator) -> Chart | None:
    """Return the course of an indicator as a chart; None where there is only one period to draw."""
    if len(one.past) <= 1 or one.figure.operator == "latest":
        return None
    values = tuple(_drawn(past.value) for past in one.past)
    title = words(one.figure.title)
    series = [Series(title, values, "closed")]
    if one.figure.target is not None:
        series.insert(0, Series(_("Target"), (_drawn(Decimal(one.figure.target)),) * len(values), "plan"))
    columns = tuple(period_words(past.period) for past in one.past)
    return Chart("course", _("Course of %(title)s") % {"title": title}, _("Period"), columns, tuple(series))


def _drawn(value: Decimal | None) -> float | None:
    if value is None:
        return None
    rounded = round(float(value), 2)
    return int(rounded) if rounded.is_integer() else rounded


def _sorted(units: Iterable[Compared], sort: str) -> list[Compared]:
    match sort:
        case "unit":
            return sorted(units, key=lambda one: (one.unit.order, one.unit.pk))
        case "value":
            return sorted(units, key=lambda one: (one.value is None, one.value or Decimal(0), one.unit.order))
    return list(units)


def _unit(pack: Pack, one: Indicator, unit: Compared, day: date, today: date) -> UnitLine:
    moved = "" if not unit.moved else f"{'↑' if unit.moved > 0 else '↓'}{abs(unit.moved)}"
    return UnitLine(
        name=str(unit.unit),
        place=str(unit.place) if unit.place is not None else _("not ranked"),
        value=shown(one.figure, unit.value),
        url=_rows(pack, one, day, today, unit.unit.pk) if unit.value is not None else "",
        moved=moved if unit.moved else ("=" if unit.moved == 0 else ""),
        tone="" if not unit.moved else "better" if unit.moved > 0 else "worse",
    )


def _bars(one: Indicator, units: list[Compared]) -> Chart | None:
    ranked = [unit for unit in units if unit.place is not None][:MOST_BARS]
    if len(ranked) <= 1 or one.figure.operator == "latest":
        return None
    title = words(one.figure.title)
    series = Series(title, tuple(_drawn(unit.value) for unit in ranked), "bar")
    columns = tuple(str(unit.unit) for unit in ranked)
    return Chart("units-chart", _("%(title)s by unit") % {"title": title}, _("Unit"), columns, (series,), kind="bars")


def _entries(who: Actor, pack: Pack, figure: Figure) -> tuple[EntryLine, ...]:
    seen: set[tuple[date, int | None]] = set()
    found = []
    for one in entries_of(who.area_id, pack, figure.id):
        key = (one.first, one.unit_id)
        period = period_words(period_of(figure.every or "month", one.first))
        found.append(
            EntryLine(
                f"{period} · {one.unit}" if one.unit else period,
                with_unit(figure, one.value), one.basis, one.reason, one.entered_by.name, one.entered_at, key not in seen,
            )
        )  # fmt: skip
        seen.add(key)
    return tuple(found)


def _form(figure: Figure, today: date, refused: EntryForm | None) -> EntryForm:
    offered = periods_up_to(figure.every or "month", today, OFFERED)[::-1]
    periods = tuple((one.first.isoformat(), period_words(one)) for one in offered)
    if refused is not None:
        return EntryForm(periods, refused.typed, refused.errors, refused.problem)
    return EntryForm(periods, {"first": period_before(offered[0]).first.isoformat()})
