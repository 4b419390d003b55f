"""Weeks, months, quarters, half-years and years: into which of them a day falls, and which came before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS_OF: Final = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """One period with its first and last day; `every` is a word of the pack language."""

    every: str
    first: date
    last: date


def period_of(every: str, day: date) -> Period:
    """Return the period into which a day falls. Raises ValueError for a word that is no period."""
    if every == "week":
        first = day - timedelta(days=day.weekday())
        return Period(every, first, first + timedelta(days=6))
    if every not in MONTHS_OF:
        raise ValueError(f"{every!r} is no period")
    months = MONTHS_OF[every]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(every, first, _months_later(first, months) - ONE_DAY)


def period_before(period: Period) -> Period:
    """Return the period before (上期)."""
    return period_of(period.every, period.first - ONE_DAY)


def year_before(period: Period) -> Period:
    """Return the same period of the year before (上年同期); of a week the one 52 weeks before."""
    if period.every == "week":
        return period_of("week", period.first - timedelta(weeks=52))
    return period_of(period.every, date(period.first.year - 1, period.first.month, 1))


def periods_up_to(every: str, day: date, number: int) -> list[Period]:
    """Return the last `number` periods up to the one into which a day falls, oldest first."""
    found = [period_of(every, day)]
    while len(found) < number:
        found.append(period_before(found[-1]))
    return found[::-1]


def over_until(every: str, day: date) -> Period:
    """Return the newest period whose last day is over when `day` begins."""
    return period_of(every, period_of(every, day).first - ONE_DAY)


def _months_later(day: date, months: int) -> date:
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, 1)
