"""
Figures of packs: the only place where anything is counted. One definition, a scope from where it stands.

All figures taken from cases take one query together, those taken from a record one for each record, those entered by hand one;
the rest is made of these. A latest date is a number too, its proleptic ordinal (`as_date`), so that days between dates can be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet, Sum

from bihuan.loop.cases.asking import condition_q, dated_q, record_q, value_of
from bihuan.loop.cases.combining import Values, combine
from bihuan.loop.cases.listed import Gathered, in_unit, is_listed, listed_by_unit
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.queries import below
from bihuan.loop.cases.records import Records, is_record, records_at, records_case
from bihuan.loop.scoring.entered import entered_by_unit, entered_values
from bihuan.packspec.model import Figure, Pack
from bihuan.packspec.vocabulary import OPERATORS_ON_CASES

LISTED: Final = "listed"  # where figures come from that are taken from paths of several values
PLACES: Final = Decimal("0.0001")  # as numbers are kept


@dataclass(frozen=True, slots=True)
class Where:
    """
    Over what figures are taken.

    scope: a case, which counts with everything below it. among: the rows a list or a person's sight allows. units: ids of responsible
    units. period: of dated figures only what falls into it; without one everything up to the day.
    every: each row counts for itself, as below a list; otherwise cases that are the same problem count once, except below a case.
    """

    area_id: int
    day: date
    scope: Case | None = None
    among: QuerySet[Case] | None = None
    period: Period | None = None
    units: Collection[int] = ()
    every: bool = False

    def cases(self, pack: Pack) -> QuerySet[Case]:
        """Return the cases of a pack that are looked at, whatever their kind."""
        rows = self.among if self.among is not None else Case.objects.filter(area_id=self.area_id)
        rows = rows.filter(area_id=self.area_id, pack=pack.id)
        rows = rows if self.scope is None else rows.filter(below(self.scope) | Q(pk=self.scope.pk))
        return rows.filter(responsible_id__in=list(self.units)) if self.units else rows

    def records(self, pack: Pack, name: str) -> Records:
        """Return the records that lie on these cases."""
        records = records_at(name, area_id=self.area_id, day=self.day)
        case = records.case
        of_pack = records.rows.filter(**{f"{case}__area_id": self.area_id, f"{case}__pack": pack.id})
        if self.among is not None or self.scope is not None or self.units:
            of_pack = of_pack.filter(**{f"{case}_id__in": self.cases(pack).order_by().values("pk")})
        return replace(records, rows=of_pack)


def figure_value(
    pack: Pack,
    figure: str,
    *,
    area_id: int,
    day: date,
    scope: Case | None = None,
    among: QuerySet[Case] | None = None,
    period: Period | None = None,
) -> Decimal | None:
    """
    Return a figure at a day; None where it has no value (a rate over nothing, a mean of nothing).

    scope, among, period: as `Where` says.
    """
    where = Where(area_id, day, scope, among, period)
    return values_in(pack, where, sources_of(pack, figure) | {figure})[figure]


def figure_values(
    pack: Pack,
    *,
    area_id: int,
    day: date,
    scope: Case | None = None,
    among: QuerySet[Case] | None = None,
    period: Period | None = None,
) -> Values:
    """Return every figure of a pack at a day, as `figure_value` does one."""
    return values_in(pack, Where(area_id, day, scope, among, period), pack.figures)


def values_in(pack: Pack, where: Where, names: Iterable[str]) -> Values:
    """Return these figures and those they are made of, in a few queries however many they are."""
    wanted = _with_sources(pack, names)
    found: Values = {}
    for of, figures in _by_source(pack, wanted).items():
        if of == LISTED:
            found |= {figure.id: _gathered(figure, listed(pack, figure, where).values()) for figure in figures}
            continue
        rows, aggregates = _asked(pack, where, of, figures)
        found |= _read(figures, rows.order_by().aggregate(**aggregates))
    by_hand = [name for name in wanted if pack.figures[name].operator == "entered"]
    if where.scope is None and not where.units:
        found |= entered_values(pack.id, by_hand, area_id=where.area_id, day=where.day, period=where.period)
    else:
        found |= dict.fromkeys(by_hand)  # of a part of the area nobody entered anything
    for name in wanted:
        combine(pack, name, found)
    return found


def values_by_unit(pack: Pack, where: Where, names: Iterable[str]) -> dict[int | None, Values]:
    """
    Return these figures for each responsible unit, by its id; None stands for cases without one.

    A unit is there if it is responsible for a case of a kind that is counted, or something was entered for it. Of a figure whose kinds
    it has no case of it has no value, not 0: units with nothing to do are not ranked.
    """
    asked = list(names)
    wanted = _with_sources(pack, asked)
    units: dict[int | None, Values] = {}
    kinds: dict[int | None, set[str]] = {}
    for of, figures in _by_source(pack, wanted).items():
        if of == LISTED:
            for figure in figures:
                for unit, gathered in listed(pack, figure, where).items():
                    units.setdefault(unit, {})[figure.id] = _gathered(figure, [gathered])
            continue
        rows, aggregates = _asked(pack, where, of, figures)
        column = f"{records_case(of)}__responsible_id" if is_record(of) else "responsible_id"
        for row in rows.order_by().values(column).annotate(**aggregates):
            units.setdefault(row[column], {}).update(_read(figures, row))
    for responsible, kind in where.cases(pack).order_by().values_list("responsible_id", "kind").distinct():
        kinds.setdefault(responsible, set()).add(kind)
    by_hand = [name for name in wanted if pack.figures[name].operator == "entered"]
    entries = entered_by_unit(pack.id, by_hand, area_id=where.area_id, day=where.day, period=where.period)
    for own, by_unit in entries.items():
        units.setdefault(own, {}).update(by_unit)
    nothing = _nothing(pack, wanted)
    for unit, values in units.items():
        units[unit] = nothing | values
        for name in wanted:
            combine(pack, name, units[unit])
        without_work(pack, asked, units[unit], kinds.get(unit, set()))
    return units


def without_work(pack: Pack, names: Iterable[str], values: Values, kinds: Collection[str]) -> None:
    """Take the value of every figure that is taken from cases of which a unit has none: there is nothing to count."""
    for name in names:
        counted = {of.partition(".")[0] for one in {name, *sources_of(pack, name)} for of in pack.figures[one].of}
        if (own := counted & pack.kinds.keys()) and not own & set(kinds):
            values[name] = None


def recorded_values(pack: Pack, where: Where) -> Values:
    """Return the figures taken from records and those entered by hand: what the past of cases alone does not tell."""
    names = [
        name
        for name, figure in pack.figures.items()
        if figure.operator == "entered" or (figure.operator in OPERATORS_ON_CASES and is_record(source_of(figure)))
    ]
    return values_in(pack, where, names)


def takes_records(pack: Pack, figure: str) -> bool:
    """Return whether a figure, or one it is made of, is taken from records or entered by hand."""
    return any(
        pack.figures[name].operator == "entered"
        or (pack.figures[name].operator in OPERATORS_ON_CASES and is_record(source_of(pack.figures[name])))
        for name in {figure, *sources_of(pack, figure)}
    )


def cases_of(pack: Pack, figure: Figure, where: Where) -> QuerySet[Case]:
    """Return the cases a figure is taken from: what its number on a page links to."""
    found = Q()
    for kind in _kinds(figure):
        found |= Q(kind=kind) & _figure_q(pack, figure, kind, where)
    return where.cases(pack).filter(found)


def listed(pack: Pack, figure: Figure, where: Where) -> dict[int | None, Gathered]:
    """Return what the cases of a figure hold at a path of several values, by responsible unit."""
    return listed_by_unit(figure, pack, cases_of(pack, figure, where))


def records_of(pack: Pack, figure: Figure, where: Where) -> Records:
    """Return the records a figure is taken from."""
    records = where.records(pack, source_of(figure))
    rows = records.rows.filter(_record_q(records, figure, where))
    return replace(records, rows=rows)


def source_of(figure: Figure) -> str:
    """Return the kind or record a figure is taken from; of a latest date over several, the first."""
    return figure.of[0].partition(".")[0] if figure.of else ""


def sources_of(pack: Pack, figure: str) -> frozenset[str]:
    """Return the ids of all figures that one is made of, whatever stands between."""
    declared = pack.figures[figure]
    if declared.operator in OPERATORS_ON_CASES or declared.operator == "entered":
        return frozenset()
    found: frozenset[str] = frozenset(declared.of)
    for name in declared.of:
        found |= sources_of(pack, name)
    return found


def as_date(value: Decimal) -> date:
    """Return the date that a figure of operator `latest` stands for."""
    return date.fromordinal(int(value))


def _with_sources(pack: Pack, names: Iterable[str]) -> list[str]:
    """Return figures and all they are made of, in the order of the pack."""
    wanted: set[str] = set()
    for name in names:
        wanted |= {name, *sources_of(pack, name)}
    return [name for name in pack.figures if name in wanted]


def _by_source(pack: Pack, names: Iterable[str]) -> dict[str, list[Figure]]:
    """Return figures that are counted, by where they come from: each record, and "" for cases of all kinds."""
    found: dict[str, list[Figure]] = {}
    for name in names:
        figure = pack.figures[name]
        if figure.operator in OPERATORS_ON_CASES:
            source = source_of(figure)
            plain = LISTED if is_listed(pack, figure) else ""
            found.setdefault(source if source not in pack.kinds else plain, []).append(figure)
    return found


def _kinds(figure: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(of.partition(".")[0] for of in figure.of))


def _asked(pack: Pack, where: Where, of: str, figures: Iterable[Figure]) -> tuple[QuerySet[Any], Mapping[str, Any]]:
    """Return the rows and the aggregates over them that answer all these figures."""
    if of:
        records = where.records(pack, of)
        aggregates: dict[str, Any] = {}
        for figure in figures:
            aggregates |= _over_records(records, figure, _record_q(records, figure, where))
        return records.rows, aggregates
    rows = where.cases(pack).filter(kind__in={kind for figure in figures for kind in _kinds(figure)})
    return rows, {name: one for figure in figures for name, one in _over_cases(pack, figure, where).items()}


def _over_cases(pack: Pack, figure: Figure, where: Where) -> dict[str, Any]:
    id_, kind = figure.id, source_of(figure)
    path = figure.of[0].partition(".")[2]
    asked = Q(kind=kind) & _figure_q(pack, figure, kind, where)
    match figure.operator:
        case "count":
            return {f"{id_}__n": Count(value_of(pack, kind, path, where.day) if path else "id", filter=asked)}
        case "distinct":
            return {f"{id_}__n": Count(value_of(pack, kind, path, where.day), distinct=True, filter=asked)}
        case "latest":
            return {
                f"{id_}__{place}": Max(
                    value_of(pack, one, of, where.day), filter=Q(kind=one) & _figure_q(pack, figure, one, where)
                )
                for place, (one, _, of) in enumerate(source.partition(".") for source in figure.of)
            }
    value = value_of(pack, kind, path, where.day)
    return {f"{id_}__sum": Sum(value, filter=asked), f"{id_}__n": Count(value, filter=asked)}


def _over_records(records: Records, figure: Figure, asked: Q) -> dict[str, Any]:
    id_, path = figure.id, figure.of[0].partition(".")[2]
    many = Sum(records.weight, filter=asked) if records.weight else Count("pk", filter=asked)
    match figure.operator:
        case "count" if path:
            return {f"{id_}__n": Count(records.column(path), filter=asked)}
        case "count":
            return {f"{id_}__n": many}
        case "distinct" if path in records.alike:
            alike = records.alike[path]
            unknown = asked & alike.unknown
            return {
                f"{id_}__n": Count(alike.by, distinct=True, filter=asked & ~alike.unknown),
                f"{id_}__more": Sum(records.weight, filter=unknown) if records.weight else Count("pk", filter=unknown),
            }
        case "distinct":
            return {f"{id_}__n": Count(records.column(path), distinct=True, filter=asked)}
        case "latest":
            return {f"{id_}__0": Max(records.column(path), filter=asked)}
    column = records.column(path)
    return {f"{id_}__sum": Sum(column, filter=asked), f"{id_}__n": Count(column, filter=asked)}


def _figure_q(pack: Pack, figure: Figure, kind: str, where: Where) -> Q:
    asked = condition_q(pack, kind, figure.where, where.day)
    if where.scope is None and not where.every and takes_once(pack, figure, kind):
        asked &= Q(same__isnull=True)
    return asked & dated_q(pack, kind, figure.dated, where.day, where.period) if figure.dated else asked


def takes_once(pack: Pack, figure: Figure, kind: str) -> bool:
    """Return whether a figure that is not asked of one case counts cases of a kind that are the same problem as one."""
    return figure.operator == "count" and kind in figure.of and pack.kinds[kind].counted_once(pack.id)


def _record_q(records: Records, figure: Figure, where: Where) -> Q:
    asked = record_q(records, figure.where, where.day)
    if not figure.dated:
        return asked
    column, period = records.column(figure.dated), where.period
    if period is not None:
        asked &= Q(**{f"{column}__gte": period.first})
    return asked & Q(**{f"{column}__lte": where.day if period is None else min(period.last, where.day)})


def _read(figures: Iterable[Figure], row: Mapping[str, Any]) -> Values:
    return {figure.id: _value(figure, row) for figure in figures}


def _value(figure: Figure, row: Mapping[str, Any]) -> Decimal | None:
    id_ = figure.id
    match figure.operator:
        case "count" | "distinct":
            return Decimal((row[f"{id_}__n"] or 0) + (row.get(f"{id_}__more") or 0))
        case "latest":
            dates = [row[f"{id_}__{place}"] for place in range(len(figure.of)) if row[f"{id_}__{place}"] is not None]
            return Decimal(max(dates).toordinal()) if dates else None
        case "sum":
            return in_unit(figure, _number(row[f"{id_}__sum"]))
    return in_unit(figure, _number(row[f"{id_}__sum"]) / row[f"{id_}__n"]) if row[f"{id_}__n"] else None


def _gathered(figure: Figure, parts: Iterable[Gathered]) -> Decimal | None:
    whole = Gathered()
    for part in parts:
        whole.join(part)
    return whole.value(figure)


def _number(value: Any) -> Decimal:
    """Return a sum as a number: of durations the days, of a float of SQLite what was meant."""
    if isinstance(value, timedelta):
        return Decimal(value.days)
    return Decimal(0) if value is None else Decimal(str(value)).quantize(PLACES).normalize() + 0


def _nothing(pack: Pack, names: Iterable[str]) -> Values:
    """Return what figures are of no rows at all."""
    found: Values = {}
    for name in names:
        operator = pack.figures[name].operator
        if operator in OPERATORS_ON_CASES:
            found[name] = Decimal(0) if operator in {"count", "sum", "distinct"} else None
        elif operator == "entered":
            found[name] = None
    return found
