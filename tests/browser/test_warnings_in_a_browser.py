"""The register of warnings in a real browser: accessible, as narrow as the screen, filtered without a new page."""

from __future__ import annotations

import os
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from bihuan.loop.cases.actions import correct_case
from bihuan.loop.cases.models import Case
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.warnings.sweeping import warn_tonight
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import stories
from tests.people import SmallArea, actor

pytestmark = pytest.mark.browser


@pytest.fixture
def late(transactional_db: None, small_area: SmallArea, tmp_path: Path, settings: Settings) -> Case:
    """A finding warned of in every colour; the night of the last step came two days late, and one warning was lifted."""
    settings.BIHUAN_HOME = tmp_path
    case = stories.worked_on(small_area)
    for day, on in ((stories.later(70), 70), (stories.later(80), 80), (stories.later(91), 93)):
        at = datetime.combine(stories.later(on), time(2), UTC)
        warn_tonight(Tonight(small_area.area.pk, day, at, lambda: None))
    round_ = Case.objects.get(area_id=case.area_id, pk=case.root_id or 0)
    at = datetime.combine(stories.later(94), time(2), UTC)
    correct_case(case=round_, given={"plan_days": 250}, reason="笔误", by=actor(small_area.people.office), at=at)
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_register_and_the_case_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, late: Case, width: int, language: str
) -> None:
    for name, address in (("register", "/warnings/?standing=all"), ("case", stories.address(late))):
        page = browse(small_area.people.office, address, width=width, language=language)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{name}-{width}-{language}.png", full_page=True)
        assert_fits(page)
        if width != 320:
            assert_accessible(page)


def test_a_filter_changes_the_rows_and_the_address(browse: Browse, small_area: SmallArea, late: Case) -> None:
    page = browse(small_area.people.office, "/warnings/")
    page.select_option("#id_colour", "red")
    page.wait_for_url("**colour=red**")
    expect(page.locator("#rows")).not_to_contain_text("临期")
    expect(page.locator("#rows")).to_contain_text("超期")


def test_days_are_as_they_were_chosen(browse: Browse, small_area: SmallArea, late: Case) -> None:
    day = (stories.later(80) - timedelta(days=1)).isoformat()
    page = browse(small_area.people.office, f"/warnings/?standing=all&first={day}")
    expect(page.locator("#id_first")).to_have_value(day)
    expect(page.locator("#rows")).not_to_contain_text("提醒")
