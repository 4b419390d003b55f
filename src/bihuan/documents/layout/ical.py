"""
iCalendar files (RFC 5545): days and meetings that a calendar program subscribes to.

    write_calendar([Entry(uid="1@here", title="期限", starts=date(2026, 12, 20), changed=at)], name="闭环")
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

LINE: Final = 75  # octets of a line before it is folded (RFC 5545, 3.1)
PRODUCT: Final = "-//Bihuan//Bihuan//ZH"


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One thing in a calendar.

    uid: the same for ever, also when the date moves. starts: a date for a whole day, an aware instant for a meeting.
    ends: the end, not itself part of it; a whole day and an hour by default. changed: when it last changed, aware.
    cancelled: it was to be and will not be.
    """

    uid: str
    title: str
    starts: date | datetime
    changed: datetime
    ends: date | datetime | None = None
    text: str = ""
    place: str = ""
    url: str = ""
    cancelled: bool = False


def write_calendar(entries: Iterable[Entry], *, name: str = "") -> bytes:
    """Return an iCalendar file with these entries in their order; the same entries give the same bytes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) for line in lines).encode()


def _event(entry: Entry) -> list[str]:
    whole_day = not isinstance(entry.starts, datetime)
    ends = entry.ends or entry.starts + (timedelta(days=1) if whole_day else timedelta(hours=1))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_escaped(entry.uid)}",
        f"DTSTAMP:{_instant(entry.changed)}",
        f"LAST-MODIFIED:{_instant(entry.changed)}",
        _when("DTSTART", entry.starts),
        _when("DTEND", ends),
        f"SUMMARY:{_escaped(entry.title)}",
    ]
    lines += [f"DESCRIPTION:{_escaped(entry.text)}"] if entry.text else []
    lines += [f"LOCATION:{_escaped(entry.place)}"] if entry.place else []
    lines += [f"URL:{entry.url}"] if entry.url else []
    lines += ["STATUS:CANCELLED"] if entry.cancelled else []
    # A due date makes nobody busy; a meeting does.
    lines += ["TRANSP:TRANSPARENT"] if whole_day else []
    return [*lines, "END:VEVENT"]


def _when(name: str, value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"{name}:{_instant(value)}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Return text as RFC 5545, 3.3.11 wants it; control characters, which no program shows, are left out."""
    plain = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\n\t")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, never cut within a character."""
    pieces, length = [""], 0
    for char in line:
        size = len(char.encode())
        if length + size > LINE:
            pieces.append(" ")
            length = 1
        pieces[-1] += char
        length += size
    return "\r\n".join(pieces) + "\r\n"
