"""Packs: what is released, how many cases run under each version, and a pack as its manual says it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.packspec.draw import manual
from tests.pages import board_stories, stories
from tests.people import SmallArea, browser_of

PACK = "rectification"


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def pack_page(small: SmallArea, language: str = "zh-hans") -> str:
    return browser_of(small.people.office, language=language).get(reverse("pack", args=[PACK])).text


def test_packs_are_listed_with_their_running_cases(small_area: SmallArea) -> None:
    board_stories.board(small_area)
    page = browser_of(small_area.people.office).get(reverse("packs")).text
    assert "巡视巡察整改" in page
    assert "整改措施" in page
    # a round, a finding, four measures that are not done
    assert re.search(r"第3版.*?6件在办", page, re.S)
    live = "&amp;category=draft&amp;category=open&amp;category=review"
    assert f'/ledger/?kind=measure{live}">4</a>' in page


def test_everybody_counts_only_what_they_may_see(small_area: SmallArea) -> None:
    board_stories.board(small_area)
    page = browser_of(small_area.people.stranger).get(reverse("packs")).text
    assert "0件在办" in page


def test_a_pack_shows_the_picture_of_each_lifecycle(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    page = pack_page(small_area)
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="lifecycle"') == len(newest_pack(PACK).kinds)
    assert "style=" not in page[page.index("<main") :]
    assert f"第{newest_pack(PACK).version}版 · " in re.sub(r"<[^>]+>", "", page)


def test_a_pack_says_everything_that_its_manual_says(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    for language in ("zh-hans", "en"):
        page = re.sub(r"<[^>]+>", "", pack_page(small_area, language).replace("&quot;", '"'))
        for line in manual(newest_pack(PACK), language).split("\n")[4:]:
            for cell in re.split(r"(?<!\\)\|", line):
                words = re.sub(r"\*\*|`|^#+ |^- |^!\[.*|^-+$", "", cell.strip()).strip()
                assert words.replace('"', "&quot;") in page or words in page, words


def test_figures_stand_with_their_present_value_and_lead_to_their_rows(small_area: SmallArea) -> None:
    board_stories.board(small_area)
    page = pack_page(small_area)
    done = re.search(r"<td>已完成措施</td><td>(.*?)</td>", page)
    assert done is not None
    assert done[1] == '<a href="/ledger/?kind=measure&amp;category=closed">1</a>'
    assert re.search(r"<td>措施完成率</td><td>.*?20(\.0)?%", page)


def test_a_pack_that_is_not_released_is_not_found(small_area: SmallArea) -> None:
    assert browser_of(small_area.people.office).get("/packs/nothing/").status_code == 404


def test_packs_take_few_queries(small_area: SmallArea, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    board_stories.board(small_area)
    browser = browser_of(small_area.people.clerk)
    for address in (reverse("packs"), reverse("pack", args=[PACK])):
        browser.get(address)  # a process reads each release once
        with django_assert_max_num_queries(24):
            assert browser.get(address).status_code == 200
