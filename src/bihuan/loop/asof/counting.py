"""Figures over cases as they stood: the definitions of `cases.figures`, asked of one case after another instead of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.figures import combine
from bihuan.loop.cases.values import as_comparable
from bihuan.packspec.model import Clause, Comparison, Condition, Figure, Pack

FACTS: Final = frozenset({"state", "category", "nature", "turn", "due", "original_due"})
COLUMN_OF: Final = {"closed": "closed_on", "finished": "finished_on"}
REFERENCES: Final = frozenset({"responsible", "lead"})


def holds(condition: Condition | None, case: CaseAt, pack: Pack) -> bool:
    """
    Return whether every line of a condition holds for a case as it stood, as `cases.figures.condition_q` asks it of rows.

    Raises ValueError for a path that rows cannot be asked for.
    """
    return all(_holds(clause, case, pack) for clause in condition or ())


def figures_at(pack: Pack, cases: Iterable[CaseAt], asof: date) -> dict[str, Decimal | None]:
    """
    Return every figure of a pack over cases, as `cases.figures.figure_values` does over rows; one pass, nothing kept.

    cases: all kinds that the figures count (`kinds_counted`), as they stood at the end of `asof`.
    A figure without a value (a rate over nothing, a mean of nothing) is None.
    """
    tallies = {figure.id: Tally(figure) for figure in pack.figures.values() if figure.operator in TALLIED}
    by_kind: dict[str, list[Tally]] = {}
    for tally in tallies.values():
        by_kind.setdefault(tally.kind, []).append(tally)
    for case in cases:
        for tally in by_kind.get(case.kind, ()):
            if case.pack == pack.id and holds(tally.figure.where, case, pack):
                tally.take(case)
    found = {name: tally.value() for name, tally in tallies.items()}
    for name in pack.figures:
        combine(pack, name, found)
    return found


def kinds_counted(pack: Pack) -> list[str]:
    """Return the kinds that the figures of a pack are taken from."""
    kinds = {figure.of[0].partition(".")[0] for figure in pack.figures.values() if figure.operator in TALLIED}
    return [kind for kind in pack.kinds if kind in kinds]


TALLIED: Final = frozenset({"count", "sum", "mean"})


@dataclass(slots=True)
class Tally:
    """One figure while cases go by."""

    figure: Figure
    number: int = 0
    total: Decimal = Decimal(0)

    @property
    def kind(self) -> str:
        """The kind that is counted."""
        return self.figure.of[0].partition(".")[0]

    def take(self, case: CaseAt) -> None:
        """Count a case that the condition lets through; one without the value is in no sum and no mean."""
        if self.figure.operator == "count":
            self.number += 1
            return
        value = _amount(case, self.figure.of[0].partition(".")[2])
        if value is not None:
            self.number += 1
            self.total += value

    def value(self) -> Decimal | None:
        """Return the figure."""
        match self.figure.operator:
            case "count":
                return Decimal(self.number)
            case "sum":
                return self.total
        return self.total / self.number if self.number else None


def _amount(case: CaseAt, path: str) -> Decimal | None:
    if path == "days_taken":
        return None if case.closed_on is None else Decimal((case.closed_on - case.opened_on).days)
    value = case.fields.get(path)
    if value is None or isinstance(value, bool | list):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _holds(clause: Clause, case: CaseAt, pack: Pack) -> bool:
    if clause.path == "late":
        return (case.light == "late") is clause.must
    if clause.path == "light" and isinstance(clause.must, tuple):
        return case.light in clause.must
    value = _value(clause.path, case, pack)
    if isinstance(clause.must, bool):
        return value is clause.must
    if isinstance(clause.must, tuple):
        return value is not None and str(value) in clause.must
    return _compares(value, clause.must)


def _value(path: str, case: CaseAt, pack: Pack) -> Any:
    if path in pack.kinds[case.kind].fields:
        return case.fields.get(path)
    if path in FACTS or path in COLUMN_OF:
        return getattr(case, COLUMN_OF.get(path, path))
    if path in REFERENCES:
        named = getattr(case, path)
        return None if named is None else named.id
    raise ValueError(f"rows cannot be asked for {path}")


def _compares(value: Any, must: Comparison) -> bool:
    if must.empty is not None:
        return (value is None) is must.empty
    bounds = (must.at_least, must.at_most)
    if any(isinstance(bound, str) for bound in bounds):
        raise ValueError(f"rows cannot be compared with {next(bound for bound in bounds if isinstance(bound, str))}")
    actual, (least, most) = as_comparable(value), (as_comparable(bound) for bound in bounds)
    if actual is None or any(bound is not None and not isinstance(actual, type(bound)) for bound in (least, most)):
        return False
    return (least is None or actual >= least) and (most is None or actual <= most)
