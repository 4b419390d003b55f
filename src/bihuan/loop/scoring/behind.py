"""The rows behind a figure: what its number on a page leads to, and how they add up to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from django.db.models import Q, Sum

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.counting import Tallies, Tally, counts, kinds_counted
from bihuan.loop.asof.queries import cases_at, check_day
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.figures import Where, recorded_values, records_of, source_of, values_in
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.queries import below, counted_for, counted_only
from bihuan.loop.cases.records import is_record
from bihuan.packspec.model import Figure, Pack
from bihuan.packspec.vocabulary import OPERATORS_ON_CASES

SHOWN: Final = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a case (its id), or a record on a case. value: what it adds (an amount, days); many: of how many it speaks."""

    case: int
    number: str
    subject: str
    unit: str
    on: date | None = None
    sort: str = ""
    value: Decimal | None = None
    many: int = 1


@dataclass(frozen=True, slots=True)
class Behind:
    """
    A figure with what it is made of.

    rows: how many there are, people counted each; shown: the first SHOWN lines. hidden: how many of the rows stand behind walls and are
    counted, not shown. parts: the figures it is made of with their values, for one
    that is not taken from rows.
    """

    figure: Figure
    value: Decimal | None
    rows: int
    shown: tuple[Line, ...]
    parts: tuple[tuple[Figure, Decimal | None], ...] = ()
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """
    Which rows: below a case, of a unit and what stands below it, dated in a period, at the end of a day; all that are not given.

    walls: rows behind walls are counted and not shown, also to whom the wall names: no list of them leaves the house.
    """

    day: date
    today: date
    root: Case | None = None
    units: Collection[int] = ()
    period: Period | None = None
    walls: bool = False


def asked_for(
    actor: Actor,
    *,
    day: date,
    today: date,
    root: Case | None = None,
    unit: int | None = None,
    period: Period | None = None,
    walls: bool = False,
) -> Asked:
    """Return which rows are asked for. unit: id of a responsible unit, alone. Raises DayToCome."""
    check_day(day, today)
    return Asked(day, today, root, frozenset({unit}) if unit is not None else (), period, walls)


def behind(actor: Actor, pack: Pack, figure: str, asked: Asked) -> Behind:
    """Return a figure with the rows behind it, as far as the actor sees them."""
    declared = pack.figures[figure]
    among = counted_for(actor)
    among = among if asked.root is None else among.filter(below(asked.root) | Q(pk=asked.root.pk))
    where = Where(actor.area_id, asked.day, among=among, period=asked.period, units=asked.units)
    if declared.operator in OPERATORS_ON_CASES and is_record(source_of(declared)):
        return _records(actor, pack, declared, where, walls=asked.walls)
    if declared.operator in OPERATORS_ON_CASES:
        return _cases(actor, pack, declared, asked)
    values = _values(actor, pack, figure, where, asked)
    parts = tuple((pack.figures[name], values[name]) for name in declared.of)
    return Behind(declared, values[figure], 0, (), parts)


def _values(actor: Actor, pack: Pack, figure: str, where: Where, asked: Asked) -> dict[str, Decimal | None]:
    if asked.day == asked.today:
        by_hand = Where(where.area_id, where.day, period=where.period)
        operator = pack.figures[figure].operator
        return values_in(pack, by_hand if operator == "entered" else where, [figure])
    tallies = Tallies(pack, asked.day, asked.period)
    for case in _then(actor, pack, asked, kinds_counted(pack)):
        tallies.take(case)
    return tallies.values(recorded_values(pack, where))


def _then(actor: Actor, pack: Pack, asked: Asked, kinds: Collection[str]) -> Iterator[CaseAt]:
    found = cases_at(
        actor,
        pack=pack.id,
        kinds=list(kinds),
        asof=asked.day,
        today=asked.today,
        root=asked.root,
        among=counted_for(actor),
        points=False,
    )
    if not asked.units:
        return found
    return (case for case in found if case.responsible is not None and case.responsible.id in asked.units)


def _cases(actor: Actor, pack: Pack, figure: Figure, asked: Asked) -> Behind:
    """Return the cases of a figure: today and on a past day alike the cases as they stood, one after another."""
    kinds = tuple(dict.fromkeys(of.partition(".")[0] for of in figure.of))
    first, last = (asked.period.first, asked.period.last) if asked.period is not None else (None, asked.day)
    whole, rows, lines, unseen, hidden = Tally(figure), 0, list[Line](), counted_only(actor, walls=asked.walls), 0
    for case in _then(actor, pack, asked, kinds):
        if counts(figure, case, pack, asked.day, first=first, last=min(last, asked.day)):
            whole.take(case, pack, asked.day)
            rows += 1
            if case.id in unseen:
                hidden += 1
            elif len(lines) < SHOWN:
                own = Tally(figure)
                own.take(case, pack, asked.day)
                adds = own.value() if figure.operator in {"sum", "mean"} else None
                unit = case.responsible.name if case.responsible is not None else ""
                lines.append(Line(case.id, case.number, case.subject, unit, case.closed_on or case.due, value=adds))
    return Behind(figure, whole.value(), rows, tuple(lines), hidden=hidden)


def _records(actor: Actor, pack: Pack, figure: Figure, where: Where, *, walls: bool) -> Behind:
    value = values_in(pack, where, [figure.id])[figure.id]
    records = records_of(pack, figure, where)
    of = records.case
    found = records.rows.select_related(of, f"{of}__responsible").order_by(records.day_of, "pk")
    amount = figure.of[0].partition(".")[2] if figure.operator in {"sum", "mean"} else ""
    named = next((path for path in ("sort", "letter", "colour", "clock") if path in records.columns), "")
    unseen, all_rows = counted_only(actor, walls=walls), records.rows
    found = found.exclude(**{f"{of}_id__in": unseen}) if unseen else found
    hidden = all_rows.filter(**{f"{of}_id__in": unseen}).count() if unseen else 0
    lines = tuple(
        Line(
            getattr(row, of).pk,
            getattr(row, of).number,
            getattr(row, of).subject,
            getattr(row, of).responsible.name if getattr(row, of).responsible is not None else "",
            getattr(row, records.day_of),
            _said(row, records.columns, named),
            getattr(row, records.column(amount)) if amount else None,
            getattr(row, records.weight) if records.weight else 1,
        )
        for row in islice(found, SHOWN)
    )
    many = records.rows.aggregate(n=Sum(records.weight))["n"] if records.weight else records.rows.count()
    return Behind(figure, value, many or 0, lines, hidden=hidden)


def _said(row: Any, columns: Any, named: str) -> str:
    """Return what the row is: the class and the kind of a disposition, for one word stands in two classes."""
    parts = [str(getattr(row, columns[path])) for path in ("class", named) if path in columns]
    return ".".join(parts)
