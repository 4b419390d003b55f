"""The overview of rounds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.accounts.models import Person
from bihuan.loop.lifecycle.packs import release_packs
from tests.pages import board_stories, stories
from tests.people import SmallArea, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def rounds(person: Person) -> str:
    return browser_of(person).get(reverse("rounds")).text


def test_a_round_is_listed_with_its_counts(small_area: SmallArea) -> None:
    board = board_stories.board(small_area)
    page = rounds(small_area.people.office)
    assert reverse("round", kwargs={"pack": board.round.pack, "number": board.round.number}) in page
    assert "市委第三巡察组" in page
    assert f'/ledger/?kind=measure&amp;root={board.round.pk}">5</a>' in page
    assert f'/ledger/?kind=finding&amp;root={board.round.pk}">1</a>' in page
    assert "办结20.0%" in page


def test_units_count_only_what_they_may_see(small_area: SmallArea) -> None:
    board = board_stories.board(small_area)
    page = rounds(small_area.people.clerk)
    assert f'/ledger/?kind=measure&amp;root={board.round.pk}">4</a>' in page


def test_only_the_office_is_offered_a_new_round(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    by_hand = reverse("case_open_top", kwargs={"pack": "rectification", "kind": "round"})
    assert by_hand in rounds(small_area.people.office)
    assert by_hand not in rounds(small_area.people.clerk)


def test_without_a_round_the_page_says_what_to_do(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    assert "导入反馈意见，系统会读出问题和措施，请您核对后建立。" in rounds(small_area.people.office)
    assert "本单位承担整改任务后，轮次会列在这里。" in rounds(small_area.people.stranger)


def test_a_stranger_sees_no_round(small_area: SmallArea) -> None:
    board_stories.board(small_area)
    assert "2026年市委巡察" not in rounds(small_area.people.stranger)


def test_the_overview_takes_few_queries(
    small_area: SmallArea, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    board_stories.board(small_area)
    browser = browser_of(small_area.people.clerk)
    with django_assert_max_num_queries(18):
        assert browser.get(reverse("rounds")).status_code == 200
