"""What a list counts: its totals over exactly its rows, and figures of single rows; the definitions are those of the pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from bihuan.loop.asof.counting import Tally, counts
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.figures import combine
from bihuan.packspec.model import Figure, Pack
from bihuan.packspec.vocabulary import OPERATORS_ON_CASES

TALLIED: Final = frozenset(OPERATORS_ON_CASES)
Values = dict[str, Decimal | None]  # by figure
NOTHING: Final[Mapping[str, Decimal | None]] = {}


def figures_by_case(
    pack: Pack, figures: Iterable[str], cases: Iterable[CaseAt], asof: date
) -> dict[str, dict[int, Decimal | None]]:
    """
    Return figures of every case with something to count at it or below it, by figure and id of the case; one pass.

    cases: all of the kinds the figures are taken from (`kinds_of`), as they stood at the end of `asof`.
    What is missing in the answer is a figure over nothing.
    """
    wanted = tuple(figures)
    parts = [pack.figures[id_] for id_ in made_of(pack, wanted) if pack.figures[id_].operator in TALLIED]
    tallies: dict[int, dict[str, Tally]] = {}
    for case in cases:
        for figure in parts:
            if figure.of[0].partition(".")[0] != case.kind or not counts(figure, case, pack, asof):
                continue
            for scope in (*case.ancestors, case.id):
                tallies.setdefault(scope, {}).setdefault(figure.id, Tally(figure)).take(case, pack, asof)
    found: dict[str, dict[int, Decimal | None]] = {id_: {} for id_ in wanted}
    for scope, taken in tallies.items():
        values = _whole(pack, parts, taken)
        for id_ in wanted:
            found[id_][scope] = combine(pack, id_, values)
    return found


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
