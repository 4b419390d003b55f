"""The days of the story. It is told from one fixed day; whoever builds it later gets the same story, ending yesterday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from bihuan.loop.clocks.calendar import add_workdays, workdays_between
from bihuan.loop.clocks.calendar_data import shipped_calendar
from bihuan.loop.clocks.days import LEGAL_ZONE

TOLD_ON = date(2026, 11, 22)
LAST = date(2026, 11, 20)  # the last working day of the story
STANDS = timedelta(weeks=5)  # so long after TOLD_ON the story keeps its own days


@dataclass(frozen=True, slots=True)
class Days:
    """
    Turns days of the story into real ones. today: the day on which the demonstration is built.

    For some weeks the story stands where it was told, and what waits then waits longer. On any other day it is moved to end yesterday:
    what has happened keeps its distance in working days to the last working day before today, so that limits counted in
    working days end alike; what is still to come keeps its distance in days to today.
    """

    today: date

    @property
    def is_moved(self) -> bool:
        """Whether days of the story are others than those on which it was told."""
        return not timedelta() <= self.today - TOLD_ON <= STANDS

    def day(self, told: date) -> date:
        """Return the real day of a day of the story; for one that has passed it is a working day."""
        if not self.is_moved:
            return told
        return _real(self.today, told) if told <= LAST else self.today + (told - TOLD_ON)

    def printed(self, told: date) -> date:
        """Return the real day of one that a document names: moved by whole weeks, so that it mostly stays what it was."""
        return told + timedelta(weeks=(self.today - TOLD_ON).days // 7) if self.is_moved else told

    def iso(self, told: date) -> str:
        """Return the real day as ISO text."""
        return self.day(told).isoformat()

    def at(self, told: date, minutes: int) -> datetime:
        """Return an instant on the real day; minutes: after midnight."""
        return datetime.combine(self.day(told), time(minutes // 60, minutes % 60), LEGAL_ZONE)


@cache
def _real(today: date, told: date) -> date:
    calendar = shipped_calendar()
    last = today - timedelta(days=1)
    while not calendar.is_worked_or_weekday(last):
        last -= timedelta(days=1)
    back = workdays_between(told, LAST, calendar=calendar)
    return add_workdays(last, -back, calendar=calendar, gaps="weekends").on if back else last


def chance(seed: int) -> Random:
    """Return a source of chance that gives the same story every time."""
    return Random(seed)  # noqa: S311 - nothing secret comes from it


def office_minutes(rng: Random) -> int:
    """Return a minute of the day in office hours, the lunch break left out."""
    return rng.choice((rng.randint(8 * 60 + 40, 11 * 60 + 40), rng.randint(13 * 60 + 40, 17 * 60 + 10)))


def after(told: date, workdays: int) -> date:
    """Return the day of the story so many working days later (or earlier), at most the last."""
    if workdays == 0:
        return told
    return min(LAST, add_workdays(told, workdays, calendar=shipped_calendar(), gaps="weekends").on)
