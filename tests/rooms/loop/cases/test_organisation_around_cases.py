"""Cases follow when desks change hands or a year's working days are entered, and no unit ends while cases are with it."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.accounts.actions import end_post
from bihuan.accounts.errors import NotAllowed, Refused, WrongInput
from bihuan.accounts.models import Post, Unit
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import holders_of_desks, remove_desk_holder, set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.units import end_unit_of_cases
from bihuan.loop.clocks.calendar import SpecialDay
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.clocks.years import enter_year, remove_year
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, PACK, TODAY, People, SmallArea, Units, actor


@pytest.fixture
def finding(small_area: SmallArea) -> Case:
    """A finding that the office has not handed out yet."""
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    facts = {
        "inspector": "市委第三巡察组",
        "feedback_on": date(2026, 11, 2),
        "responsible": small_area.units.administration,
    }
    round_ = open_case(pack=PACK, kind="round", subject="2026年市委巡察", given=facts, by=office, at=NOW)
    given = {"aspect": "履职尽责", "lead": small_area.units.planning}
    return open_case(
        pack=PACK, kind="finding", parent=round_, subject="政策兑现慢", given=given, standard=["制定办法"],
        by=office, at=NOW,
    )  # fmt: skip


def hand_out(case: Case, small_area: SmallArea) -> Case:
    given = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2027, 1, 20)}
    return move_case(case=case, move="hand_out", given=given, by=actor(small_area.people.office), at=NOW)


def waits_for(case: Case) -> set[Unit | None]:
    rows = Waiting.objects.filter(area_id=case.area_id, case_id=case.pk).select_related("unit")
    return {row.unit for row in rows}


def test_a_case_follows_its_desk_to_the_new_holder(finding: Case, people: People, units: Units) -> None:
    by = actor(people.administrator)
    assert waits_for(finding) == {units.office}
    set_desk_holder(pack=PACK, desk="office", unit=units.archive, by=by, at=NOW)
    assert waits_for(finding) == {units.office, units.archive}
    remove_desk_holder(holder_id=holders_of_desks(by.area_id, PACK)["office"][0].id, by=by, at=NOW)
    assert waits_for(finding) == {units.archive}


def test_a_desk_of_one_case_moves_only_that_case(finding: Case, people: People, units: Units) -> None:
    by = actor(people.administrator)
    other = open_case(
        pack=PACK, kind="finding", parent=finding.parent, subject="另一问题",
        given={"aspect": "履职尽责"}, by=actor(people.office), at=NOW,
    )  # fmt: skip
    set_desk_holder(pack=PACK, desk="office", unit=units.archive, case=finding, by=by, at=NOW)
    assert waits_for(finding) == {units.archive}
    assert waits_for(other) == {units.office}


def test_a_case_that_waits_for_its_unit_does_not_care_about_desks(
    finding: Case, small_area: SmallArea, people: People, units: Units
) -> None:
    hand_out(finding, small_area)
    set_desk_holder(pack=PACK, desk="office", unit=units.archive, by=actor(people.administrator), at=NOW)
    assert waits_for(finding) == {units.housing}


def test_only_an_administrator_names_holders_and_only_of_desks_that_exist(
    finding: Case, people: People, units: Units
) -> None:
    with pytest.raises(NotAllowed):
        set_desk_holder(pack=PACK, desk="office", unit=units.archive, by=actor(people.office), at=NOW)
    with pytest.raises(WrongInput):
        set_desk_holder(pack=PACK, desk="kitchen", unit=units.archive, by=actor(people.administrator), at=NOW)
    with pytest.raises(WrongInput):
        set_desk_holder(pack=PACK, desk="office", by=actor(people.administrator), at=NOW)


def test_a_unit_with_open_cases_is_not_ended_and_the_sentence_names_them(
    finding: Case, small_area: SmallArea, people: People, units: Units
) -> None:
    hand_out(finding, small_area)
    by = actor(people.administrator)
    for unit in (units.housing, units.planning):
        with pytest.raises(Refused, match=finding.number):
            end_unit_of_cases(unit=unit, by=by, at=NOW, on=TODAY)
    end_post(post=Post.objects.get(person=people.stranger), by=by, at=NOW, on=TODAY)
    assert end_unit_of_cases(unit=units.archive, by=by, at=NOW, on=TODAY).ended_on == TODAY


def test_running_clocks_follow_the_days_that_an_area_enters(
    finding: Case, small_area: SmallArea, people: People
) -> None:
    hand_out(finding, small_area)
    by = actor(people.administrator)

    def receipt_due() -> date:
        return ClockRun.objects.get(area_id=by.area_id, case_id=finding.pk, clock="receipt").due_on

    before = receipt_due()
    enter_year(year=2026, days=[SpecialDay(before, False, "建区纪念日")], by=by, at=NOW)
    assert receipt_due() > before
    assert Case.objects.get(area_id=by.area_id, pk=finding.pk).runs_until == receipt_due()
    remove_year(year=2026, by=by, at=NOW)
    assert receipt_due() == before
