"""Figures of packs: the only place where anything is counted. One definition, a scope from where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, DecimalField, F, Q, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from bihuan.loop.cases.change import slot_of
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import below
from bihuan.loop.cases.values import as_comparable
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import with_light
from bihuan.packspec.model import Clause, Comparison, Condition, Figure, Pack

COLUMN_OF = {"closed": "closed_on", "finished": "finished_on"}
HUNDRED = Decimal(100)


def figure_value(
    pack: Pack, figure: str, *, area_id: int, day: date, scope: Case | None = None, among: QuerySet[Case] | None = None
) -> Decimal | None:
    """
    Return a figure at a day; None where it has no value (a rate over nothing, a mean of nothing).

    scope: a case, which then counts with everything below it; `among`: the rows a list or a person's sight allows; else the area.
    """
    declared = pack.figures[figure]
    match declared.operator:
        case "count":
            return Decimal(cases_of(pack, declared, area_id=area_id, day=day, scope=scope, among=among).count())
        case "sum" | "mean":
            return _over_values(
                pack, declared, cases_of(pack, declared, area_id=area_id, day=day, scope=scope, among=among)
            )
    parts = [figure_value(pack, name, area_id=area_id, day=day, scope=scope, among=among) for name in declared.of]
    return _combined(declared.operator, parts)


def figure_values(
    pack: Pack, *, area_id: int, day: date, scope: Case | None = None, among: QuerySet[Case] | None = None
) -> dict[str, Decimal | None]:
    """Return every figure of a pack at a day, as `figure_value` does one; all counts take one query together."""
    found: dict[str, Decimal | None] = {}
    place = {"area_id": area_id, "day": day, "scope": scope, "among": among}
    counted = [figure for figure in pack.figures.values() if figure.operator == "count"]
    rows = _rows(pack, {figure.of[0] for figure in counted}, area_id=area_id, scope=scope, among=among).order_by()
    filters = {one.id: Q(kind=one.of[0]) & condition_q(pack, one.of[0], one.where, day) for one in counted}
    numbers = rows.aggregate(**{name: Count("id", filter=asked) for name, asked in filters.items()})
    found |= {name: Decimal(number) for name, number in numbers.items()}
    for figure in pack.figures.values():
        if figure.operator in {"sum", "mean"}:
            found[figure.id] = _over_values(pack, figure, cases_of(pack, figure, **place))  # type: ignore[arg-type]
    for name in pack.figures:
        combine(pack, name, found)
    return found


def combine(pack: Pack, figure: str, found: dict[str, Decimal | None]) -> Decimal | None:
    """Return a figure made of others, and keep it and those it is made of in `found`, which holds all that are counted."""
    if figure not in found:
        declared = pack.figures[figure]
        found[figure] = _combined(declared.operator, [combine(pack, name, found) for name in declared.of])
    return found[figure]


def _combined(operator: str, parts: Iterable[Decimal | None]) -> Decimal | None:
    known = list(parts)
    if any(part is None for part in known):
        return None
    values = [part for part in known if part is not None]
    match operator:
        case "rate":
            return None if values[1] == 0 else values[0] / values[1] * HUNDRED
        case "less":
            return values[0] - sum(values[1:], Decimal(0))
        case "plus":
            return sum(values, Decimal(0))
        case "times":
            product = Decimal(1)
            for value in values:
                product *= value
            return product
    raise ValueError(f"figure operator {operator!r} is not run")


def cases_of(
    pack: Pack,
    figure: Figure,
    *,
    area_id: int,
    day: date,
    scope: Case | None = None,
    among: QuerySet[Case] | None = None,
) -> QuerySet[Case]:
    """Return the rows a figure is taken from: what its number on a page links to."""
    kind = figure.of[0].partition(".")[0]
    rows = _rows(pack, [kind], area_id=area_id, scope=scope, among=among)
    return rows.filter(condition_q(pack, kind, figure.where, day))


def _rows(
    pack: Pack, kinds: Iterable[str], *, area_id: int, scope: Case | None, among: QuerySet[Case] | None
) -> QuerySet[Case]:
    rows = among if among is not None else Case.objects.filter(area_id=area_id)
    rows = rows.filter(area_id=area_id, pack=pack.id, kind__in=kinds)
    return rows if scope is None else rows.filter(below(scope) | Q(pk=scope.pk))


def condition_q(pack: Pack, kind: str, condition: Condition | None, day: date) -> Q:
    """Return a condition over the cases of a kind as a filter of rows. Raises ValueError for a path that rows cannot be asked for."""
    found = Q()
    for clause in condition or ():
        found &= _clause_q(pack, kind, clause, day)
    return found


def _clause_q(pack: Pack, kind: str, clause: Clause, day: date) -> Q:
    if clause.path == "late":
        late = with_light("late", day)
        return late if clause.must is True else ~late
    if clause.path == "light" and isinstance(clause.must, tuple):
        found = Q()
        for light in clause.must:
            found |= with_light(light, day)
        return found
    column = _column(pack, kind, clause.path)
    if isinstance(clause.must, bool):
        return Q(**{column: clause.must})
    if isinstance(clause.must, tuple):
        return Q(**{f"{column}__in": list(clause.must)})
    return _comparison_q(column, clause.must)


def _comparison_q(column: str, must: Comparison) -> Q:
    if must.empty is not None:
        empty = Q(**{f"{column}__isnull": True})
        return empty if must.empty else ~empty
    found = Q()
    for name, bound in (("gte", must.at_least), ("lte", must.at_most)):
        if isinstance(bound, str):
            raise ValueError(f"rows cannot be compared with {bound}")
        if bound is not None:
            found &= Q(**{f"{column}__{name}": bound})
    return found


def _column(pack: Pack, kind: str, path: str) -> str:
    declared = pack.kinds[kind]
    if path in declared.fields:
        return slot_of(declared.fields, path) or f"fields__{path}"
    if path in {
        "state",
        "category",
        "nature",
        "turn",
        "due",
        "original_due",
        "closed",
        "finished",
        "responsible",
        "lead",
    }:
        return COLUMN_OF.get(path, path)
    raise ValueError(f"rows cannot be asked for {path}")


def _over_values(pack: Pack, figure: Figure, rows: QuerySet[Case]) -> Decimal | None:
    kind, _, path = figure.of[0].partition(".")
    aggregate = Sum if figure.operator == "sum" else Avg
    if path == "days_taken":
        dates = rows.values_list("closed_on", "opened_at")
        days = [(closed - local_day(opened)).days for closed, opened in dates if closed is not None]
        total = Decimal(sum(days))
        return total if figure.operator == "sum" else (total / len(days) if days else None)
    slot = slot_of(pack.kinds[kind].fields, path)
    expression: Any = (
        F(slot) if slot else Cast(KeyTextTransform(path, "fields"), DecimalField(max_digits=20, decimal_places=4))
    )
    value = rows.aggregate(value=aggregate(expression))["value"]
    if value is None:
        return Decimal(0) if figure.operator == "sum" else None
    shown = as_comparable(value)
    return shown if isinstance(shown, Decimal) else Decimal(str(value))
