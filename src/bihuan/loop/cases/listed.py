"""
Figures over paths that have several values in one case: parties of many, and fields of many.

The database joins no lists; what the rows hold is read and put together here, the way `asof.counting` does it case by case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import QuerySet

from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.values import as_comparable
from bihuan.packspec.model import Figure, Pack

TEN_THOUSAND: Final = Decimal(10_000)
PARTIES: Final = frozenset({"assisting", "panel", "applicant"})


def is_listed(pack: Pack, figure: Figure) -> bool:
    """Return whether a figure is taken from a path that has several values in one case."""
    kind, _, path = figure.of[0].partition(".") if figure.of else ("", "", "")
    if kind not in pack.kinds or not path:
        return False
    declared = pack.kinds[kind].fields.get(path)
    return path in PARTIES if declared is None else declared.many


def listed_by_unit(figure: Figure, pack: Pack, rows: QuerySet[Case]) -> dict[int | None, Gathered]:
    """Return what these cases hold at the path of a figure, by responsible unit. rows: of the figure's kind, its condition asked already."""
    kind, _, path = figure.of[0].partition(".")
    found: dict[int | None, Gathered] = {}
    if path in pack.kinds[kind].fields:
        for unit, values in rows.order_by().values_list("responsible_id", f"fields__{path}"):
            found.setdefault(unit, Gathered()).take(values if isinstance(values, list) else [values])
        return found
    parties = CaseParty.objects.filter(area_id__in=rows.order_by().values("area_id"), party=path)
    parties = parties.filter(case_id__in=rows.order_by().values("pk"))
    for unit, own, person in parties.values_list("case__responsible_id", "unit_id", "person_id"):
        found.setdefault(unit, Gathered()).take([f"p{person}" if own is None else f"u{own}"])
    return found


@dataclass(slots=True)
class Gathered:
    """The values of many cases: how many there are, which, their sum and the latest date."""

    number: int = 0
    met: set[str] = field(default_factory=set)
    amounts: int = 0
    total: Decimal = Decimal(0)
    newest: date | None = None

    def take(self, values: Iterable[Any]) -> None:
        """Add the values of one case; nothing is no value."""
        for value in values:
            if value in (None, ""):
                continue
            self.number += 1
            self.met.add(str(value))
            day = as_comparable(value) if isinstance(value, str | date) else None
            if isinstance(day, date):
                self.newest = max(self.newest or day, day)
            elif (amount := _amount(value)) is not None:
                self.amounts += 1
                self.total += amount

    def join(self, other: Gathered) -> None:
        """Add what was gathered elsewhere."""
        self.number += other.number
        self.met |= other.met
        self.amounts += other.amounts
        self.total += other.total
        days = [day for day in (self.newest, other.newest) if day is not None]
        self.newest = max(days, default=None)

    def value(self, figure: Figure) -> Decimal | None:
        """Return what a figure makes of the values, in its unit; None for a mean or a latest date of nothing."""
        match figure.operator:
            case "count":
                return Decimal(self.number)
            case "distinct":
                return Decimal(len(self.met))
            case "latest":
                return None if self.newest is None else Decimal(self.newest.toordinal())
            case "sum":
                return in_unit(figure, self.total)
        return in_unit(figure, self.total / self.amounts) if self.amounts else None


def in_unit(figure: Figure, value: Decimal) -> Decimal:
    """Return a sum or mean of money, which is kept in yuan, in 万元 where the figure says so."""
    return value / TEN_THOUSAND if figure.unit == "万元" else value


def _amount(value: Any) -> Decimal | None:
    if isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
