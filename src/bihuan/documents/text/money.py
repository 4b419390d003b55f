"""Numbers with their units as official texts print them."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = r"\d{1,3}(?:[，,]\d{3}){1,5}(?:\.\d{1,6})?|\d{1,12}(?:\.\d{1,6})?"
UNIT = (
    r"(?:万|亿|千万|百万)?(?:余|多)?(?:元|人次|户次|家次|人|名|件次|件|项|个"
    r"|条|份|次|起|场|期|批次|批|家|户|处|篇|例|宗|台|辆|间|套|亩|平方米|公里|%)"
)


def decimal_of(written: str) -> Decimal:
    """Return the value of a number as printed, with or without thousands separators."""
    return Decimal(written.replace("，", "").replace(",", ""))


def unit_of(written: str) -> str:
    """Return a unit without the words that make it approximate (`余人` → `人`)."""
    return re.sub("[余多]", "", written)
