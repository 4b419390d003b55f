"""A changed calendar: which due dates move is seen before, and stands in each trail after."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.accounts.models import OrganisationEvent
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.calendar import MONTHS_OF, SpecialDay, period_end
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.clocks.moving import move_dates, preview_calendar, recount_ladders
from bihuan.loop.clocks.years import enter_year, remove_year
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from bihuan.loop.warnings.queries import warnings_of
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


def test_a_calendar_that_moves_a_date_lifts_the_warnings_of_the_old_one_and_says_why(small_area: SmallArea) -> None:
    case, by = handed_out(small_area), actor(small_area.people.administrator)
    at = datetime.combine(receipt_due(case) + timedelta(days=4), time(2), UTC)  # late, and no night has passed since
    day = local_day(at)
    days = [SpecialDay(receipt_due(case) + timedelta(days=n), False, "临时放假") for n in range(20)]
    years = sorted({one.day.year for one in days})
    for year in years:
        enter_year(year=year, days=[one for one in days if one.day.year == year], by=by, at=at, reason="补记")
    rows = [row for row in warnings_of(case) if row.clock == "receipt" and row.due_on != receipt_due(case)]
    assert rows, "the missed night warned before the date moved"
    assert {(row.lifted_on, row.lifted_because) for row in rows} == {(day, "calendar")}
    assert verify(case=case).broken == []


def test_a_changed_ladder_loses_no_warning_of_a_night_that_was_missed(small_area: SmallArea) -> None:
    case, office = handed_out(small_area), actor(small_area.people.office)
    due = receipt_due(case)
    at = datetime.combine(due + timedelta(days=4), time(2), UTC)
    recount_ladders(area_id=case.area_id, pack=case.pack, case_id=None, by=office, at=at)
    late = [row for row in warnings_of(case) if row.clock == "receipt" and row.at > 0]
    assert [row.on <= local_day(at) for row in late] == [True] * len(late)
    assert late
    assert verify(case=case).broken == []
