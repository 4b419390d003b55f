"""Indicators, boards, the leader's page and the rows behind figures in a real browser: accessible, as narrow as the screen, on one sheet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from bihuan.loop.cases.periods import period_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.scoring.keeping import keep_values
from bihuan.loop.scoring.standings import keep_board
from tests.browser.accessibility import assert_accessible, assert_fits
from tests.browser.conftest import Browse
from tests.pages import stories
from tests.pages.board_stories import board, overdue
from tests.people import PACK, SmallArea

pytestmark = pytest.mark.browser


@pytest.fixture
def with_history(transactional_db: None, small_area: SmallArea) -> str:
    """A round with two months that are kept; its number."""
    made, pack, at = board(small_area), newest_pack(PACK), stories.clock()
    overdue(made.working)
    this = period_of("month", local_day(at))
    for period in (period_of("month", this.first - timedelta(days=1)), this):
        keep_values(
            pack, period, area_id=small_area.area.pk, today=max(period.last, local_day(at)), at=at, hold=lambda: None
        )
        keep_board(pack, pack.boards["measures"], period, area_id=small_area.area.pk, at=at)
    return made.round.number


@pytest.mark.parametrize(("width", "language"), [(1440, "zh"), (390, "en")])
def test_the_pages_of_figures_are_accessible_and_fit(
    browse: Browse, small_area: SmallArea, with_history: str, width: int, language: str
) -> None:
    addresses = (
        reverse("cockpit"),
        reverse("indicators"),
        reverse("indicator", args=[PACK, "measures_rate"]),
        reverse("indicator", args=[PACK, "satisfaction"]),
        reverse("figure_rows", args=[PACK, "completion"]),
        reverse("figure_rows", args=[PACK, "measures"]),
        reverse("boards"),
        reverse("round_reconcile", args=[PACK, with_history]),
    )
    for address in addresses:
        page = browse(small_area.people.office, address, width=width, language=language)
        assert_fits(page)
        assert_accessible(page)


def test_the_leaders_page_is_one_screen_and_one_sheet(browse: Browse, small_area: SmallArea, with_history: str) -> None:
    page = browse(small_area.people.leader, reverse("cockpit"), width=1440, language="zh")
    assert page.evaluate("document.documentElement.scrollHeight") <= 900
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type /Page/") == 1
