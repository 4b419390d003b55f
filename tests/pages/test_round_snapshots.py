"""A round on a past day and what is frozen of it: pages that tell history and never change it."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.http import FileResponse
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.asof.actions import take_snapshot
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.clocks.days import local_day
from bihuan.loop.jobs import worker
from bihuan.loop.lifecycle.actions import move_case
from tests.pages import board_stories, stories
from tests.pages.test_round import stats
from tests.people import SmallArea, actor, browser_of

DAYS = 45  # so long ago the story happened


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def board(small_area: SmallArea, monkeypatch: pytest.MonkeyPatch) -> board_stories.Board:
    return old_board(small_area, monkeypatch)


def old_board(small_area: SmallArea, monkeypatch: pytest.MonkeyPatch) -> board_stories.Board:
    """Return a board of 45 days ago, on which a measure that was done then was reopened yesterday."""
    now = stories.clock()
    for module in (stories, board_stories):
        monkeypatch.setattr(module, "clock", lambda: now - timedelta(days=DAYS))
    board = board_stories.board(small_area)
    by = actor(small_area.people.office)
    given = {"reason": "问题反弹", "due": local_day(now) + timedelta(days=30)}
    move_case(case=board.done, move="reopen", given=given, by=by, at=now - timedelta(days=1))
    for module in (stories, board_stories):
        monkeypatch.setattr(module, "clock", lambda: now)
    return board


def address(board: board_stories.Board, name: str = "round_snapshots", *more: str) -> str:
    return reverse(name, args=[board.round.pack, board.round.number, *more])


def days_ago(days: int) -> str:
    return local_day(stories.clock() - timedelta(days=days)).isoformat()


def whole(answer: object) -> bytes:
    assert isinstance(answer, FileResponse)
    data = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()
    return data


def test_a_past_day_shows_the_figures_of_then_under_a_banner(small_area: SmallArea, board: board_stories.Board) -> None:
    office = browser_of(small_area.people.office)
    then, now = (
        office.get(address(board, "round"), {"asof": days_ago(5)}).text,
        office.get(address(board, "round")).text,
    )
    assert stats(then)["已完成措施"] == 1
    assert stats(now)["已完成措施"] == 0
    assert f"截至{_chinese(5)}" in then
    assert f'href="{address(board, "round")}">回到今天' in then
    assert "回到今天" not in now


def test_no_figure_of_a_past_day_leads_to_the_rows_of_today(small_area: SmallArea, board: board_stories.Board) -> None:
    page = browser_of(small_area.people.office).get(address(board, "round"), {"asof": days_ago(5)}).text
    main = page[page.index("<main") : page.index('id="h-links"')]
    assert reverse("ledger") not in main


def test_the_measures_of_a_finding_are_those_of_the_same_day(small_area: SmallArea, board: board_stories.Board) -> None:
    office = browser_of(small_area.people.office)
    page = office.get(address(board, "round"), {"asof": days_ago(5)}).text
    found = re.search(r'hx-get="([^"]+asof=[^"]+)"', page)
    assert found is not None
    then, now = office.get(found[1]).text, office.get(found[1].partition("?")[0]).text
    assert then.count("已完成") == 1
    assert "已完成" not in now


@pytest.mark.parametrize("asof", ["2019-01-01", "2199-01-01", "昨天", "2026-02-30", ""])
def test_a_day_that_there_is_not_gives_the_nearest_that_there_is(
    small_area: SmallArea, board: board_stories.Board, asof: str
) -> None:
    page = browser_of(small_area.people.office).get(address(board, "round"), {"asof": asof}).text
    day = f"截至{_chinese(DAYS)}" if asof == "2019-01-01" else ""
    assert day in page
    assert ("回到今天" in page) is bool(day)


def test_the_office_freezes_the_ends_of_months_and_anybody_who_sees_the_round_whole_reads_them(
    small_area: SmallArea, board: board_stories.Board
) -> None:
    office, leader = browser_of(small_area.people.office), browser_of(small_area.people.leader)
    page = office.get(address(board)).text
    assert "留存月末快照" in page
    assert "留存月末快照" not in leader.get(address(board)).text
    assert office.post(address(board)).status_code == 302
    frozen = list(Snapshot.objects.filter(area=small_area.area).select_related("file").order_by("day"))
    assert frozen
    assert "留存月末快照" not in office.get(address(board)).text
    day = frozen[0].day.isoformat()
    assert day in leader.get(address(board)).text
    one = leader.get(address(board, "round_snapshot", day)).text
    assert frozen[0].file.digest in one
    assert "完好" in one
    told = json.loads(whole(leader.get(address(board, "round_snapshot_file", day))))
    assert (told["asof"], len(told["cases"])) == (day, frozen[0].cases)


def test_who_sees_part_of_a_round_sees_past_days_and_no_snapshot(
    small_area: SmallArea, board: board_stories.Board
) -> None:
    _freeze(small_area, board, 5)
    clerk = browser_of(small_area.people.clerk)
    page = clerk.get(address(board)).text
    assert "往日看板" in page
    assert days_ago(5) not in page
    assert clerk.post(address(board)).status_code == 403
    for name in ("round_snapshot", "round_snapshot_file"):
        assert clerk.get(address(board, name, days_ago(5))).status_code == 404
    assert clerk.get(address(board, "round_compare"), {"first": days_ago(5), "second": days_ago(5)}).status_code == 404


@pytest.mark.parametrize("day", ["today", "2019-01-31", "31/12/2026", "²"])
def test_a_day_that_cannot_be_frozen_is_refused_with_a_sentence(
    small_area: SmallArea, board: board_stories.Board, day: str
) -> None:
    typed = days_ago(0) if day == "today" else day
    answer = browser_of(small_area.people.office).post(address(board), {"day": typed})
    assert answer.status_code == 422
    assert "未留存快照" in answer.text
    assert not Snapshot.objects.filter(area=small_area.area).exists()


def test_two_snapshots_are_compared(small_area: SmallArea, board: board_stories.Board) -> None:
    _freeze(small_area, board, 5, 1)
    office = browser_of(small_area.people.office)
    days = {"first": days_ago(1), "second": days_ago(5)}  # the earlier one comes first, however they were chosen
    page = office.get(address(board, "round_compare"), days).text
    assert board.done.number in page
    assert re.search(r"已完成措施</th><td class=\"n\">1</td><td class=\"n\">0</td><td class=\"n\">−1</td>", page)
    assert office.get(address(board, "round_compare"), {"first": "x"}).status_code == 404


def test_a_damaged_snapshot_is_said_to_be(small_area: SmallArea, board: board_stories.Board, tmp_path: Path) -> None:
    _freeze(small_area, board, 5)
    file = next(path for path in tmp_path.rglob("sm3-*") if b"bihuan.snapshot" in path.read_bytes())
    file.write_bytes(file.read_bytes() + b" ")
    office = browser_of(small_area.people.office)
    assert "已损坏" in office.get(address(board, "round_snapshot", days_ago(5))).text
    file.unlink()
    assert "已损坏" in office.get(address(board, "round_snapshot", days_ago(5))).text
    assert office.get(address(board, "round_snapshot_file", days_ago(5))).status_code == 404


def test_a_long_round_is_frozen_by_a_worker(
    small_area: SmallArea, board: board_stories.Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bihuan.loop.asof.jobs.AT_ONCE", 1)
    office = browser_of(small_area.people.office)
    answer = office.post(address(board), {"day": days_ago(5)})
    assert answer.headers["Location"].startswith("/jobs/")
    worker.work_off(now=stories.clock)
    page = office.get(answer.headers["Location"]).text
    assert "已留存1个快照" in page
    assert address(board) in page
    assert Snapshot.objects.filter(area=small_area.area).count() == 1


def _freeze(small_area: SmallArea, board: board_stories.Board, *days: int) -> None:
    by = actor(small_area.people.office)
    for day in days:
        asof = datetime.fromisoformat(days_ago(day)).date()
        take_snapshot(round=board.round, asof=asof, by=by, at=stories.clock())


def _chinese(days: int) -> str:
    day = datetime.fromisoformat(days_ago(days)).date()
    return f"{day.year}年{day.month}月{day.day}日"
