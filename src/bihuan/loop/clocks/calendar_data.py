"""The holiday calendars that are shipped: one TOML file a year, as the notice of that year says it. No Django."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from bihuan.loop.clocks.calendar import WorkCalendar

FOLDER: Final = Path(__file__).resolve().parents[2] / "packs" / "calendars"


def load_year(text: str) -> WorkCalendar:
    """
    Return the calendar of one year.

    text: TOML with `year` and `[[holiday]]` tables of `name`, `from`, `to` and `make_up`, a list of days worked.
    Raises ValueError for a day of another year, a make-up day on a weekday, or a period that ends before it begins.
    """
    data = tomllib.loads(text)
    year: int = data["year"]
    off: dict[date, str] = {}
    worked: dict[date, str] = {}
    for holiday in data["holiday"]:
        first, last, name = holiday["from"], holiday["to"], str(holiday["name"])
        if last < first:
            raise ValueError(f"{year}: {name} ends on {last}, before it begins")
        off |= {first + timedelta(days=n): name for n in range((last - first).days + 1)}
        worked |= dict.fromkeys(holiday.get("make_up", ()), name)
    for day in (*off, *worked):
        if day.year != year:
            raise ValueError(f"{year}: {day} is in another year")
    for day in worked:
        if day.weekday() < 5 or day in off:
            raise ValueError(f"{year}: {day} is worked for {worked[day]}, but it is no weekend day")
    weekdays = frozenset(day for day in off if day.weekday() < 5)
    return WorkCalendar(frozenset({year}), weekdays, frozenset(worked), off | worked)


@cache
def shipped_calendar() -> WorkCalendar:
    """Return all shipped years as one calendar. Source: 国务院办公厅关于部分节假日安排的通知, year by year."""
    years = [load_year(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))]
    return WorkCalendar(
        frozenset().union(*(one.years for one in years)),
        frozenset().union(*(one.holidays for one in years)),
        frozenset().union(*(one.make_up_days for one in years)),
        {day: name for one in years for day, name in one.names.items()},
    )
