"""A meeting as an iCalendar file, for the calendars people keep."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.meetings.queries import MeetingDay

LASTS: Final = timedelta(hours=2)  # nobody says how long a meeting lasts
_TIME: Final = re.compile(r"(上午|下午|晚上?)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2}|半)?")
_FOLD: Final = 75


def ics_of(meetings: Iterable[MeetingDay], *, host: str, at: datetime) -> bytes:
    """
    Return meetings as an iCalendar file.

    host: what makes the ids of the events unique. A meeting whose time cannot be read lasts the whole day.
    Source: RFC 5545.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bihuan//meetings//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for meeting in meetings:
        lines += event_of(meeting, host=host, at=at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def event_of(meeting: MeetingDay, *, host: str, at: datetime) -> list[str]:
    """Return the lines of one event, not folded yet."""
    begins = clock_of(meeting.clock)
    if begins is None:
        when = [f"DTSTART;VALUE=DATE:{meeting.on:%Y%m%d}", f"DTEND;VALUE=DATE:{meeting.on + timedelta(days=1):%Y%m%d}"]
    else:
        start = datetime.combine(meeting.on, begins, LEGAL_ZONE).astimezone(UTC)
        when = [f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + LASTS:%Y%m%dT%H%M%SZ}"]
    place = [f"LOCATION:{escaped(meeting.place)}"] if meeting.place else []
    return [
        "BEGIN:VEVENT",
        f"UID:{meeting.number}@{host}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"LAST-MODIFIED:{meeting.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        *when,
        f"SUMMARY:{escaped(meeting.subject)}",
        *place,
        f"STATUS:{'CANCELLED' if meeting.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def clock_of(typed: str) -> time | None:
    """Return the time of day in what somebody typed: “15:00”, “下午3时”, “上午9点半”; None where there is none."""
    found = _TIME.search(typed)
    if found is None:
        return None
    half, hour, minute = found.group(1) or "", int(found.group(2)), found.group(3) or "0"
    hour += 12 if half[:1] in {"下", "晚"} and hour < 12 else 0
    minutes = 30 if minute == "半" else int(minute)
    return time(hour, minutes) if hour < 24 and minutes < 60 else None


def escaped(text: str) -> str:
    """Return text as iCalendar writes it on one line."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line folded so that no part of it is longer than 75 bytes; no character is cut."""
    parts, size = [""], 0
    for character in line:
        length = len(character.encode())
        if size + length > _FOLD - (len(parts) > 1):
            parts.append("")
            size = 0
        parts[-1] += character
        size += length
    return "\r\n ".join(parts)
