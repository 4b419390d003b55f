"""Figures: every number with a unit, what it counts, which way it moved, and of when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bihuan.documents.blocks import Block, Place, SourceText

QuantityKind = Literal[
    "count", "persons", "person_times", "money", "percent", "points", "rank", "ratio", "duration", "measure"
]
Bound = Literal["", "at_least", "at_most"]
Direction = Literal["", "up", "down"]
Change = Literal["", "to", "by"]
Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    One figure as a text prints it.

    value: as printed before its unit (“7.132万元” → 7.132); None where the digits were lost, or where none were written (“数十人”, then `approx`).
    unit: as printed without 余 and 多: 人, 人次, 个, 项, 万元, %, 个百分点, 名 …
    kind: "persons" and "person_times" are told apart by the unit; "points" are percentage points; "rank" is a place in an order
        (`第3名`), `change` "by" on a rank is a number of places; "measure" is a physical size (吨, 亩, 米); "duration" a length of time.
    what: the noun it counts (“问题”, “整改措施”, “党纪处分”), "" where unknown.
    approx: 余, 多, 近, 约, 数十, 左右. bound: "at_least" (以上, 不少于, 超过), "at_most" (以内, 不超过, 前三).
    direction, change: `提高到90%` is up, to; `下降1.3个百分点` is down, by. against: 同比, 环比, 较2022年 as written, else "".
    period: first and last day the figure is of, None where the text does not say; as_of: the 截至 day of its sentence.
    yuan: a sum of money in yuan, None for anything else. sentence: number of its sentence within its block, from 0.
    """

    value: Decimal | None
    unit: str
    kind: QuantityKind
    what: str
    place: Place
    approx: bool = False
    bound: Bound = ""
    direction: Direction = ""
    change: Change = ""
    against: str = ""
    period: Period | None = None
    as_of: date | None = None
    yuan: Decimal | None = None
    sentence: int = 0

    @property
    def lost(self) -> bool:
        """Whether the digits stood there once and are gone."""
        return self.value is None and not self.approx


def quantities_in(source: SourceText | Sequence[Block]) -> tuple[Quantity, ...]:
    """Return every figure of a text, in reading order."""
    raise NotImplementedError
