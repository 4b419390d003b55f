"""The nights of the story: between two days of acts every night is passed, as the worker of a running area does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.loop.clocks.days import LEGAL_ZONE, local_day
from bihuan.loop.nightly.running import pass_night

AFTER_MIDNIGHT = time(0, 20)
ONE_DAY = timedelta(days=1)


@dataclass
class Nights:
    """Passes the nights of an area up to each day that is reached; passed: the last day whose night is over."""

    area_id: int
    passed: date | None = None

    def reach(self, day: date) -> None:
        """Pass every night after the last one up to a day, each at its own hour."""
        next_ = self.passed + ONE_DAY if self.passed is not None else day
        while next_ <= day:
            at = datetime.combine(next_, AFTER_MIDNIGHT, LEGAL_ZONE)
            pass_night(self.area_id, next_, now=lambda now=at: now)  # type: ignore[misc]
            next_ += ONE_DAY
        self.passed = max(day, self.passed or day)

    def seen(self, at: datetime) -> None:
        """Pass the nights before an act."""
        self.reach(local_day(at))
