"""Ends of months: the days on which rounds are frozen."""

from __future__ import annotations

from datetime import date, timedelta


def month_end(day: date) -> date:
    """Return the last day of the month of a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of months from `first` to `last`, both included, in order."""
    found = []
    end = month_end(first)
    while end <= last:
        found.append(end)
        end = month_end(end + timedelta(days=1))
    return found
