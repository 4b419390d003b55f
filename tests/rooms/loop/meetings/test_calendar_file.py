"""A meeting as an iCalendar file."""

from datetime import UTC, date, datetime, time

import pytest

from bihuan.loop.meetings.calendar_file import clock_of, ics_of
from bihuan.loop.meetings.queries import MeetingDay

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def meeting(clock: str = "15:00", *, cancelled: bool = False) -> MeetingDay:
    return MeetingDay("HJ-01-001", "推进会,第48周", date(2026, 11, 27), clock, "三楼会议室", AT, cancelled)


def lines(one: MeetingDay) -> list[str]:
    return ics_of(1, [one]).decode().split("\r\n")


def test_a_meeting_with_a_time_begins_then_and_lasts_two_hours() -> None:
    assert {"DTSTART:20261127T070000Z", "DTEND:20261127T090000Z"} <= set(lines(meeting()))


def test_a_meeting_whose_time_cannot_be_read_lasts_the_whole_day() -> None:
    assert {"DTSTART;VALUE=DATE:20261127", "DTEND;VALUE=DATE:20261128"} <= set(lines(meeting("会后")))


def test_a_cancelled_meeting_says_so() -> None:
    assert "STATUS:CANCELLED" in lines(meeting(cancelled=True))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("15:00", time(15)),
        ("上午9点半", time(9, 30)),
        ("下午3时", time(15)),
        ("晚上7：30", time(19, 30)),
        ("14时05分", time(14, 5)),
        ("25:00", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(typed: str, read: time | None) -> None:
    assert clock_of(typed) == read
