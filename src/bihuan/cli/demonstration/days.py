"""The days of the story. It is told from one fixed day; whoever builds it later gets the same story, moved to end yesterday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bihuan.loop.clocks.calendar import add_workdays
from bihuan.loop.clocks.calendar_data import shipped_calendar
from bihuan.loop.clocks.days import LEGAL_ZONE

TOLD_ON = date(2026, 11, 22)
LAST = date(2026, 11, 20)  # the last working day of the story
LONGEST_MINUTES = 17 * 60 + 20


@dataclass(frozen=True, slots=True)
class Days:
    """Turns days of the story into real ones. today: the day on which the demonstration is built."""

    today: date

    @property
    def moved(self) -> timedelta:
        """How far the story is moved."""
        return self.today - TOLD_ON

    def day(self, told: date) -> date:
        """Return the real day of a day of the story."""
        return told + self.moved

    def iso(self, told: date) -> str:
        """Return the real day as ISO text."""
        return self.day(told).isoformat()

    def at(self, told: date, minutes: int) -> datetime:
        """Return an instant on a real day, moved off the weekend but never past yesterday; minutes: after midnight."""
        day, yesterday = self.day(told), self.today - timedelta(days=1)
        while day.weekday() > 4 and day < yesterday:
            day += timedelta(days=1)
        return datetime.combine(min(day, yesterday), time(minutes // 60, minutes % 60), LEGAL_ZONE)


def office_minutes(rng: Random) -> int:
    """Return a minute of the day in office hours, the lunch break left out."""
    return rng.choice((rng.randint(8 * 60 + 40, 11 * 60 + 40), rng.randint(13 * 60 + 40, 17 * 60 + 10)))


def after(told: date, workdays: int) -> date:
    """Return the day of the story so many working days later (or earlier), at most the last."""
    if workdays == 0:
        return told
    return min(LAST, add_workdays(told, workdays, calendar=shipped_calendar(), gaps="weekends").on)
