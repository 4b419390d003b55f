"""Lists with columns of stays and of figures above, and grids: on any day, in files as on the page."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest

from bihuan.loop.cases.models import Case
from bihuan.loop.lists.files import Wanted, prepare
from bihuan.loop.lists.listing import Listing, listing_of
from bihuan.loop.lists.queries import whole_pack
from bihuan.packspec.model import Pack
from tests.people import TODAY, SmallArea, actor, browser_of
from tests.rooms.loop.grammar.branches import PACK, released, told
from tests.rooms.loop.lists.test_files import sheets_of

LATER = TODAY + timedelta(days=20)


@pytest.fixture
def pack(small_area: SmallArea) -> Pack:
    return released(small_area)


@pytest.fixture(autouse=True)
def cases(small_area: SmallArea, pack: Pack) -> dict[str, Case]:
    return told(small_area)


def listing(small: SmallArea, pack: Pack, list_id: str, *, asof: date = LATER, today: date = LATER) -> Listing:
    by = actor(small.people.office, on=today)
    return listing_of(by, whole_pack(small.area.pk, pack), list_id, asof=asof, today=today)


@pytest.mark.parametrize("today", [LATER, LATER + timedelta(days=1)])
def test_columns_say_when_a_state_was_entered_and_what_figures_of_the_case_above_are(
    small_area: SmallArea, pack: Pack, today: date
) -> None:
    found = listing(small_area, pack, "admissions", today=today)
    assert {column.id: column.title for column in found.columns}["entered.checked"] == "考察日期"
    rows = {cells[0]: cells for _, cells in found.rows()}
    assert rows["B001-01"][1:6] == ("云山村支部", 50, date(2026, 11, 22), date(2026, 11, 22), 3)
    assert rows["B001-02"][1:6] == ("云山村支部", 50, date(2026, 11, 22), None, None)
    assert rows["B002-01"][2:5] == (0, date(2026, 11, 1), date(2026, 11, 30))
    assert "2026" in str(found.totals.values())
    assert "739" not in str(found.totals.values())


@pytest.mark.parametrize("today", [LATER, LATER + timedelta(days=1)])
def test_a_grid_counts_where_rows_and_columns_meet_and_sums_them_up(
    small_area: SmallArea, pack: Pack, today: date
) -> None:
    found = listing(small_area, pack, "matrix", today=today)
    assert [column.title for column in found.columns] == ["支部类别", "已申请", "已考察", "已接收", "合计"]
    assert [cells for _, cells in found.rows()] == [("农村", 1, 0, 1, 2), ("企业", 0, 1, 0, 1)]
    assert list(found.totals.values()) == ["合计", 1, 1, 1, 3]


def test_a_case_with_several_values_stands_in_several_columns(small_area: SmallArea, pack: Pack) -> None:
    found = listing(small_area, pack, "places")
    assert [column.title for column in found.columns] == ["所在单位", "学习", "谈话", "走访", "—"]
    housing, planning = "住房和城乡建设局", "发展和改革局"
    assert [cells for _, cells in found.rows()] == [
        (housing, "云山村支部", "云山村支部", "", ""), (planning, "", "云湖电子支部", "", "空支部"),
    ]  # fmt: skip
    assert found.totals == {}


def test_dates_across_stand_by_month_and_rates_are_counted_not_summed(small_area: SmallArea, pack: Pack) -> None:
    found = listing(small_area, pack, "monthly")
    assert [column.title for column in found.columns] == ["类别", "2026-09", "2026-11", "—", "合计"]
    assert next(cells for _, cells in found.rows()) == ("农村", 50, "—", "—", 50)
    assert found.totals["total"] == Decimal("33.3")


def test_a_grid_is_the_same_on_the_page_and_in_a_file(small_area: SmallArea, pack: Pack) -> None:
    by, over = actor(small_area.people.office, on=LATER), whole_pack(small_area.area.pk, pack)
    buffer = BytesIO()
    prepare(by, over, Wanted(None, ("matrix",), LATER, pack=PACK), today=LATER).write(buffer)
    rows = next(iter(sheets_of(buffer.getvalue()).values()))
    assert ["农村", 1, 0, 1, 2] in [row[:5] for row in rows]
    page = browser_of(small_area.people.office).get(f"/systems/{PACK}/lists/matrix/?asof={TODAY}").content.decode()
    assert "农村" in page
    assert "合计" in page
