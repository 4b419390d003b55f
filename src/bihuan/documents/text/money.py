"""Numbers with their units as official texts print them."""

from __future__ import annotations

import re
from decimal import Decimal

from bihuan.documents.text.numerals import number

NUMBER = r"\d{1,3}(?:[，,]\d{3}){1,5}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
HAN_COUNT = (
    r"(?<![第零一二三四五六七八九十百千万])(?:[二三四五六七八九十百两廿]|一(?=[十百千万]))"
    r"[零一二三四五六七八九十百千]*(?:万[零一二三四五六七八九十百千]+)?"
)
UNIT = (
    r"(?:万|亿|千万|百万)?(?:余|多)?(?:元|人次|户次|家次|人|名|件次|件|项|个"
    r"|条|份|次|起|场|期|批次|批|家|户|处|篇|例|宗|台|辆|间|套|亩|平方米|公里|%)"
)


def decimal_of(written: str) -> Decimal:
    """
    Return the value of a number as printed in Arabic or Chinese digits, with or without thousands separators.

    Raises ValueError if it is no number.
    """
    if written[0] > "9":
        value = number(written)
        if value is None:
            raise ValueError(f"no number: {written!r}")
        return value
    return Decimal(written.replace("，", "").replace(",", ""))


def unit_of(written: str) -> str:
    """Return a unit without the words that make it approximate (`余人` → `人`)."""
    return re.sub("[余多]", "", written)
