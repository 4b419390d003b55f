"""From instants to the legal day."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")


def local_day(at: datetime) -> date:
    """Return the legal day of an aware instant: deadlines are dates in Beijing time."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(LEGAL_ZONE).date()
