"""The form of a new case begins with what the case above says already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.opening import opening_sheet
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, TODAY, SmallArea, actor

PACK = "state-assets"


def test_what_the_case_above_calls_the_same_is_filled_in_already(small_area: SmallArea) -> None:
    release_packs(at=NOW)
    people, units = small_area.people, small_area.units
    set_desk_holder(
        pack=PACK, desk="office", unit=units.office, heads_only=False, by=actor(people.administrator), at=NOW
    )
    office = actor(people.office)
    given = {
        "responsible": units.housing, "tenant": "远岫餐饮", "place": "澜桥路12号", "way": "open", "rent": 60_000,
        "starts_on": TODAY, "ends_on": TODAY,
    }  # fmt: skip
    lease = open_case(pack=PACK, kind="lease", subject="澜桥路12号商铺", given=given, by=office, at=NOW)
    sheet = opening_sheet(pack=PACK, kind="bill", parent=CaseFile(lease, TODAY), actor=office, at=NOW)
    asks = {ask.id: ask for ask in sheet.asks}
    assert asks["tenant"].value == "远岫餐饮"
    assert [one.name for one in asks["responsible"].members] == [units.housing.name]
    assert asks["rent"].value == "", "what the two call by different names is another thing"
    assert asks["subject"].value == ""
    assert (asks["due"].title, asks["due"].required) == ("缴纳期限", True), "rent is dunned by its due date"


def test_the_due_date_is_asked_where_a_clock_runs_until_it_and_no_move_asks_for_it_first(small_area: SmallArea) -> None:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    asked = {
        kind: "due" in {ask.id for ask in opening_sheet(
            pack=pack, kind=kind, parent=None, actor=office, at=NOW).asks}
        for pack, kind in (("study", "plan"), ("directives", "directive"), ("state-assets", "seal"))
    }  # fmt: skip
    assert asked == {"plan": True, "directive": False, "seal": False}


def test_a_due_date_that_the_form_asks_for_is_asked_for_wherever_a_case_is_opened(small_area: SmallArea) -> None:
    release_packs(at=NOW)
    people, units = small_area.people, small_area.units
    set_desk_holder(
        pack="study", desk="office", unit=units.office, heads_only=False, by=actor(people.administrator), at=NOW
    )
    office = actor(people.office)

    def plan(**also: object) -> Case:
        given = {"year": 2026, "themes": "理论学习", **also}
        return open_case(pack="study", kind="plan", subject="年度学习计划", given=given, by=office, at=NOW)

    with pytest.raises(Refused) as refused:
        plan()
    assert refused.value.fields == {"due": "计划期限没有填写。"}
    with pytest.raises(Refused) as early:
        plan(due=TODAY - timedelta(days=1))
    assert early.value.fields["due"].startswith("期限不能早于今天"), "the sentence about what was given comes first"
    assert plan(due=TODAY).due == TODAY
