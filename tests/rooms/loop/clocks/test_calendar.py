"""Deadlines in working days, days and months."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.loop.clocks.calendar import (
    CalendarGap,
    Deadline,
    SpecialDay,
    WorkCalendar,
    add_days,
    add_months,
    add_workdays,
    explain,
    put_off_to_workday,
    workdays_between,
)
from bihuan.loop.clocks.calendar_data import FOLDER, load_year, shipped_calendar

CALENDAR = shipped_calendar()
PUBLISHED = st.dates(date(2022, 1, 1), date(2026, 12, 31))
ANY_DAY = st.dates(date(2015, 1, 1), date(2035, 12, 31))
DAY = timedelta(days=1)


def counted_one_by_one(first: date, last: date) -> int:
    """Count as a person with a wall calendar does: every day after `first` up to and with `last`."""
    if last < first:
        return -counted_one_by_one(last, first)
    days = [first + n * DAY for n in range(1, (last - first).days + 1)]
    return sum(CALENDAR.is_worked_or_weekday(day) for day in days)


@given(PUBLISHED, PUBLISHED)
def test_working_days_between_two_days_are_those_one_counts_by_hand(first: date, last: date) -> None:
    assert workdays_between(first, last, calendar=CALENDAR) == counted_one_by_one(first, last)


@given(ANY_DAY, st.integers(-400, 400))
def test_adding_working_days_and_counting_them_agree(start: date, days: int) -> None:
    due = add_workdays(start, days, calendar=CALENDAR, gaps="weekends").on

    assert workdays_between(start, due, calendar=CALENDAR) == days


@given(ANY_DAY, st.integers(-400, 400).filter(bool))
def test_a_period_of_working_days_ends_on_a_working_day(start: date, days: int) -> None:
    due = add_workdays(start, days, calendar=CALENDAR, gaps="weekends").on

    assert CALENDAR.is_worked_or_weekday(due)


@given(ANY_DAY, st.integers(1, 60), st.integers(0, 60))
def test_a_longer_period_ends_later_and_a_later_start_never_earlier(start: date, days: int, later: int) -> None:
    due = add_workdays(start, days, calendar=CALENDAR, gaps="weekends").on

    assert due > start
    assert add_workdays(start, days + 1, calendar=CALENDAR, gaps="weekends").on > due
    assert add_workdays(start + later * DAY, days, calendar=CALENDAR, gaps="weekends").on >= due


@given(ANY_DAY, st.integers(1, 60), st.integers(1, 60))
def test_two_periods_one_after_the_other_are_one(start: date, first: int, second: int) -> None:
    middle = add_workdays(start, first, calendar=CALENDAR, gaps="weekends").on

    assert (
        add_workdays(middle, second, calendar=CALENDAR, gaps="weekends").on
        == add_workdays(start, first + second, calendar=CALENDAR, gaps="weekends").on
    )


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # 2026: days off 15 to 23 February; the Saturdays 14 and 28 February are worked.
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 13), 6, date(2026, 2, 28)),
        (date(2026, 2, 13), 7, date(2026, 3, 2)),
        # National Day 2026: 1 to 7 October; Sunday 20 September and Saturday 10 October are worked.
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        # 2025, over the turn of the year: 1 January is off.
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        # A triggering fact on a day off.
        (date(2026, 10, 3), 1, date(2026, 10, 8)),
        (date(2026, 10, 9), -1, date(2026, 10, 8)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 8), 0, date(2026, 10, 8)),
        # 20 working days, as for a request for information.
        (date(2026, 4, 20), 20, date(2026, 5, 20)),
    ],
)
def test_working_days_of_known_periods(start: date, days: int, due: date) -> None:
    assert add_workdays(start, days, calendar=CALENDAR) == Deadline(due)


def test_a_worked_saturday_counts_and_a_free_wednesday_does_not() -> None:
    assert CALENDAR.is_workday(date(2026, 2, 28))
    assert not CALENDAR.is_workday(date(2026, 2, 18))
    assert workdays_between(date(2026, 2, 27), date(2026, 2, 28), calendar=CALENDAR) == 1


def test_a_year_without_a_notice_is_refused_or_named() -> None:
    with pytest.raises(CalendarGap, match="2027") as gap:
        add_workdays(date(2026, 12, 30), 2, calendar=CALENDAR)
    assert gap.value.year == 2027
    with pytest.raises(CalendarGap):
        CALENDAR.is_workday(date(2027, 1, 1))
    with pytest.raises(CalendarGap):
        workdays_between(date(2026, 12, 30), date(2027, 1, 5), calendar=CALENDAR, gaps="raise")

    assert add_workdays(date(2026, 12, 30), 2, calendar=CALENDAR, gaps="weekends") == Deadline(
        date(2027, 1, 1), (2027,)
    )


def test_a_period_inside_the_published_years_is_certain_to_its_last_day() -> None:
    assert add_workdays(date(2026, 12, 30), 1, calendar=CALENDAR, gaps="weekends") == Deadline(date(2026, 12, 31))
    assert add_workdays(date(2021, 12, 31), 1, calendar=CALENDAR, gaps="weekends") == Deadline(date(2022, 1, 4))
    assert add_workdays(date(2022, 1, 1), -1, calendar=CALENDAR, gaps="weekends").uncertain == (2021,)


@given(ANY_DAY, st.integers(-4000, 4000))
def test_days_added_are_days_apart(start: date, days: int) -> None:
    assert (add_days(start, days) - start).days == days


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 15), 3, date(2026, 6, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 10), -1, date(2025, 12, 10)),
        (date(2026, 1, 10), 0, date(2026, 1, 10)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: date, months: int, due: date) -> None:
    assert add_months(start, months) == due


@given(ANY_DAY, st.integers(-200, 200))
def test_months_never_leave_their_month(start: date, months: int) -> None:
    due = add_months(start, months)

    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == start.day or (due.day < start.day and (due + DAY).day == 1)


def test_a_last_day_off_is_put_off_only_when_asked() -> None:
    assert put_off_to_workday(date(2026, 10, 1), calendar=CALENDAR) == Deadline(date(2026, 10, 8))
    assert put_off_to_workday(date(2026, 9, 30), calendar=CALENDAR) == Deadline(date(2026, 9, 30))
    assert put_off_to_workday(date(2027, 1, 2), calendar=CALENDAR, gaps="weekends") == Deadline(
        date(2027, 1, 4), (2027,)
    )
    with pytest.raises(CalendarGap):
        put_off_to_workday(date(2027, 1, 2), calendar=CALENDAR)


def test_a_period_is_explained_by_what_lies_in_it() -> None:
    told = explain(date(2026, 9, 17), date(2026, 9, 28), calendar=CALENDAR)

    assert (told.calendar_days, told.workdays, told.uncertain) == (11, 7, ())
    assert told.special == (
        SpecialDay(date(2026, 9, 20), True, "国庆节"),
        SpecialDay(date(2026, 9, 25), False, "中秋节"),
    )


def test_an_explanation_backwards_and_of_no_time_at_all() -> None:
    back = explain(date(2026, 10, 8), date(2026, 9, 30), calendar=CALENDAR)
    none = explain(date(2026, 10, 1), date(2026, 10, 1), calendar=CALENDAR)

    assert (back.calendar_days, back.workdays) == (-8, -1)
    assert [special.day.day for special in back.special] == [1, 2, 5, 6, 7]
    assert (none.calendar_days, none.workdays, none.special) == (0, 0, ())
    assert explain(date(2026, 12, 31), date(2027, 1, 4), calendar=CALENDAR).uncertain == (2027,)


def test_special_days_of_years_that_are_not_known_are_ignored() -> None:
    lone = WorkCalendar(frozenset({2026}), frozenset({date(2027, 1, 1)}), frozenset({date(2027, 1, 2)}))

    assert workdays_between(date(2026, 12, 31), date(2027, 1, 3), calendar=lone) == 1


@pytest.mark.parametrize(
    ("year", "worked", "granted"), [(2022, 7, 11), (2023, 7, 11), (2024, 8, 11), (2025, 5, 13), (2026, 6, 13)]
)
def test_a_shipped_year_gives_the_days_of_the_regulation_and_no_more(year: int, worked: int, granted: int) -> None:
    """全国年节及纪念日放假办法: eleven days a year, thirteen from 2025 on; all others are exchanged for weekends."""
    one = load_year((FOLDER / f"{year}.toml").read_text(encoding="utf-8"))

    assert len(one.make_up_days) == worked
    assert len(one.holidays) - len(one.make_up_days) == granted
    assert {day.weekday() for day in one.make_up_days} <= {5, 6}


def test_every_year_from_2022_to_2026_is_shipped() -> None:
    assert sorted(CALENDAR.years) == [2022, 2023, 2024, 2025, 2026]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("from = 2026-01-03\nto = 2026-01-01", "before it begins"),
        ("from = 2026-12-31\nto = 2027-01-01", "another year"),
        ("from = 2026-01-01\nto = 2026-01-03\nmake_up = [2026-01-05]", "no weekend day"),
        ("from = 2026-01-01\nto = 2026-01-03\nmake_up = [2026-01-03]", "no weekend day"),
    ],
)
def test_a_wrong_calendar_file_is_refused_with_its_day(line: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        load_year(f'year = 2026\n[[holiday]]\nname = "元旦"\n{line}\n')
