"""The page of all systems, the board of one and its list fit a telephone and a desk, and everybody can read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import Settings

from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import stories
from tests.people import PACK, SmallArea

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_systems_fit_and_are_accessible(
    browse: Browse, small_area: SmallArea, width: int, language: str
) -> None:
    stories.worked_on(small_area)
    page = browse(small_area.people.office, width=width, language=language)
    for address in (
        reverse("systems"),
        reverse("system", args=[PACK]),
        reverse("system_list", args=[PACK, "problems"]),
    ):
        page.goto(address)
        assert_fits(page)
        assert_accessible(page)


def test_one_drills_down_from_all_systems_to_a_case(browse: Browse, small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    page = browse(small_area.people.leader, reverse("systems"))
    page.locator("main th a").first.click()
    expect(page).to_have_url(reverse("system", args=[PACK]))
    page.locator("main .system__main td a[href*='kind=finding']").first.click()
    page.get_by_role("link", name=case.subject).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(case.subject)
