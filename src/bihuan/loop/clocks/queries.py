"""What the clocks read: the area's calendar of working days."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db import connection

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.calendar_data import shipped_calendar
from bihuan.loop.clocks.models import ClockRun

# Every page and every move asks this, and mostly there is nothing: one statement, and none of it built anew each time.
_CALENDAR = (
    "SELECT year, NULL AS day, NULL AS worked, NULL AS name FROM loop_calendaryear WHERE area_id = %s"
    " UNION ALL SELECT NULL, day, worked, name FROM loop_calendarday WHERE area_id = %s ORDER BY year, day"
)


def calendar_of(area_id: int) -> WorkCalendar:
    """Return the area's calendar: what is shipped, and over it the years and days the area has entered itself."""
    with connection.cursor() as cursor:
        cursor.execute(_CALENDAR, [area_id, area_id])
        rows = cursor.fetchall()
    if not rows:
        return shipped_calendar()
    years = tuple(year for year, day, _, _ in rows if day is None)
    days = tuple((_as_date(day), bool(worked), name) for _, day, worked, name in rows if day is not None)
    return merged(years, days)


def _as_date(stored: date | str) -> date:
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


@lru_cache(maxsize=64)
def merged(years: tuple[int, ...], days: tuple[tuple[date, bool, str], ...]) -> WorkCalendar:
    """
    Return the shipped calendar with an area's own years and days (day, worked, name) laid over it.

    Kept by what it is made of: the rows are few, and a version beside them could be older than they are.
    """
    shipped = shipped_calendar()
    if not years and not days:
        return shipped
    off = frozenset(day for day, worked, _ in days if not worked)
    on = frozenset(day for day, worked, _ in days if worked)
    return WorkCalendar(
        shipped.years | frozenset(years),
        (shipped.holidays - on) | frozenset(day for day in off if day.weekday() < 5),
        (shipped.make_up_days - off) | frozenset(day for day in on if day.weekday() > 4),
        {**shipped.names, **{day: name for day, _, name in days}},
    )


def run_of(case: Case, clock: str) -> ClockRun | None:
    """Return what a clock of a case says in this round, None where it never began."""
    return ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn, clock=clock).first()
