"""Meetings as entries of calendars, for the files and feeds that people subscribe to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.ical import Entry, write_calendar
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.meetings.queries import MeetingDay, meetings_of
from bihuan.loop.notices.feeds import uid_of

LASTS: Final = timedelta(hours=2)  # nobody says how long a meeting lasts
BACK, AHEAD = timedelta(days=92), timedelta(days=366)
_TIME: Final = re.compile(r"(上午|下午|晚上?)?\s*(\d{1,2})\s*[:：时点]\s*(\d{1,2}|半)?")


def ics_of(area_id: int, meetings: Iterable[MeetingDay]) -> bytes:
    """Return meetings as an iCalendar file."""
    return write_calendar(entry_of(area_id, one) for one in meetings)


def meeting_entries(actor: Actor, day: date) -> Iterator[Entry]:
    """Return the meetings to which somebody is invited, from the last three months to a year ahead."""
    return (entry_of(actor.area_id, one) for one in meetings_of(actor, day - BACK, day + AHEAD))


def entry_of(area_id: int, meeting: MeetingDay) -> Entry:
    """Return a meeting as an entry; one whose time cannot be read lasts the whole day."""
    begins = clock_of(meeting.clock)
    starts = datetime.combine(meeting.on, begins, LEGAL_ZONE) if begins is not None else meeting.on
    return Entry(
        uid=uid_of(area_id, "meeting", meeting.number),
        title=meeting.subject,
        starts=starts,
        ends=starts + LASTS if begins is not None else None,
        changed=meeting.changed_at,
        place=meeting.place,
        cancelled=meeting.cancelled,
    )


def clock_of(typed: str) -> time | None:
    """Return the time of day in what somebody typed: “15:00”, “下午3时”, “上午9点半”; None where there is none."""
    found = _TIME.search(typed)
    if found is None:
        return None
    half, hour, minute = found.group(1) or "", int(found.group(2)), found.group(3) or "0"
    hour += 12 if half[:1] in {"下", "晚"} and hour < 12 else 0
    minutes = 30 if minute == "半" else int(minute)
    return time(hour, minutes) if hour < 24 and minutes < 60 else None
