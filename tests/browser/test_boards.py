"""The desk, the boards, packs, messages and the search as a browser sees them, in both languages and widths."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import board_stories
from tests.pages.board_stories import Board, overdue
from tests.people import SmallArea

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def board(transactional_db: None, small_area: SmallArea) -> Board:
    built = board_stories.board(small_area)
    overdue(built.working)
    return built


def board_address(board: Board) -> str:
    return reverse("round", kwargs={"pack": board.round.pack, "number": board.round.number})


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page where BIHUAN_PICTURES names a folder."""
    folder = os.environ.get("BIHUAN_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_every_board_is_accessible_and_fits(
    browse: Browse, small_area: SmallArea, board: Board, width: int, language: str
) -> None:
    page = browse(small_area.people.office, width=width, language=language)
    addresses = {
        "home": reverse("home"),
        "rounds": reverse("rounds"),
        "round": board_address(board),
        "packs": reverse("packs"),
        "pack": reverse("pack", args=[board.round.pack]),
        "search": reverse("search") + "?q=兑付",
        "notices": reverse("notices"),
    }
    for name, address in addresses.items():
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
        keep_picture(page, f"{name}-{width}-{language}")


def test_every_board_fits_the_smallest_phone(browse: Browse, small_area: SmallArea, board: Board) -> None:
    page = browse(small_area.people.office, width=320)
    for address in (reverse("home"), reverse("rounds"), board_address(board), reverse("packs"), reverse("notices")):
        page.goto(address)
        assert_fits(page)


def test_an_administrator_begins_at_an_accessible_desk(browse: Browse, small_area: SmallArea, board: Board) -> None:
    page = browse(small_area.people.administrator, reverse("home"))
    assert_accessible(page)
    assert_fits(page)


def test_the_weeks_are_drawn_from_their_table(browse: Browse, small_area: SmallArea, board: Board) -> None:
    page = browse(small_area.people.office, board_address(board))
    expect(page.locator("#weeks svg")).to_be_visible()
    expect(page.locator("#weeks")).to_contain_text("已销号 1")


def test_the_weeks_are_a_table_without_scripts(browse: Browse, small_area: SmallArea, board: Board) -> None:
    page = browse(small_area.people.office, board_address(board), javascript=False)
    expect(page.locator(".chart-twin table")).to_be_visible()
    expect(page.locator("#weeks")).to_be_hidden()


def test_a_finding_opens_into_its_measures_in_place(browse: Browse, small_area: SmallArea, board: Board) -> None:
    page = browse(small_area.people.office, board_address(board))
    page.locator("details.find summary").first.click()
    row = page.get_by_role("link", name=board.working.subject)
    expect(row.last).to_be_visible()
    assert_accessible(page)


def test_one_searches_with_the_keyboard_from_any_page(browse: Browse, small_area: SmallArea, board: Board) -> None:
    page = browse(small_area.people.office, reverse("home"))
    page.keyboard.press("/")
    page.keyboard.type("专窗")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=board.done.number)).to_be_visible()


def test_a_day_of_the_strip_leads_to_what_ends_on_it(browse: Browse, small_area: SmallArea, board: Board) -> None:
    page = browse(small_area.people.lead_clerk, reverse("home"))
    day = page.locator(".due-strip a").first
    target = day.get_attribute("href") or ""
    assert target.startswith("#until-")
    day.click()
    expect(page.locator(target)).to_be_visible()
