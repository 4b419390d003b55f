"""An area lays its own days over the shipped calendar."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.accounts.models import Area
from bihuan.loop.clocks.calendar_data import shipped_calendar
from bihuan.loop.clocks.models import CalendarDay, CalendarYear
from bihuan.loop.clocks.queries import calendar_of


@pytest.fixture
def area(db: None) -> Area:
    return Area.objects.create(code="yunhu", name="云湖新区")


def test_an_area_without_days_of_its_own_has_the_shipped_calendar(area: Area) -> None:
    assert calendar_of(area.pk) is shipped_calendar()


def test_days_of_the_area_come_first(area: Area) -> None:
    CalendarDay.objects.create(area=area, day=date(2026, 11, 23), worked=False, name="建区纪念日")
    CalendarDay.objects.create(area=area, day=date(2026, 10, 1), worked=True, name="值守")
    CalendarDay.objects.create(area=area, day=date(2026, 11, 28), worked=True)
    CalendarDay.objects.create(area=area, day=date(2026, 10, 10), worked=False)

    calendar = calendar_of(area.pk)

    days = (date(2026, 11, 23), date(2026, 10, 1), date(2026, 11, 28), date(2026, 10, 10), date(2026, 10, 2))
    assert [calendar.is_workday(day) for day in days] == [False, True, True, False, False]
    assert calendar.names[date(2026, 11, 23)] == "建区纪念日"


def test_a_year_entered_by_the_area_is_known(area: Area) -> None:
    CalendarYear.objects.create(area=area, year=2027)
    CalendarDay.objects.create(area=area, day=date(2027, 1, 1), worked=False, name="元旦")

    calendar = calendar_of(area.pk)

    assert 2027 in calendar.years
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 4))


def test_a_change_in_place_and_a_removal_count_at_once(area: Area) -> None:
    day = CalendarDay.objects.create(area=area, day=date(2026, 11, 23), worked=False)
    assert not calendar_of(area.pk).is_workday(day.day)

    CalendarDay.objects.filter(area=area, pk=day.pk).update(worked=True)
    assert calendar_of(area.pk).is_workday(day.day)

    CalendarDay.objects.filter(area=area, pk=day.pk).delete()
    assert calendar_of(area.pk) is shipped_calendar()


def test_days_of_one_area_do_not_count_in_another(area: Area) -> None:
    other = Area.objects.create(code="wangjiang", name="望江新区")
    CalendarDay.objects.create(area=other, day=date(2026, 11, 23), worked=False)

    assert calendar_of(area.pk).is_workday(date(2026, 11, 23))
