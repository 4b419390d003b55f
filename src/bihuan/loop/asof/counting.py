"""Figures over cases as they stood: the definitions of `cases.figures`, asked of one case after another instead of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bihuan.loop.asof.standing import Beside, CaseAt
from bihuan.loop.cases.asking import LIGHT_OF_COLOUR, SCORES, ancestor_in
from bihuan.loop.cases.combining import combine
from bihuan.loop.cases.figures import takes_once
from bihuan.loop.cases.listed import PARTIES, Gathered
from bihuan.loop.cases.periods import Period
from bihuan.loop.cases.values import as_comparable
from bihuan.packspec.model import Bound, Clause, Comparison, Condition, Figure, Pack
from bihuan.packspec.vocabulary import OPERATORS_ON_CASES

FACTS: Final = frozenset({"state", "category", "nature", "turn", "due", "original_due", "evidence_count", "light"})
COLUMN_OF: Final = {"closed": "closed_on", "finished": "finished_on"}
REFERENCES: Final = frozenset({"responsible", "lead", "leader", "handler"})


def holds(condition: Condition | None, case: CaseAt, pack: Pack, asof: date | None = None) -> bool:
    """
    Return whether every line of a condition holds for a case as it stood, as `cases.asking.condition_q` asks it of rows.

    asof: the day, for conditions that hold a date against it. Raises ValueError for a path that rows cannot be asked for.
    """
    return all(_holds(clause, case, pack, asof) for clause in condition or ())


def figures_at(
    pack: Pack,
    cases: Iterable[CaseAt],
    asof: date,
    *,
    period: Period | None = None,
    recorded: Mapping[str, Decimal | None] | None = None,
    once: bool = False,
) -> dict[str, Decimal | None]:
    """
    Return every figure of a pack over cases, as `cases.figures.figure_values` does over rows; one pass, nothing kept.

    cases: all kinds that the figures count (`kinds_counted`), as they stood at the end of `asof`. period: as `cases.figures.Where` has it.
    once: as `Tallies` has it. recorded: the figures that cases do not tell (`cases.figures.recorded_values`); those that are not given have no value.
    A figure without a value (a rate over nothing, a mean of nothing) is None.
    """
    tallies = Tallies(pack, asof, period, once=once)
    for case in cases:
        tallies.take(case)
    return tallies.values(recorded or {})


def figures_by_unit_at(
    pack: Pack, cases: Iterable[CaseAt], asof: date, *, period: Period | None = None
) -> dict[int | None, Tallies]:
    """Return the tallies of each responsible unit by its id, None for cases without one; only units with a case that is counted."""
    found: dict[int | None, Tallies] = {}
    kinds = set(kinds_counted(pack))
    for case in cases:
        if case.kind in kinds:
            unit = None if case.responsible is None else case.responsible.id
            if unit not in found:
                found[unit] = Tallies(pack, asof, period)
            found[unit].take(case)
    return found


def kinds_counted(pack: Pack) -> list[str]:
    """Return the kinds that the figures of a pack are taken from."""
    kinds = {of.partition(".")[0] for figure in pack.figures.values() if _of_cases(pack, figure) for of in figure.of}
    return [kind for kind in pack.kinds if kind in kinds]


def _of_cases(pack: Pack, figure: Figure) -> bool:
    return figure.operator in OPERATORS_ON_CASES and figure.of[0].partition(".")[0] in pack.kinds


def counts(
    figure: Figure, case: CaseAt, pack: Pack, asof: date, *, first: date | None = None, last: date | None = None
) -> bool:
    """Return whether a figure counts a case: its condition holds, and the date of a dated one lies from `first` to `last` (or `asof`)."""
    if not holds(figure.where, case, pack, asof):
        return False
    if figure.dated is None:
        return True
    value = as_comparable(_value(figure.dated, case, pack, asof))
    return isinstance(value, date) and (first is None or value >= first) and value <= (last or asof)


class Tallies:
    """All figures of a pack while cases go by; `once`: over a whole area, where cases that are the same problem count as one."""

    def __init__(self, pack: Pack, asof: date, period: Period | None = None, *, once: bool = True) -> None:
        self.pack, self.asof = pack, asof
        self.once = {kind.id: kind.same for kind in pack.kinds.values() if once and kind.counted_once(pack.id)}
        self.first = None if period is None else period.first
        self.last = asof if period is None else min(period.last, asof)
        self.tallies = {figure.id: Tally(figure) for figure in pack.figures.values() if _of_cases(pack, figure)}
        self.met: set[str] = set()  # kinds of which a case went by
        self.by_kind: dict[str, list[Tally]] = {}
        for tally in self.tallies.values():
            for kind in tally.kinds:
                self.by_kind.setdefault(kind, []).append(tally)

    def take(self, case: CaseAt) -> None:
        """Count a case wherever it is to be counted."""
        if case.pack != self.pack.id:
            return
        self.met.add(case.kind)
        again = case.kind in self.once and case.fields.get(self.once[case.kind]) is not None
        for tally in self.by_kind.get(case.kind, ()):
            if again and takes_once(self.pack, tally.figure, case.kind):
                continue
            if counts(tally.figure, case, self.pack, self.asof, first=self.first, last=self.last):
                tally.take(case, self.pack, self.asof)

    def values(self, recorded: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
        """Return every figure of the pack."""
        found = {name: tally.value() for name, tally in self.tallies.items()}
        for name, figure in self.pack.figures.items():
            if figure.operator in {*OPERATORS_ON_CASES, "entered"} and name not in found:
                found[name] = recorded.get(name)
        for name in self.pack.figures:
            combine(self.pack, name, found)
        return found


@dataclass(slots=True)
class Tally:
    """One figure while cases go by."""

    figure: Figure
    gathered: Gathered = field(default_factory=Gathered)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are counted."""
        return tuple(dict.fromkeys(of.partition(".")[0] for of in self.figure.of))

    def take(self, case: CaseAt, pack: Pack, asof: date) -> None:
        """Count a case that the condition lets through; one without the value is in no sum and no mean."""
        path = next(of.partition(".")[2] for of in self.figure.of if of.partition(".")[0] == case.kind)
        if not path:
            self.gathered.number += 1
            return
        self.gathered.take(values_at(path, case, pack, asof))

    def value(self) -> Decimal | None:
        """Return the figure."""
        return self.gathered.value(self.figure)


def looks_at_parties(pack: Pack) -> bool:
    """Return whether some figure of a pack is taken from, or asks for, parties that stand in rows of their own."""
    asked = {of.rpartition(".")[2] for figure in pack.figures.values() for of in figure.of}
    asked |= {clause.path.rpartition(".")[2] for figure in pack.figures.values() for clause in figure.where}
    return bool(asked & PARTIES)


def values_at(path: str, case: CaseAt, pack: Pack, asof: date | None) -> list[Any]:
    """Return what a case holds at a path: several values of a party or field of many, else one, or none."""
    value = _value(path, case, pack, asof)
    values = value if isinstance(value, list | tuple) else [value]
    return [one for one in values if one not in (None, "")]


def _holds(clause: Clause, case: CaseAt, pack: Pack, asof: date | None) -> bool:
    above, rest = ancestor_in(pack, case.kind, clause.path)
    if clause.path == "late" or (above and rest.rpartition(".")[2] == "late"):
        return _value(clause.path, case, pack, asof) is clause.must
    value = _value(clause.path, case, pack, asof)
    if clause.path.rpartition(".")[2] == "light" and isinstance(clause.must, tuple):
        return value in {LIGHT_OF_COLOUR.get(one, one) for one in clause.must}
    if isinstance(clause.must, bool):
        return value is clause.must
    if isinstance(clause.must, tuple):
        values = value if isinstance(value, list | tuple) else [value]
        return any(one is not None and str(one) in clause.must for one in values)
    return _compares(value, clause.must, tuple(_bound(bound, case, pack, asof) for bound in clause.must.bounds))


def _bound(bound: Bound | None, case: CaseAt, pack: Pack, asof: date | None) -> Any:
    """Return what a value is held against; raises ValueError for a path that rows cannot be asked for."""
    if not isinstance(bound, str):
        return bound
    if bound != "asof":
        return _value(bound, case, pack, asof)
    if asof is None:
        raise ValueError("rows are asked without a day")
    return asof


def _value(path: str, case: CaseAt, pack: Pack, asof: date | None) -> Any:
    above, rest = ancestor_in(pack, case.kind, path)
    if above:
        upper = _beside(case).above(case, above)
        return None if upper is None else _value(rest, upper, pack, asof)
    if path.startswith("entered."):
        return _beside(case).entered(case, path.partition(".")[2])
    if path in pack.kinds[case.kind].fields or path in SCORES:
        return case.fields.get(path)
    if path in FACTS or path in COLUMN_OF:
        return getattr(case, COLUMN_OF.get(path, path))
    if path in REFERENCES:
        named = getattr(case, path)
        return None if named is None else named.id
    if path in PARTIES:
        return tuple(one.id for one in case.parties.get(path, ())) or None
    return _fact(path, case, asof)


def _fact(path: str, case: CaseAt, asof: date | None) -> Any:
    match path:
        case "late":
            return case.light == "late"
        case "opened":
            return case.opened_on
        case "days_taken":
            return None if case.closed_on is None else (case.closed_on - case.opened_on).days
        case "days_left" | "days_late" if asof is not None:
            if case.due is None:
                return None
            left = (case.due - asof).days
            return max(left if path == "days_left" else -left, 0)
        case "returns":
            return _beside(case).returns(case)
    raise ValueError(f"rows cannot be asked for {path}")


def _beside(case: CaseAt) -> Beside:
    if case.beside is None:
        raise ValueError(f"of case {case.id} it is not known what lies beside it")
    return case.beside


def _compares(value: Any, must: Comparison, bounds: tuple[Any, ...]) -> bool:
    if must.empty is not None:
        return (value is None) is must.empty
    actual, (least, most, limit) = as_comparable(value), (as_comparable(bound) for bound in bounds)
    if any(one is not None and bound is None for one, bound in zip(must.bounds, (least, most, limit), strict=True)):
        return False  # held against a date that is not known
    if actual is None or any(
        bound is not None and not isinstance(actual, type(bound)) for bound in (least, most, limit)
    ):
        return False
    return (least is None or actual >= least) and (most is None or actual <= most) and (limit is None or actual < limit)
