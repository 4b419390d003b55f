"""When a message goes out, and when it is tried again: plain arithmetic on instants."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from bihuan.loop.clocks.days import LEGAL_ZONE

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=4)
MOST_TRIES: Final = 20  # one minute, four, sixteen, an hour, then every four hours: three days
SPREAD: Final = (
    0.2  # a pause is up to a fifth shorter or longer, so that a thousand messages do not come back in one second
)


def after_quiet(at: datetime, quiet_from: int, quiet_until: int) -> datetime:
    """
    Return the first instant from `at` on that lies outside of the quiet hours.

    quiet_from, quiet_until: whole hours of Beijing time, the second not quiet itself; equal hours mean no quiet at all.
    """
    local = at.astimezone(LEGAL_ZONE)
    hour = local.hour
    over_midnight = quiet_from > quiet_until
    quiet = (hour >= quiet_from or hour < quiet_until) if over_midnight else quiet_from <= hour < quiet_until
    if not quiet:
        return at
    day = local + timedelta(days=1) if over_midnight and hour >= quiet_from else local
    return day.replace(hour=quiet_until, minute=0, second=0, microsecond=0).astimezone(at.tzinfo)


def next_digest(at: datetime, hour: int) -> datetime:
    """Return the next instant after `at` at which the clock in Beijing shows this full hour."""
    local = at.astimezone(LEGAL_ZONE)
    today = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return (today if today > local else today + timedelta(days=1)).astimezone(at.tzinfo)


def pause_after(tries: int, seed: int) -> timedelta:
    """
    Return how long to wait after the last of `tries` tries failed: four times as long each time, up to LONGEST_PAUSE.

    seed: what is tried; two of them wait differently long, the same one always equally long.
    """
    times = int(4 ** min(max(tries, 1) - 1, 10))
    grown = min(FIRST_PAUSE * times, LONGEST_PAUSE)
    drawn = int.from_bytes(sha256(f"{seed}:{tries}".encode()).digest()[:4], "big") / 2**32
    return grown * (1 - SPREAD + 2 * SPREAD * drawn)
