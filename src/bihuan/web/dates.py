"""Dates as an official writes them, in both languages."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language

WEEKDAYS = {"zh": tuple("一二三四五六日"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _legal(value: date) -> date:
    # An instant is a date to Python; its day is the one in the legal time of the area.
    return timezone.localtime(value) if isinstance(value, datetime) else value


def day(value: date) -> str:
    """Return 11月20日 or 20 Nov; of an aware instant its day in the legal time of the area."""
    value = _legal(value)
    return f"{value.month}月{value.day}日" if _chinese() else f"{value.day} {MONTHS[value.month - 1]}"


def full_day(value: date) -> str:
    """Return 2026年11月20日 or 20 Nov 2026."""
    value = _legal(value)
    return f"{value.year}年{day(value)}" if _chinese() else f"{day(value)} {value.year}"


def weekday(value: date) -> str:
    """Return 星期五 or Fri."""
    return f"星期{weekday_short(value)}" if _chinese() else weekday_short(value)


def weekday_short(value: date) -> str:
    """Return 五 or Fri."""
    return WEEKDAYS["zh" if _chinese() else "en"][value.weekday()]


def moment(value: datetime) -> str:
    """Return month, day and time of an aware instant in the legal time of the area: 11-20 15:20."""
    return timezone.localtime(value).strftime("%m-%d %H:%M")


def iso_moment(value: datetime) -> str:
    """Return 2026-11-20 15:20 in the legal time of the area."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
