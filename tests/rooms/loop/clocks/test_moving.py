"""A changed calendar: which due dates move is seen before, and stands in each trail after."""

from __future__ import annotations

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.accounts.models import OrganisationEvent
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.calendar import MONTHS_OF, SpecialDay, period_end
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.clocks.moving import move_dates, preview_calendar
from bihuan.loop.clocks.years import enter_year, remove_year
from bihuan.loop.trail.models import Event
from tests.pages.stories import clock, handed_out
from tests.people import SmallArea, actor

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


@given(DAYS, st.sampled_from(sorted(MONTHS_OF)), st.integers(1, 30))
def test_the_end_of_a_period_is_the_last_day_of_a_month_and_later_counts_end_later(
    start: date, unit: str, count: int
) -> None:
    end = period_end(start, unit, count)
    assert (end + timedelta(days=1)).day == 1
    assert end >= start
    assert end.month % MONTHS_OF[unit] == 0
    assert period_end(start, unit, count + 1) > end
    assert period_end(end, unit, 1) == end


def test_the_first_end_is_that_of_the_period_it_begins_in() -> None:
    assert period_end(date(2026, 2, 3), "month_end", 1) == date(2026, 2, 28)
    assert period_end(date(2026, 11, 20), "quarter_end", 1) == date(2026, 12, 31)
    assert period_end(date(2026, 11, 20), "quarter_end", 2) == date(2027, 3, 31)
    assert period_end(date(2026, 1, 1), "year_end", 1) == date(2026, 12, 31)


def receipt_due(case: Case) -> date:
    return ClockRun.objects.get(area_id=case.area_id, case_id=case.pk, clock="receipt").due_on


def free_days(day: date) -> list[SpecialDay]:
    """The two weeks after a day, as far as its year goes, are free."""
    days = [day + timedelta(days=n) for n in range(1, 15)]
    return [SpecialDay(one, False, "临时放假") for one in days if one.year == day.year]


def test_the_preview_says_what_moves_and_changes_nothing(small_area: SmallArea) -> None:
    case, today = handed_out(small_area), local_day(clock())
    before = receipt_due(case)
    seen = preview_calendar(area_id=case.area_id, year=today.year, days=free_days(today), day=today)
    moved = [one for one in seen.moved if one.number == case.number]
    assert [(one.clock, one.old) for one in moved] == [("receipt", before)]
    assert moved[0].new > before
    assert receipt_due(case) == before


def test_what_was_seen_happens_and_stands_in_the_trail_with_its_reason(small_area: SmallArea) -> None:
    case, today, by = handed_out(small_area), local_day(clock()), actor(small_area.people.administrator)
    before, days = receipt_due(case), free_days(today)
    seen = preview_calendar(area_id=case.area_id, year=today.year, days=days, day=today)
    assert enter_year(year=today.year, days=days, by=by, at=clock(), reason="云湖办〔2026〕9号") is None
    new = next(one.new for one in seen.moved if one.number == case.number)
    assert receipt_due(case) == new
    event = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("-seq").first()
    assert event is not None
    body = json.loads(event.record)["body"]
    assert (event.verb, body["reason"]) == ("due_moved", "云湖办〔2026〕9号")
    assert body["dates"][0] | {"over": False} == {
        "clock": "receipt",
        "old": before.isoformat(),
        "new": new.isoformat(),
        "over": False,
    }
    assert Case.objects.get(area_id=case.area_id, pk=case.pk).runs_until == new


def test_moving_again_moves_nothing_and_taking_the_year_back_moves_back(small_area: SmallArea) -> None:
    case, today, by = handed_out(small_area), local_day(clock()), actor(small_area.people.administrator)
    before = receipt_due(case)
    enter_year(year=today.year, days=free_days(today), by=by, at=clock())
    events = Event.objects.filter(area_id=case.area_id).count()
    assert move_dates(area_id=case.area_id, year=today.year, reason="再算", by=by, at=clock()) == 0
    assert Event.objects.filter(area_id=case.area_id).count() == events
    remove_year(year=today.year, by=by, at=clock())
    assert receipt_due(case) == before
    assert OrganisationEvent.objects.filter(verb="calendar_removed").exists()
