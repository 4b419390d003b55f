"""A round on a past day and its snapshots in a real browser: accessible, and as narrow as the screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.asof.actions import take_snapshot
from bihuan.loop.clocks.days import local_day
from tests.browser.accessibility import LOOKS, assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import board_stories, stories
from tests.pages.test_round_snapshots import address as address_of
from tests.pages.test_round_snapshots import days_ago, old_board
from tests.people import SmallArea, actor

pytestmark = pytest.mark.browser


@pytest.fixture
def board(
    transactional_db: None, small_area: SmallArea, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> board_stories.Board:
    settings.BIHUAN_HOME = tmp_path
    return old_board(small_area, monkeypatch)


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_the_pages_of_past_days_are_accessible_and_fit(
    browse: Browse,
    small_area: SmallArea,
    board: board_stories.Board,
    width: int,
    language: str,
) -> None:
    by = actor(small_area.people.office)
    for days in (5, 1):
        day = local_day(stories.clock() - timedelta(days=days))
        take_snapshot(round=board.round, asof=day, by=by, at=stories.clock())
    addresses = (
        f"{address_of(board, 'round')}?asof={days_ago(5)}",
        address_of(board),
        address_of(board, "round_snapshot", days_ago(1)),
        f"{address_of(board, 'round_compare')}?first={days_ago(5)}&second={days_ago(1)}",
    )
    for address in addresses:
        page = browse(small_area.people.office, address, width=width, language=language)
        assert_fits(page)
        if width != 320:
            assert_accessible(page)
