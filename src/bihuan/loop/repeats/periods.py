"""Periods of the calendar: which one a day lies in, and the day of a series in each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bihuan.loop.clocks.calendar import add_months

MONTHS: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_NUMERALS: Final = "一二三四"


def period_id(day: date, every: str) -> str:
    """Return the id of the period a day lies in: `2026-W48`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`."""
    match every:
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{day.year}-{day.month:02}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "half_year":
            return f"{day.year}-H{1 if day.month <= 6 else 2}"
    return str(day.year)


def period_in_words(day: date, every: str) -> str:
    """Return how a period is called in the subject of its case, in Chinese as official papers write it."""
    match every:
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}年第{week}周"
        case "month":
            return f"{day.year}年{day.month}月"
        case "quarter":
            return f"{day.year}年第{_NUMERALS[(day.month - 1) // 3]}季度"
        case "half_year":
            return f"{day.year}年{'上' if day.month <= 6 else '下'}半年"
    return f"{day.year}年"


def days_of(start: date, every: str) -> Iterator[date]:
    """
    Yield the days of a series without end, the first on `start`, one in each period.

    A 31st falls on the last day of shorter months, and is the 31st again where there is one.
    """
    n = 0
    while True:
        yield start + timedelta(weeks=n) if every == "week" else add_months(start, n * MONTHS[every])
        n += 1


def first_from(start: date, every: str, day: date) -> date:
    """Return the first day of a series that does not lie before `day`."""
    for found in days_of(start, every):
        if found >= day:
            return found
    raise AssertionError("a series has no end")  # pragma: no cover
