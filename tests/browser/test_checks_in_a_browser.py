"""Look-backs in a real browser: the plan with its draw, the check on site on a phone, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import checks_stories as told
from tests.pages import stories
from tests.pages.stories import address
from tests.people import SmallArea

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pictures of this run lie, for who wants to look."""
    return tmp_path_factory.mktemp("checks")


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_plans_and_checks_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, shots: Path, width: int, language: str
) -> None:
    finding = stories.struck_off(small_area)
    people = small_area.people
    planned = told.planned(small_area)
    plan = told.begun(small_area, told.drawn(small_area, check_list="群众是否知晓"))
    check = told.check_of(plan)
    visits = [("draw", people.office, f"/checks/{planned.pack}/{planned.number}/")]
    visits.append(("site", people.observer, address(check, "case_check")))
    for name, person, url in visits:
        page = browse(person, url, width=width, language=language)
        assert_accessible(page)
        assert_fits(page)
        page.screenshot(path=shots / f"{name}-{width}-{language}.png", full_page=True)
    told.refuted(small_area, told.reported(small_area, told.filled(small_area, check)))
    after = [("list", people.office, "/checks/"), ("plan", people.office, f"/checks/{plan.pack}/{plan.number}/")]
    after += [("closed", people.office, address(check, "case_check")), ("target", people.office, address(finding))]
    after += [("avoid", people.office, f"/checks/{plan.pack}/{plan.number}/avoid/")]
    for name, person, url in after:
        page = browse(person, url, width=width, language=language)
        assert_accessible(page)
        assert_fits(page)
        page.screenshot(path=shots / f"{name}-{width}-{language}.png", full_page=True)


def test_a_check_is_filled_in_on_a_phone_without_scripts(browse: Browse, small_area: SmallArea) -> None:
    stories.struck_off(small_area)
    check = told.check_of(told.begun(small_area, told.drawn(small_area)))
    page = browse(small_area.people.observer, address(check, "case_check"), width=390, language="zh")
    page.get_by_role("group", name="印发兑付管理办法").get_by_label("不属实").check()
    page.get_by_label("第1点说明").fill("办法没有印发")
    page.get_by_role("button", name="保存核查情况").click()
    expect(page.get_by_text("核查情况已保存")).to_be_visible()
    expect(page.get_by_label("第1点说明")).to_have_value("办法没有印发")
