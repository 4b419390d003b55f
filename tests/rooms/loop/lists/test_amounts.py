"""A list prints its amounts in one unit: in Chinese the one it names, in English always yuan."""

from __future__ import annotations

import pytest

from bihuan.documents.layout.cells import shown
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import newest_pack, release_packs
from bihuan.loop.lists.listing import Listing, listing_of
from bihuan.loop.lists.queries import whole_pack
from bihuan.loop.portal.rules import POLICIES
from tests.pages import enterprise_stories
from tests.people import NOW, SmallArea, actor

ASSETS = "state-assets"


@pytest.fixture
def area(small_area: SmallArea) -> SmallArea:
    """An area with two policies: a budget of two million yuan and one of 65,000."""
    enterprise_stories.open_portal(small_area, NOW)
    enterprise_stories.policy(small_area, NOW, "技术改造奖补", budget=2_000_000, each_at_most=300_000)
    enterprise_stories.policy(small_area, NOW, "稳岗补助", budget=65_000, each_at_most=2_500)
    return small_area


@pytest.fixture
def let(small_area: SmallArea) -> SmallArea:
    """An area with a lease of 60,000 yuan that is owed."""
    release_packs(at=NOW)
    people, units = small_area.people, small_area.units
    set_desk_holder(
        pack=ASSETS, desk="office", unit=units.office, heads_only=False, by=actor(people.administrator), at=NOW
    )
    office, day = actor(people.office), local_day(NOW)
    given = {
        "responsible": units.housing, "tenant": "远岫餐饮", "place": "澜桥路12号", "way": "open", "rent": 60_000, "starts_on": day,
        "ends_on": day,
    }  # fmt: skip
    lease = open_case(pack=ASSETS, kind="lease", subject="澜桥路12号商铺", given=given, by=office, at=NOW)
    bill = {"responsible": units.housing, "tenant": "远岫餐饮", "rent": 60_000, "due": day}
    open_case(pack=ASSETS, kind="bill", subject="一季度", parent=lease, given=bill, by=office, at=NOW)
    return small_area


def listing(area: SmallArea, list_id: str, language: str, pack: str = POLICIES) -> Listing:
    over, day = whole_pack(area.area.pk, newest_pack(pack)), local_day(NOW)
    return listing_of(actor(area.people.office), over, list_id, asof=day, today=day, language=language)


def column(found: Listing, path: str) -> tuple[str, list[str], str]:
    """What stands above, in and below a column."""
    place = [one.id for one in found.columns].index(path)
    one = found.columns[place]
    cells = [shown(cells[place], one.kind) for _, cells in found.rows()]
    return one.title + one.unit, cells, shown(found.totals.get(path), one.kind)


def test_in_chinese_amounts_and_their_sum_stand_in_ten_thousands(area: SmallArea) -> None:
    found = listing(area, "policies", "zh-hans")
    assert column(found, "budget") == ("预算（万元）", ["200.00", "6.50"], "206.50")
    assert column(found, "each_at_most") == ("单户上限（万元）", ["30.00", "0.25"], "")


def test_in_english_they_stand_in_yuan(area: SmallArea) -> None:
    found = listing(area, "policies", "en")
    assert column(found, "budget") == ("Budget (yuan)", ["2,000,000.00", "65,000.00"], "2,065,000.00")
    assert column(listing(area, "ledger", "en"), "amount") == ("Amount (yuan)", [], "0.00")


def test_figures_counted_in_ten_thousands_stand_in_the_unit_of_the_fields_beside_them(let: SmallArea) -> None:
    chinese, english = (listing(let, "rent", language, ASSETS) for language in ("zh-hans", "en"))
    assert column(chinese, "rent") == ("每期租金（万元）", ["6.00"], "")
    assert column(chinese, "receivable") == ("应收租金（万元）", ["6.00"], "6.00")
    assert column(english, "rent") == ("Rent a period (yuan)", ["60,000.00"], "")
    assert column(english, "receivable") == ("Receivable (yuan)", ["60,000.00"], "60,000.00")


def test_a_file_has_the_numbers_of_the_page(area: SmallArea) -> None:
    found = listing(area, "policies", "zh-hans")
    sheet = found.sheet()
    assert list(sheet.rows) == [cells for _, cells in found.rows()]
    assert "预算（万元）" in [one.title for one in sheet.columns]
