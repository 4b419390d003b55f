"""Dates on pages are those of the area's legal time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import translation

from bihuan.web.dates import day, full_day, moment

LATE_IN_UTC = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)  # two in the morning of the next day in Shanghai


def test_the_day_of_an_instant_is_the_day_in_the_area() -> None:
    with translation.override("zh-hans"):
        assert (day(LATE_IN_UTC), full_day(LATE_IN_UTC)) == ("1月1日", "2027年1月1日")
    with translation.override("en"):
        assert (day(LATE_IN_UTC), full_day(LATE_IN_UTC)) == ("1 Jan", "1 Jan 2027")
    assert moment(LATE_IN_UTC) == "01-01 02:00"


def test_a_date_stays_as_it_is() -> None:
    with translation.override("zh-hans"):
        assert full_day(date(2026, 11, 20)) == "2026年11月20日"
