"""The desk: what waits for somebody in order of urgency, what is watched and what changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.accounts.models import Person
from bihuan.loop.cases.actions import watch_case
from bihuan.loop.cases.desks import remove_desk_holder
from bihuan.loop.cases.models import DeskHolder
from bihuan.loop.clocks.actions import ask_extension
from bihuan.loop.instructions.actions import answer_instruction, give_instruction, receive_instruction
from bihuan.loop.lifecycle.packs import release_packs
from tests.pages import board_stories, stories
from tests.pages.board_stories import Board, overdue
from tests.people import SmallArea, actor, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def board(small_area: SmallArea) -> Board:
    return board_stories.board(small_area)


def home(person: Person, language: str = "zh-hans") -> str:
    return browser_of(person, language=language).get(reverse("home")).text


def tasks(page: str) -> list[tuple[str, str]]:
    """Verb and title of each task in the order of the page."""
    found = re.findall(r'task__verb">([^<]*)</span>\s*<span class="task__what"><a [^>]*>(.*?)</a>', page, re.S)
    return [(verb, re.sub(r'<span class="num">.*?</span>', "", title).strip()) for verb, title in found]


def test_a_unit_sees_the_next_move_of_what_waits_for_it(small_area: SmallArea, board: Board) -> None:
    assert ("报送完成", "压缩兑付时限") in tasks(home(small_area.people.clerk))
    assert ("签收", "公示兑付清单") in tasks(home(small_area.people.lead_clerk))
    assert "公示兑付清单" not in [title for _verb, title in tasks(home(small_area.people.clerk))]


def test_the_office_sees_reviews_and_what_to_hand_out_as_one_line(small_area: SmallArea, board: Board) -> None:
    page = home(small_area.people.office)
    listed = tasks(page)
    assert ("审核", "印发兑付办法") in listed
    assert ("交办", "1件整改措施待交办") in listed
    assert "清点积压申请" not in [title for _verb, title in listed]
    assert f"/ledger/?kind=measure&amp;root={board.round.pk}&amp;category=draft" in page


def test_an_extension_waits_for_who_decides_on_it(small_area: SmallArea, board: Board) -> None:
    director = actor(small_area.people.director)
    ask_extension(
        case=board.finding,
        clock="work",
        asked_for=stories.later(120),
        reason="等待上级批复",
        by=director,
        at=stories.clock(),
    )
    page = home(small_area.people.office)
    assert ("答复延期", board.finding.subject) in tasks(page)
    assert stories.address(board.finding, "case_extension_answer") in page
    for person in (small_area.people.director, small_area.people.lead_clerk, small_area.people.leader):
        assert "答复延期" not in [verb for verb, _title in tasks(home(person))]


def test_what_is_overdue_stands_first(small_area: SmallArea, board: Board) -> None:
    overdue(board.working)
    page = home(small_area.people.clerk)
    assert tasks(page)[0] == ("报送完成", "压缩兑付时限")
    assert page.index("件，请先办") < page.index("压缩兑付时限")
    assert "1件已超期" in page


def test_the_number_in_the_navigation_is_the_number_of_tasks(small_area: SmallArea, board: Board) -> None:
    page = home(small_area.people.clerk)
    count = re.search(r'aria-current="page">.*?<span class="count">(\d+)</span>', page, re.S)
    assert count is not None
    assert int(count[1]) == len(tasks(page))


def test_nothing_waits_for_somebody_without_work(small_area: SmallArea, board: Board) -> None:
    page = home(small_area.people.stranger)
    assert "没有等您办的事。" in page
    assert "轮到您审核、签收或答复时，会出现在这里，同时发消息。" in page
    assert "压缩兑付时限" not in page


def test_watched_cases_stand_at_the_side_with_their_last_change(small_area: SmallArea, board: Board) -> None:
    by = actor(small_area.people.leader)
    watch_case(case=board.done, watched=True, by=by, at=stories.clock())
    page = home(small_area.people.leader)
    side = page[page.index('id="h-watch"') : page.index('id="h-moved"')]
    assert "设立兑付专窗" in side
    assert "童安" in side
    assert "已完成" in side


def test_what_changed_says_who_did_what(small_area: SmallArea, board: Board) -> None:
    page = home(small_area.people.leader)
    changed = page[page.index('id="h-moved"') :]
    assert re.search(r"<b>报送完成</b>.*?印发兑付办法", changed, re.S)
    assert "邱小满" in changed


def test_the_desk_hides_what_somebody_may_not_see(small_area: SmallArea, board: Board) -> None:
    assert "印发兑付办法" not in home(small_area.people.stranger)


def test_an_administrator_sees_desks_without_a_holder(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    people = small_area.people
    before = home(people.administrator)  # desks of other packs, whose office the small area does not have
    assert "纪检监察机关" not in before
    held = DeskHolder.objects.get(area=small_area.area, desk="discipline")
    remove_desk_holder(holder_id=held.pk, by=actor(people.administrator), at=stories.clock())
    page = home(people.administrator)
    assert re.search(r"有\d个席位没有承担单位。", page)
    assert "纪检监察机关" in page
    assert "尚未启用的业务" in page  # those of packs in which nothing has begun are only counted
    assert "政务督查办公室" not in page
    assert "没有承担单位" not in home(people.office)


def test_instructions_wait_on_the_desk_until_they_are_answered(small_area: SmallArea, board: Board) -> None:
    people, at = small_area.people, stories.clock()
    given = give_instruction(
        case=board.finding,
        text="请限期兑付到位",
        to=[people.clerk],
        due=stories.later(3),
        by=actor(people.leader),
        at=at,
    )
    page = home(people.clerk)
    assert ("签收批示", "请限期兑付到位") in tasks(page)
    assert "1件批示" in page
    assert "请限期兑付到位" not in home(people.office)
    line = given.addressees.get(area_id=given.area_id)
    receive_instruction(line=line, by=actor(people.clerk), at=at)
    assert ("反馈批示", "请限期兑付到位") in tasks(home(people.clerk))
    answer_instruction(line=line, answer="已兑付", by=actor(people.clerk), at=at)
    assert "请限期兑付到位" not in [title for _verb, title in tasks(home(people.clerk))]


def test_the_desk_speaks_english(small_area: SmallArea, board: Board) -> None:
    page = home(small_area.people.clerk, "en")
    assert ("Report done", "压缩兑付时限") in tasks(page)
    assert "Waits for me" in page


def test_the_desk_takes_few_queries(
    small_area: SmallArea, board: Board, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for person in (small_area.people.office, small_area.people.clerk, small_area.people.leader):
        browser = browser_of(person)
        with django_assert_max_num_queries(26):
            assert browser.get(reverse("home")).status_code == 200


def test_who_has_not_signed_in_is_led_to_the_sign_in(db: None, small_area: SmallArea) -> None:
    assert browser_of(None).get(reverse("home")).headers["Location"].startswith("/accounts/login/")
