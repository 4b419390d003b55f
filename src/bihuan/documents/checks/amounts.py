"""Counts with their units and the words in front of them, as the checks of sums and rates need them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bihuan.documents.text.money import NUMBER, UNIT, decimal_of, unit_of
from bihuan.documents.text.numerals import HAN_NUMERAL, whole_number

_AMOUNT = re.compile(
    rf"(?P<before>近|约|超过?|逾|不足|至少|以上)?(?:(?<![\d.])(?P<value>{NUMBER})(?P<more>余|多)?(?P<unit>{UNIT})"
    rf"|(?<!{HAN_NUMERAL})(?<![第几数])(?P<han>{HAN_NUMERAL}{{1,5}})(?P<persons>人次|人|名(?!义|单|额|称)|户))(?P<after>以上|以下|左右|多)?"
)
_SAME_UNIT = {"名": "人", "项": "个", "条": "个", "件": "个", "起": "个", "宗": "个", "例": "个"}
_NAME = re.compile(r"[\u4e00-\u9fff“”A-Za-z]{0,24}$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A count as printed. start, end: in the text it was read from; name: the words right before it; exact: not 余, 多, 近."""

    value: Decimal
    unit: str
    name: str
    start: int
    end: int
    exact: bool

    @property
    def counted_in(self) -> str:
        """Return the unit by which counts can be added: 名 and 人 are one, 个, 项, 条 and 件 too."""
        return _SAME_UNIT.get(self.unit, self.unit)


def amounts_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Amount]:
    """Yield the counts in a stretch of canonical text, in order."""
    for match in _AMOUNT.finditer(text, start, len(text) if end is None else end):
        name = _NAME.search(text, max(start, match.start() - 24), match.start())
        exact = not (match["before"] or match["more"] or match["after"])
        value = decimal_of(match["value"]) if match["value"] else _counted(match["han"])
        if value is None:
            continue
        yield Amount(
            value,
            unit_of(match["unit"] or match["persons"]),
            name[0] if name else "",
            match.start("value" if match["value"] else "han"),
            match.end(),
            exact and not re.search("[余多]", match["unit"] or ""),
        )


def _counted(numeral: str) -> Decimal | None:
    """Return a number of persons written in Han numerals, as old documents do."""
    value = whole_number(numeral)
    return Decimal(value) if value else None


def written(value: Decimal) -> str:
    """Return a number for a sentence, without trailing zeros."""
    return f"{value.normalize():f}" if value else "0"
