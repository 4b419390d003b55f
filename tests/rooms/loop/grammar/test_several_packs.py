"""Lists over kinds of several packs: on any day, in files as on the page; a pack that is off has no part in them."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.lists.files import Wanted, prepare
from bihuan.loop.lists.listing import Listing, listing_of
from bihuan.loop.lists.queries import whole_pack
from bihuan.loop.packs.actions import switch_pack
from bihuan.packspec.check import check_texts
from tests.people import NOW, TODAY, SmallArea, actor, browser_of
from tests.rooms.loop.grammar.branches import PACKS, released, told
from tests.rooms.loop.lists.test_files import sheets_of

LATER = TODAY + timedelta(days=20)
LIST = "everything"


@pytest.fixture(autouse=True)
def cases(small_area: SmallArea) -> dict[str, Case]:
    released(small_area)
    found = told(small_area)
    by = actor(small_area.people.office)
    ledger = open_case(pack="concerns", kind="ledger", subject="来信台账", given={}, by=by, at=NOW)
    given = {"responsible": small_area.units.housing, "due": LATER + timedelta(days=30)}
    found["own"] = open_case(
        pack="concerns", kind="concern", subject="路灯不亮", parent=ledger, given=given, by=by, at=NOW
    )
    return found


def listing(small: SmallArea, *, asof: date = LATER, today: date = LATER, language: str = "zh-hans") -> Listing:
    by = actor(small.people.office, on=today)
    return listing_of(
        by, whole_pack(small.area.pk, newest_pack("concerns")), LIST, asof=asof, today=today, language=language
    )


@pytest.mark.parametrize("today", [LATER, LATER + timedelta(days=1)])
def test_rows_of_every_pack_stand_below_one_another_and_say_of_which_system_they_are(
    small_area: SmallArea, today: date
) -> None:
    found = listing(small_area, today=today)
    assert [column.title for column in found.columns][:3] == ["系统", "编号", "事项"]
    assert [cells[:3] for _, cells in found.rows()] == [
        ("群众关切", "Q01-01", "路灯不亮"),
        ("支部建设", "B001-02", "乙"),
        ("支部建设", "B002-01", "丙"),
    ]
    assert found.count == 3


def test_states_are_said_in_the_words_of_their_own_pack(small_area: SmallArea) -> None:
    assert [cells[4] for _, cells in listing(small_area).rows()] == ["办理中", "已申请", "已考察"]


def test_a_past_day_shows_what_stood_then_in_every_pack(small_area: SmallArea) -> None:
    found = listing(small_area, asof=TODAY)
    assert [cells[2] for _, cells in found.rows()] == ["路灯不亮", "甲", "乙", "丙"]


def test_a_page_of_rows_goes_on_over_the_border_between_packs(small_area: SmallArea) -> None:
    found = listing(small_area)
    assert [cells[2] for _, cells in found.rows(0, 2)] == ["路灯不亮", "乙"]
    assert [cells[2] for _, cells in found.rows(1, 2)] == ["乙", "丙"]
    assert [cells[2] for _, cells in found.rows(2, 2)] == ["丙"]


def test_a_pack_that_is_off_contributes_nothing(small_area: SmallArea) -> None:
    switch_pack(pack="branches", on=False, by=actor(small_area.people.administrator), at=NOW)
    assert [cells[2] for _, cells in listing(small_area).rows()] == ["路灯不亮"]


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_files_hold_the_same_rows(small_area: SmallArea, form: str) -> None:
    by, over = actor(small_area.people.office, on=LATER), whole_pack(small_area.area.pk, newest_pack("concerns"))
    buffer = BytesIO()
    prepared = prepare(by, over, Wanted(None, (LIST,), LATER, form, pack="concerns"), today=LATER)
    prepared.write(buffer)
    assert prepared.rows == 3
    if form == "xlsx":
        rows = next(iter(sheets_of(buffer.getvalue()).values()))
        assert ["支部建设", "B002-01", "丙"] in [row[:3] for row in rows]


def test_the_page_leads_from_each_row_to_its_case(small_area: SmallArea) -> None:
    page = browser_of(small_area.people.office).get(f"/systems/concerns/lists/{LIST}/").content.decode()
    assert "/cases/branches/B002-01/" in page
    assert "/cases/concerns/Q01-01/" in page


def test_the_rows_of_one_unit_are_those_of_every_pack(small_area: SmallArea) -> None:
    by = actor(small_area.people.office, on=LATER)
    over = whole_pack(small_area.area.pk, newest_pack("concerns"))
    found = listing_of(by, over, LIST, asof=LATER, today=LATER, unit=small_area.units.housing)
    assert [cells[2] for _, cells in found.rows()] == ["路灯不亮", "乙"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('of = ["concern", "branches.admission"]', 'of = ["branches.admission"]', "list.everything.of"),
        ('"opened"]\n', '"opened"]\ntotals = ["concerns"]\n', "list.everything.totals"),
        ('"opened"]\n', '"opened"]\npublic = true\n', "list.everything.public"),
        ("type = \"link\", to = [\"concern\"]", "many = true, type = \"link\", to = [\"concern\"]", "kind.concern.fields.same_as.same"),
    ],
)  # fmt: skip
def test_what_such_a_list_or_link_cannot_be_is_refused(old: str, new: str, place: str) -> None:
    texts = {path.name: path.read_text() for path in PACKS.glob("*.toml")}
    assert old in texts["concerns.toml"]
    texts["concerns.toml"] = texts["concerns.toml"].replace(old, new, 1)
    assert place in {problem.key_path for problem in check_texts(texts) if problem.rule == "P50"}


def test_a_column_that_one_of_the_kinds_does_not_know_is_refused() -> None:
    texts = {path.name: path.read_text() for path in PACKS.glob("*.toml")}
    texts["concerns.toml"] = texts["concerns.toml"].replace('"state", "opened"]', '"state", "cost"]', 1)
    assert {problem.rule for problem in check_texts(texts)} == {"P14"}
