"""What a list counts: its totals over exactly its rows, and figures of single rows; the definitions are those of the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, F, Value, When

from bihuan.loop.asof.counting import Tally, counts
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.combining import combine
from bihuan.loop.cases.figures import Where, records_of, source_of
from bihuan.loop.cases.listed import Gathered
from bihuan.packspec.model import Figure, Pack
from bihuan.packspec.vocabulary import OPERATORS_ON_CASES

TALLIED: Final = frozenset(OPERATORS_ON_CASES)
Values = dict[str, Decimal | None]  # by figure
NOTHING: Final[Mapping[str, Decimal | None]] = {}


def figures_by_case(
    pack: Pack,
    figures: Iterable[str],
    cases: Iterable[CaseAt],
    asof: date,
    *,
    recorded: Mapping[str, Mapping[int, Decimal | None]] | None = None,
) -> dict[str, dict[int, Decimal | None]]:
    """
    Return figures of every case with something to count at it or below it, by figure and id of the case; one pass.

    cases: all of the kinds the figures are taken from (`kinds_of`), as they stood at the end of `asof`. recorded: what
    `recorded_by_case` says of figures taken from records.
    What is missing in the answer is a figure over nothing.
    """
    wanted = tuple(figures)
    parts = [pack.figures[id_] for id_ in made_of(pack, wanted) if pack.figures[id_].operator in TALLIED]
    tallies: dict[int, dict[str, Tally]] = {}
    for case in cases:
        for figure in parts:
            if case.kind not in Tally(figure).kinds or not counts(figure, case, pack, asof):
                continue
            for scope in (*case.ancestors, case.id):
                tallies.setdefault(scope, {}).setdefault(figure.id, Tally(figure)).take(case, pack, asof)
    found: dict[str, dict[int, Decimal | None]] = {id_: {} for id_ in wanted}
    beside = recorded or {}
    scopes = dict.fromkeys([*tallies, *(scope for of in beside.values() for scope in of)])
    for scope in scopes:
        values = _whole(pack, parts, tallies.get(scope, {}))
        values |= {name: of[scope] for name, of in beside.items() if scope in of}
        for id_ in wanted:
            found[id_][scope] = combine(pack, id_, values)
    return found


def recorded_by_case(pack: Pack, figures: Iterable[str], where: Where) -> dict[str, dict[int, Decimal | None]]:
    """Return the figures taken from records, of every case with a record at it or below it; one query for each such figure."""
    found: dict[str, dict[int, Decimal | None]] = {}
    for id_ in made_of(pack, figures):
        figure = pack.figures[id_]
        if figure.operator not in TALLIED or source_of(figure) in pack.kinds:
            continue
        gathered: dict[int, Gathered] = {}
        for case_id, ancestors, value, many in _told(pack, figure, where):
            for scope in (*ancestors, case_id):
                gathered.setdefault(scope, Gathered()).take([value] * many)
        found[id_] = {scope: one.value(figure) for scope, one in gathered.items()}
    return found


def _told(pack: Pack, figure: Figure, where: Where) -> Iterator[tuple[int, list[int], Any, int]]:
    """Yield for each record its case, what stands above that, what it tells, and of how many it speaks."""
    records = records_of(pack, figure, where)
    path = figure.of[0].partition(".")[2]
    alike = records.alike.get(path)
    rows = records.rows.annotate(
        told_=alike.by if alike is not None else F(records.column(path) if path else "pk"),
        unknown_=Case(When(alike.unknown, then=Value(True)), default=Value(False)) if alike else Value(False),
        many_=F(records.weight) if records.weight else Value(1),
    )
    names = (f"{records.case}_id", f"{records.case}__ancestors", "pk", "told_", "unknown_", "many_")
    for case_id, ancestors, pk, told, unknown, many in rows.values_list(*names):
        if unknown:
            yield from ((case_id, ancestors, f"#{pk}.{n}", 1) for n in range(many))
        else:
            yield case_id, ancestors, told, many if figure.operator == "count" else 1


def over_nothing(pack: Pack, figure: str) -> Decimal | None:
    """Return what a figure is where there is nothing to count: 0, or None for a rate or a mean."""
    parts = [pack.figures[id_] for id_ in made_of(pack, [figure]) if pack.figures[id_].operator in TALLIED]
    return combine(pack, figure, _whole(pack, parts, {}))


def made_of(pack: Pack, figures: Iterable[str]) -> tuple[str, ...]:
    """Return figures with all they are made of, each once."""
    found: dict[str, None] = {}
    waiting = list(figures)
    while waiting:
        id_ = waiting.pop(0)
        if id_ not in found:
            found[id_] = None
            waiting += [] if pack.figures[id_].operator in TALLIED else pack.figures[id_].of
    return tuple(found)


def kinds_of(pack: Pack, figures: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds whose cases figures are taken from, in the order of the pack."""
    parts = (pack.figures[id_] for id_ in made_of(pack, figures))
    counted = {of.partition(".")[0] for figure in parts if figure.operator in TALLIED for of in figure.of}
    return tuple(kind for kind in pack.kinds if kind in counted)


def _whole(pack: Pack, parts: Iterable[Figure], taken: Mapping[str, Tally]) -> Values:
    return {figure.id: (taken.get(figure.id) or Tally(figure)).value() for figure in parts}
