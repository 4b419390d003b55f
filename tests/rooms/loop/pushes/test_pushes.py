"""Findings that meet the criteria of their round are proposed; the board tells how those on the list stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.instructions.actions import give_instruction, withdraw_instruction
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.pushes.queries import proposals, pushed
from tests.pages.stories import clock, later, reviewed, today, worked_on
from tests.people import SmallArea, actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(tmp_path: object, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def round_of(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.root_id or 0)


def grounds(small: SmallArea, case: Case, day: date | None = None) -> list[tuple[str, ...]]:
    found = proposals(actor(small.people.office), round_of(case), day or today())
    return [one.grounds for one in found]


def test_an_ordinary_finding_is_not_proposed(small_area: SmallArea) -> None:
    assert grounds(small_area, worked_on(small_area)) == []


def test_money_from_the_sum_the_round_sets_makes_it_major(small_area: SmallArea) -> None:
    case, by = worked_on(small_area), actor(small_area.people.office)
    for amount, expected in (("999999.99", []), ("1000000", [("money",)])):
        correct_case(case=case, given={"amount": amount}, reason="核定金额", by=by, at=clock())
        assert grounds(small_area, case) == expected
    correct_case(case=round_of(case), given={"push_money": "5000000"}, reason="本轮标准", by=by, at=clock())
    assert grounds(small_area, case) == []


def test_the_second_return_makes_it_major(small_area: SmallArea) -> None:
    people = small_area.people
    case = reviewed(small_area)
    for times in (1, 2):
        by = actor(people.lead_director)
        case = sign_case(case=case, verdict="return", opinion="请补充", points={1: "met", 2: "met"}, by=by, at=clock())
        assert grounds(small_area, case) == ([("returned",)] if times == 2 else [])
        if times == 1:
            given = {"statement": "已补充"}
            case = move_case(case=case, move="submit", given=given, by=actor(people.director), at=clock())


def test_more_than_so_many_days_late_makes_it_major(small_area: SmallArea) -> None:
    case = worked_on(small_area)
    assert case.due is not None
    assert grounds(small_area, case, case.due + timedelta(days=30)) == []
    assert grounds(small_area, case, case.due + timedelta(days=31)) == [("overdue",)]


def test_a_leader_who_names_it_makes_it_major_until_the_instruction_is_withdrawn(small_area: SmallArea) -> None:
    case, leader = worked_on(small_area), actor(small_area.people.leader)
    row = give_instruction(case=case, text="列为重点。", due=later(3), by=leader, at=clock())
    assert grounds(small_area, case) == [("named",)]
    withdraw_instruction(instruction=row, reason="已不需要", by=leader, at=clock())
    assert grounds(small_area, case) == []


def test_what_is_listed_is_proposed_no_more_and_stands_on_the_board(small_area: SmallArea) -> None:
    people, case = small_area.people, worked_on(small_area)
    office = actor(people.office)
    give_instruction(case=case, text="列为重点。", due=later(3), by=actor(people.leader), at=clock())
    given = {"grounds": ["named"], "goal": "年底前办结"}
    push = open_case(pack=case.pack, kind="push", parent=case, subject="积压兑付", given=given, by=office, at=clock())
    assert grounds(small_area, case) == []
    launch = {
        "leader": people.group_leader,
        "responsible": small_area.units.housing,
        "panel": [people.lead_clerk],
        "due": later(60),
    }
    push = move_case(case=push, move="launch", given=launch, by=office, at=clock())
    said = {"statement": "已核对底数"}
    move_case(case=push, move="progress", given=said, by=actor(people.lead_clerk), at=clock() + timedelta(days=2))
    (row,) = pushed(office, round_of(case))
    assert (row.case.pk, row.members) == (push.pk, (people.lead_clerk.name,))
    assert row.reported is not None
    assert row.report_due == row.reported + timedelta(days=7)
