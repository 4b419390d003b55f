"""Messages: what changed for somebody, and that looking at them is remembered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.accounts.models import Person
from tests.pages import board_stories, stories
from tests.people import SmallArea, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def notices(person: Person) -> str:
    return browser_of(person).get(reverse("notices")).text


def bell(person: Person) -> int:
    """The number beside the bell of a page."""
    page = browser_of(person).get(reverse("packs")).text
    found = re.search(rf'<a href="{reverse("notices")}"[^>]*>.*?<span class="num">(\d+)', page, re.S)
    return int(found[1]) if found else 0


def test_a_unit_is_told_what_was_handed_out_to_it_and_by_whom(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    page = notices(small_area.people.clerk)
    assert re.search(r"<b>交办</b>", page)
    assert case.subject in page
    assert "林若溪" in page


def test_looking_at_messages_empties_the_bell(small_area: SmallArea) -> None:
    stories.handed_out(small_area)
    clerk = small_area.people.clerk
    assert bell(clerk) == 1
    assert "notice--new" in notices(clerk)
    assert bell(clerk) == 0
    assert "notice--new" not in notices(clerk)


def test_each_person_looks_for_themselves(small_area: SmallArea) -> None:
    stories.handed_out(small_area)
    notices(small_area.people.clerk)
    assert bell(small_area.people.clerk_second) == 1


def test_the_newest_message_comes_first_with_where_the_case_stands_now(small_area: SmallArea) -> None:
    board = board_stories.board(small_area)
    page = notices(small_area.people.office)
    assert page.index(board.done.subject) < page.index(board.review.subject)
    told = page[page.index(board.done.subject) : page.index(board.review.subject)]
    assert "已完成" in told


def test_others_are_told_nothing(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    page = notices(small_area.people.stranger)
    assert case.subject not in page
    assert "还没有消息。" in page


def test_a_case_that_is_out_of_sight_is_left_out(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    case.parties.filter(area_id=case.area_id).delete()
    assert case.subject not in notices(small_area.people.clerk)


def test_messages_take_few_queries(
    small_area: SmallArea, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    board_stories.board(small_area)
    browser = browser_of(small_area.people.clerk)
    with django_assert_max_num_queries(24):
        assert browser.get(reverse("notices")).status_code == 200


def test_messages_are_found_by_their_kind(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    browser = browser_of(small_area.people.clerk)
    assert case.subject in browser.get(reverse("notices"), {"kind": "waits"}).text
    assert case.subject not in browser.get(reverse("notices"), {"kind": "letter"}).text
    assert bell(small_area.people.clerk) == 1  # who looked at some kinds has not looked at the others


def test_what_was_looked_at_is_not_among_the_unread(small_area: SmallArea) -> None:
    case = stories.handed_out(small_area)
    browser = browser_of(small_area.people.clerk)
    assert case.subject in browser.get(reverse("notices"), {"show": "unread"}).text
    assert case.subject not in browser.get(reverse("notices"), {"show": "unread"}).text
