"""How people write periods in a table: 2026年10月, 2026-10, 2026年第4季度, 2026Q4, 2026年上半年, 2026年, 2026-10-05."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bihuan.loop.cases.periods import Period, period_of

_DAY: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:起的?一?周|周)?")
_WEEK: Final = re.compile(r"(\d{4})(?:-?W|年第)(\d{1,2})周?", re.IGNORECASE)
_MONTH: Final = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})月?(?:份)?")
_QUARTER: Final = re.compile(r"(\d{4})(?:-?Q|年第?)([1-4一二三四])(?:季度)?", re.IGNORECASE)
_HALF: Final = re.compile(r"(\d{4})(?:-?H([12])|年(上|下)半年)", re.IGNORECASE)
_YEAR: Final = re.compile(r"(\d{4})年?度?")
_NUMERALS: Final = "一二三四"


def period_named(every: str, typed: str) -> Period | None:
    """Return the period of a length that a text names, None where it names none. every: a word of the pack language."""
    text = "".join(typed.split())
    try:
        day = _first(every, text)
    except ValueError:  # a month 13, a week 60
        return None
    return period_of(every, day) if day is not None else None


def period_name(period: Period) -> str:
    """Return how a period is written in a template, so that `period_named` finds it again."""
    first = period.first
    match period.every:
        case "week":
            return first.isoformat()
        case "month":
            return f"{first.year}年{first.month}月"
        case "quarter":
            return f"{first.year}年第{(first.month + 2) // 3}季度"
        case "half_year":
            return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
    return f"{first.year}年"


def _first(every: str, text: str) -> date | None:
    if found := _DAY.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    match every:
        case "week":
            if found := _WEEK.fullmatch(text):
                return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        case "month":
            if found := _MONTH.fullmatch(text):
                return date(int(found[1]), int(found[2]), 1)
        case "quarter":
            if found := _QUARTER.fullmatch(text):
                return date(int(found[1]), 3 * _number(found[2]) - 2, 1)
        case "half_year":
            if found := _HALF.fullmatch(text):
                return date(int(found[1]), 1 if found[2] == "1" or found[3] == "上" else 7, 1)
        case "year":
            if found := _YEAR.fullmatch(text):
                return date(int(found[1]), 1, 1)
    return None


def _number(text: str) -> int:
    return _NUMERALS.index(text) + 1 if text in _NUMERALS else int(text)
