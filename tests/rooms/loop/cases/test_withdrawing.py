"""A draft nothing happened to can be withdrawn, and the last thing written can be taken back; the trail stays sound."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.withdrawing import take_back, withdraw_case
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.actions import NewEvidence, add_evidence
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.faults import Fault
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.people import NOW, SmallArea, actor


@pytest.fixture
def round_(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    office = actor(small_area.people.office)
    return open_case(pack="rectification", kind="round", subject="2026年巡察", given=given, by=office, at=NOW)


def finding(small_area: SmallArea, round_: Case, **given: Any) -> Case:
    office = actor(small_area.people.office)
    return open_case(
        pack="rectification",
        kind="finding",
        parent=round_,
        subject="兑现周期长",
        given=given,
        by=office,
        at=NOW,
        standard=["办结"],
    )


def test_a_draft_is_withdrawn_and_its_trail_stays(small_area: SmallArea, round_: Case) -> None:
    office = actor(small_area.people.office)
    case = finding(small_area, round_, responsible=small_area.units.housing)
    withdraw_case(case=case, reason="登记错了轮次", by=office, at=NOW)
    assert not visible_to(office).filter(pk=case.pk).exists()
    events = Event.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("seq")
    assert [event.verb for event in events] == ["opened", "withdrawn"]
    assert verify().sound
    below = CaseParty.objects.filter(area_id=case.area_id, case_id=round_.pk, party="below")
    assert not below.exists()


def test_the_number_of_a_withdrawn_case_is_not_given_out_again(small_area: SmallArea, round_: Case) -> None:
    first = finding(small_area, round_)
    withdraw_case(case=first, reason="重复", by=actor(small_area.people.office), at=NOW)
    assert finding(small_area, round_).number != first.number


def test_what_has_moved_on_is_not_withdrawn(small_area: SmallArea, round_: Case) -> None:
    office = actor(small_area.people.office)
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    moved = move_case(case=finding(small_area, round_), move="hand_out", given=handed, by=office, at=NOW)
    proved = add_evidence(
        case=finding(small_area, round_), brought=[NewEvidence("说明", statement="有")], by=office, at=NOW
    )
    parent = finding(small_area, round_)
    open_case(pack="rectification", kind="measure", parent=parent, subject="限时办结", by=office, at=NOW)
    for case in (moved, proved, parent):
        with pytest.raises(Refused):
            withdraw_case(case=case, reason="重复", by=office, at=NOW)


def test_only_the_office_and_who_registered_it_withdraw(small_area: SmallArea, round_: Case) -> None:
    case = finding(small_area, round_, responsible=small_area.units.housing)
    with pytest.raises(NotAllowed):
        withdraw_case(case=case, reason="重复", by=actor(small_area.people.clerk), at=NOW)


def test_a_case_row_behind_a_withdrawn_chain_is_a_fault(small_area: SmallArea, round_: Case) -> None:
    case = finding(small_area, round_)
    kept = Case.objects.filter(area_id=case.area_id, pk=case.pk).get()
    withdraw_case(case=case, reason="重复", by=actor(small_area.people.office), at=NOW)
    kept.seq, kept.head = 2, Event.objects.get(area_id=case.area_id, case_id=case.pk, seq=2).digest
    kept.save(force_insert=True)
    assert [one.fault for one in verify().broken] == [Fault.HEAD]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM loop_case WHERE area_id = %s AND id = %s", [case.area_id, case.pk])


def test_a_correction_is_taken_back_even_to_a_day_that_has_passed(small_area: SmallArea, round_: Case) -> None:
    office = actor(small_area.people.office)
    first = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    case = move_case(case=finding(small_area, round_), move="hand_out", given=first, by=office, at=NOW)
    later = NOW + timedelta(days=60)
    given = {
        "due": date(2027, 3, 1),
        "responsible": small_area.units.planning,
        "requirement": "限时",
        "assisting": [small_area.units.archive],
    }
    case = correct_case(case=case, given=given, reason="更正", by=office, at=later)
    case = take_back(case=case, seq=case.seq, reason="撤销导入", by=office, at=later)
    assert case.due == date(2026, 12, 20)
    assert case.responsible == small_area.units.housing
    assert case.field("requirement") is None
    assert not CaseParty.objects.filter(area_id=case.area_id, case_id=case.pk, party="assisting").exists()


def test_what_was_changed_again_is_not_taken_back(small_area: SmallArea, round_: Case) -> None:
    office = actor(small_area.people.office)
    case = correct_case(case=finding(small_area, round_), given={"requirement": "甲"}, reason="", by=office, at=NOW)
    seq = case.seq
    case = correct_case(case=case, given={"requirement": "乙"}, reason="", by=office, at=NOW)
    with pytest.raises(Refused):
        take_back(case=case, seq=seq, reason="撤销", by=office, at=NOW)


def test_a_move_is_not_taken_back(small_area: SmallArea, round_: Case) -> None:
    office = actor(small_area.people.office)
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    case = move_case(case=finding(small_area, round_), move="hand_out", given=handed, by=office, at=NOW)
    with pytest.raises(Refused):
        take_back(case=case, seq=case.seq, reason="撤销", by=office, at=NOW)
