"""The pages of meetings in a real browser: accessible, as narrow as the screen, and filled in with a phone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.agenda import add_item, build_agenda
from bihuan.loop.meetings.queries import attendance_of
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages.meeting_stories import called, decided, finding, held, opened_series
from tests.pages.stories import clock, later, today
from tests.people import SmallArea, actor

pytestmark = pytest.mark.browser


@pytest.fixture
def meeting(transactional_db: None, small_area: SmallArea, tmp_path: Path, settings: Settings) -> Case:
    """The second meeting of a series: the first was held and left a decision open."""
    settings.BIHUAN_HOME = tmp_path
    series = opened_series(small_area, clock(), first_on=later(7))
    first = called(small_area, series, today(), clock())
    decided(
        small_area,
        first,
        clock(),
        due=later(5),
        about=finding(small_area, later(4), "惠企政策兑现周期长，积压申请未兑付"),
    )
    held(small_area, first, today() - timedelta(days=1), clock(), leader="absent")
    second = called(small_area, series, later(3), clock())
    by = actor(small_area.people.office)
    build_agenda(meeting=second, by=by, at=clock())
    add_item(meeting=second, subject="通报上周督查情况", by=by, at=clock())
    return second


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_pages_of_meetings_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, meeting: Case, width: int, language: str
) -> None:
    series = meeting.number.rsplit("-", 1)[0]
    addresses = (
        "/meetings/", f"/meetings/series/{series}/", f"/meetings/series/{series}/call/", f"/meetings/{meeting.number}/",
        f"/meetings/{series}-001/", f"/meetings/{meeting.number}/conclude/", f"/meetings/{meeting.number}/attendance/",
        f"/meetings/{meeting.number}/sheet/",
    )  # fmt: skip
    for address in addresses:
        page = browse(small_area.people.office, address, width=width, language=language)
        assert_fits(page)
        if width != 320:
            assert_accessible(page)


def test_the_sheet_is_filled_in_on_a_phone_without_scripts(
    browse: Browse, small_area: SmallArea, meeting: Case
) -> None:
    page = browse(small_area.people.office, f"/meetings/{meeting.number}/attendance/", width=390, javascript=False)
    director = page.locator("fieldset", has_text="邱志远")
    director.get_by_label("出席", exact=True).check()
    director.get_by_label("主持", exact=True).check()
    page.get_by_role("button", name="保存签到表").click()
    page.wait_for_url(f"**/meetings/{meeting.number}/")
    assert [(row.presence, row.chaired) for row in attendance_of(meeting)] == [("present", True)]
