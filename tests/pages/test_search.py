"""The search box: numbers jump, words find cases of every kind, units and people too; nothing out of sight is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.accounts.models import Person
from tests.pages import board_stories, stories
from tests.pages.board_stories import Board
from tests.people import SmallArea, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def board(small_area: SmallArea) -> Board:
    return board_stories.board(small_area)


def found(person: Person, typed: str) -> str:
    page = browser_of(person).get(reverse("search"), {"q": typed}).text
    return re.sub(r"</?b>", "", page[page.index("<main") :])


def test_two_characters_find_cases_of_every_kind(small_area: SmallArea, board: Board) -> None:
    page = found(small_area.people.office, "兑付")
    for case in (board.handed, board.working, board.review, board.done):
        assert case.subject in page
    assert "清点积压申请" not in page
    finding = found(small_area.people.office, "兑现")
    assert board.finding.subject in finding
    assert "反馈问题" in finding


def test_each_of_several_words_must_occur(small_area: SmallArea, board: Board) -> None:
    page = found(small_area.people.office, "兑付 专窗")
    assert board.done.subject in page
    assert board.working.subject not in page


def test_a_number_leads_straight_to_its_case(small_area: SmallArea, board: Board) -> None:
    answer = browser_of(small_area.people.office).get(reverse("search"), {"q": f" {board.finding.number} "})
    assert answer.status_code == 302
    assert answer.headers["Location"] == stories.address(board.finding)


def test_a_number_out_of_sight_leads_nowhere(small_area: SmallArea, board: Board) -> None:
    answer = browser_of(small_area.people.stranger).get(reverse("search"), {"q": board.finding.number})
    assert answer.status_code == 200
    assert board.finding.subject not in answer.text


def test_nothing_out_of_sight_is_found_or_counted(small_area: SmallArea, board: Board) -> None:
    page = found(small_area.people.clerk, "兑付")
    assert board.working.subject in page
    assert board.handed.subject not in page
    assert "3个事项" in page
    assert "您能看的范围里没有含有“兑付”的内容。" in found(small_area.people.stranger, "兑付")


def test_units_and_people_are_found_by_name_and_pinyin(small_area: SmallArea, board: Board) -> None:
    housing = small_area.units.housing
    for typed in ("住建", "zhujianju"):
        page = found(small_area.people.office, typed)
        assert f'<a href="/ledger/?kind=measure&amp;unit={housing.pk}">{housing.name}</a>' in page
    assert "住房和城乡建设局 经办人" in found(small_area.people.office, "邱小满")


def test_an_administrator_is_led_to_the_pages_of_units_and_people(small_area: SmallArea) -> None:
    page = found(small_area.people.administrator, "邱志远")
    assert reverse("person", args=[small_area.people.director.pk]) in page
    assert reverse("unit", args=[small_area.units.housing.pk]) in found(small_area.people.administrator, "住建")


def test_more_than_a_few_hits_lead_on_to_the_ledger(small_area: SmallArea, board: Board) -> None:
    for number in range(9):
        board_stories.measure(small_area, board.finding, f"核查第{number}批资金流向")
    page = found(small_area.people.office, "资金流向")
    assert "到台账看全部9条" in page
    assert "kind=measure&amp;q=%E8%B5%84%E9%87%91%E6%B5%81%E5%90%91" in page


@pytest.mark.parametrize("typed", ["", "   "])
def test_typing_nothing_asks_what_to_look_for(small_area: SmallArea, typed: str) -> None:
    assert "请输入要找的内容。" in found(small_area.people.office, typed)


@pytest.mark.parametrize("typed", ['"', "'; --", "<script>alert(1)</script>", "%", "NEAR(", "*", "整改 OR", "字" * 300])
def test_whatever_is_typed_is_only_words(small_area: SmallArea, board: Board, typed: str) -> None:
    answer = browser_of(small_area.people.office).get(reverse("search"), {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_the_box_stands_on_every_page_and_keeps_what_was_typed(small_area: SmallArea, board: Board) -> None:
    page = browser_of(small_area.people.office).get(reverse("search"), {"q": "兑付"}).text
    assert f'action="{reverse("search")}"' in page
    assert page.count('value="兑付"') >= 2


def test_the_search_takes_few_queries(
    small_area: SmallArea, board: Board, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browser_of(small_area.people.clerk)
    with django_assert_max_num_queries(22):
        assert browser.get(reverse("search"), {"q": "兑付"}).status_code == 200
