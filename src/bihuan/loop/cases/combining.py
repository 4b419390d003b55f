"""Figures made of other figures: rates, differences, sums and products of what was counted."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, TypeAlias

from bihuan.packspec.model import Pack

HUNDRED: Final = Decimal(100)
Values: TypeAlias = dict[str, Decimal | None]


def combine(pack: Pack, figure: str, found: Values) -> Decimal | None:
    """Return a figure made of others, and keep it and those it is made of in `found`, which holds all that are counted."""
    if figure not in found:
        declared = pack.figures[figure]
        found[figure] = combined(declared.operator, [combine(pack, name, found) for name in declared.of])
    return found[figure]


def combined(operator: str, parts: Iterable[Decimal | None]) -> Decimal | None:
    """Return the value of rate, less, plus or times over values; None where one of them has none, or a rate is over nothing."""
    known = list(parts)
    values = [part for part in known if part is not None]
    if len(values) < len(known):
        return None
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
    raise ValueError(f"figure operator {operator!r} is made of nothing")
