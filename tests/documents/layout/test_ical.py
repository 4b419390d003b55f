"""Calendars as RFC 5545 writes them, read back by a library that calendar programs are built on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.layout.ical import Entry, write_calendar

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
# What a line may hold: no control characters, and no halves of characters.
TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n"), max_size=300)


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).events)


def test_a_due_date_is_a_whole_day_on_which_nobody_is_busy() -> None:
    (event,) = events(write_calendar([Entry("1@here", "到期", date(2026, 12, 20), AT)]))
    assert event.decoded("DTSTART") == date(2026, 12, 20)
    assert event.decoded("DTEND") == date(2026, 12, 21)
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_meeting_has_its_hours_and_its_place() -> None:
    meeting = Entry("2@here", "调度会", AT, AT, ends=AT + timedelta(hours=2), place="三楼会议室", cancelled=True)
    (event,) = events(write_calendar([meeting]))
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (AT, AT + timedelta(hours=2))
    assert (event["LOCATION"], event["STATUS"]) == ("三楼会议室", "CANCELLED")


@given(TEXT, TEXT)
def test_any_text_comes_back_as_it_was(title: str, text: str) -> None:
    (event,) = events(write_calendar([Entry("1@here", title, date(2026, 12, 20), AT, text=text)]))
    assert str(event["SUMMARY"]) == title
    assert str(event.get("DESCRIPTION", "")) == text


@given(TEXT)
def test_no_line_is_longer_than_75_octets_or_cut_within_a_character(title: str) -> None:
    data = write_calendar([Entry("1@here", title, date(2026, 12, 20), AT)], name=title)
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # raises where a character was cut


def test_the_same_entries_give_the_same_bytes() -> None:
    entries = [Entry("1@here", "到期", date(2026, 12, 20), AT)]
    assert write_calendar(entries) == write_calendar(entries)
