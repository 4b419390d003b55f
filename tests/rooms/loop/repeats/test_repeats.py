"""The next meeting of a series opens by itself, some days before its day, once in each period."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.models import Notice
from bihuan.loop.repeats import actions
from bihuan.loop.repeats.actions import open_repeats
from bihuan.loop.repeats.periods import first_from, period_id, period_in_words
from tests.pages.meeting_stories import opened_series
from tests.people import NOW, SmallArea, actor

FRIDAY = date(2026, 11, 27)


def night(small: SmallArea, day: date, at: datetime | None = None) -> int:
    at = at or datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=1)
    return open_repeats(Tonight(small.area.pk, day, at, lambda: None))


def meetings(small: SmallArea) -> list[Case]:
    return list(Case.objects.filter(area_id=small.area.pk, kind="meeting").order_by("id"))


def test_the_next_meeting_opens_as_many_days_before_as_the_series_says_and_once(small_area: SmallArea) -> None:
    opened_series(small_area, NOW, days_before=3)
    assert night(small_area, FRIDAY - timedelta(days=4)) == 0
    assert night(small_area, FRIDAY - timedelta(days=3)) == 1
    assert night(small_area, FRIDAY - timedelta(days=3)) == 0
    assert night(small_area, FRIDAY) == 0
    [meeting] = meetings(small_area)
    assert (meeting.due, meeting.subject) == (FRIDAY, "整改推进周例会（2026年第48周）")
    assert (meeting.leader_id, meeting.fields["clock"]) == (small_area.people.leader.pk, "15:00")
    told = Notice.objects.filter(area_id=small_area.area.pk, case_id=meeting.pk, kind="meeting")
    assert small_area.people.director.pk in set(told.values_list("person_id", flat=True))


def test_the_week_after_gets_its_own(small_area: SmallArea) -> None:
    opened_series(small_area, NOW, days_before=3)
    for day in range(4, 19):
        night(small_area, date(2026, 11, 20) + timedelta(days=day))
    assert [meeting.due for meeting in meetings(small_area)] == [FRIDAY, FRIDAY + timedelta(7), FRIDAY + timedelta(14)]


def test_a_night_that_is_made_up_opens_the_meeting_of_its_own_day(small_area: SmallArea) -> None:
    opened_series(small_area, NOW, days_before=3)
    at = datetime(2026, 11, 30, 1, tzinfo=UTC)
    assert night(small_area, FRIDAY - timedelta(days=1), at) == 1
    [meeting] = meetings(small_area)
    assert meeting.due == date(2026, 11, 30)


def test_a_series_that_has_ended_or_has_no_period_opens_nothing(small_area: SmallArea) -> None:
    ended = opened_series(small_area, NOW)
    by = actor(small_area.people.office)
    move_case(case=ended, move="finish", given={"reason": "任务完成"}, by=by, at=NOW)
    opened_series(small_area, NOW, "书记专题会议", every=None)
    opened_series(small_area, NOW, "不定期会议", first_on=None)
    assert night(small_area, FRIDAY) == 0


def test_one_that_cannot_be_opened_keeps_no_other_from_being_opened(
    small_area: SmallArea, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = opened_series(small_area, NOW, "书记专题会议")
    opened_series(small_area, NOW)

    def refusing(*, parent: Case, **given: Any) -> Case:
        if parent.pk == other.pk:
            raise Refused("办理人已离开", fields={"handler": "请另选经办人"})
        return open_case(parent=parent, **given)

    monkeypatch.setattr(actions, "open_case", refusing)

    assert night(small_area, FRIDAY) == 1
    assert [meeting.subject for meeting in meetings(small_area)] == ["整改推进周例会（2026年第48周）"]
    assert f"meeting under {other.number} was not opened: 办理人已离开 ('请另选经办人',)" in caplog.text


@pytest.mark.parametrize(
    ("start", "every", "day", "on"),
    [
        (date(2026, 1, 31), "month", date(2026, 2, 10), date(2026, 2, 28)),
        (date(2026, 1, 31), "month", date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 1, 15), "quarter", date(2026, 4, 16), date(2026, 7, 15)),
        (date(2024, 2, 29), "year", date(2026, 1, 1), date(2026, 2, 28)),
        (date(2026, 12, 28), "week", date(2026, 12, 30), date(2027, 1, 4)),
        (date(2026, 3, 1), "half_year", date(2026, 1, 1), date(2026, 3, 1)),
    ],
)
def test_a_series_keeps_its_day_where_the_period_has_one(start: date, every: str, day: date, on: date) -> None:
    assert first_from(start, every, day) == on


@pytest.mark.parametrize(
    ("every", "name", "said"),
    [
        ("week", "2026-W53", "2026年第53周"),
        ("month", "2027-01", "2027年1月"),
        ("quarter", "2027-Q1", "2027年第一季度"),
        ("half_year", "2027-H1", "2027年上半年"),
        ("year", "2027", "2027年"),
    ],
)
def test_a_period_has_a_name_for_the_machine_and_one_for_people(every: str, name: str, said: str) -> None:
    day = date(2027, 1, 1)
    assert (period_id(day, every), period_in_words(day, every)) == (name, said)


def test_what_is_counted_from_no_day_is_due_at_the_end_of_its_period(small_area: SmallArea) -> None:
    release_packs(at=NOW)
    people = small_area.people
    by = actor(people.administrator)
    set_desk_holder(pack="cadre", desk="office", person=people.clerk, heads_only=False, by=by, at=NOW)
    given = {"post_limit": 1, "trip_limit": 2}
    open_case(pack="cadre", kind="register", subject="干部监督台账", given=given, by=actor(people.clerk), at=NOW)
    assert night(small_area, date(2026, 12, 31)) == 0
    assert night(small_area, date(2027, 1, 1)) == 1
    [check] = Case.objects.filter(area_id=small_area.area.pk, kind="review")
    assert (check.due, check.subject) == (date(2027, 6, 30), "干部监督台账（2027年上半年）")
