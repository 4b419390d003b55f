"""Cases at a day: who sees them, in which order, under which filter, and what the organisation was called then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.accounts.actions import change_unit
from bihuan.loop.asof.errors import DayToCome
from bihuan.loop.asof.past import Past
from bihuan.loop.asof.queries import case_at, cases_at
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.ledger import LedgerFilter
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.withdrawing import withdraw_case
from bihuan.loop.clocks.calendar import SpecialDay
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.years import enter_year
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, PACK, TODAY, SmallArea, actor

KINDS = ("round", "finding", "instance", "measure")
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def office(small_area: SmallArea) -> Any:
    return actor(small_area.people.office)


@pytest.fixture
def round_(small_area: SmallArea, office: Any) -> Case:
    """A round with two findings; the first has two measures of two units, the second a case in point with one."""
    release_packs(at=NOW)
    units = small_area.units
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 11, 2), "responsible": units.administration}
    round_ = open_case(pack=PACK, kind="round", subject="2026年巡察", given=given, by=office, at=NOW)
    first, second = (
        opened("finding", round_, text, office, lead=units.planning, responsible=units.housing)
        for text in ("兑现慢", "底数不清")
    )
    for text, unit in (("修订办法", units.housing), ("设立专窗", units.planning)):
        opened("measure", first, text, office, responsible=unit)
    instance = opened("instance", second, "某某项目", office, responsible=units.housing)
    opened("measure", instance, "补办手续", office, responsible=units.housing)
    return round_


def opened(kind: str, parent: Case, subject: str, by: Any, **given: Any) -> Case:
    standard = ["办结"] if kind == "finding" else []
    return open_case(
        pack=PACK, kind=kind, parent=parent, subject=subject, given=given, standard=standard, by=by, at=NOW
    )


def cases(by: Any, asof: date, today: date = TODAY, kinds: Sequence[str] = KINDS, **more: Any) -> list[CaseAt]:
    return list(cases_at(by, pack=PACK, kinds=kinds, asof=asof, today=today, **more))


def numbers(by: Any, asof: date, today: date = TODAY, **more: Any) -> list[str]:
    return [case.number for case in cases(by, asof, today, **more)]


def handed_out(case: Case, by: Any, *, at: datetime = NOW, **given: Any) -> Case:
    answers = {"nature": "by_date", "due": local_day(at) + timedelta(days=40), **given}
    return move_case(case=case, move="hand_out", given=answers, by=by, at=at)


TREE = [
    "2026-01", "2026-01-01", "2026-01-01-01", "2026-01-01-02", "2026-01-02", "2026-01-02-G01", "2026-01-02-G01-01",
]  # fmt: skip


@pytest.mark.parametrize("today", [TODAY, TOMORROW])
def test_cases_come_as_a_tree_is_read(round_: Case, office: Any, today: date) -> None:
    assert numbers(office, TODAY, today) == TREE
    finding = Case.objects.get(area=round_.area_id, number="2026-01-02")
    assert numbers(office, TODAY, today, root=finding) == TREE[4:]
    assert numbers(office, TODAY, today, kinds=["measure"]) == [TREE[2], TREE[3], TREE[6]]


def test_a_day_to_come_is_refused_and_nothing_was_there_before_it_was_opened(round_: Case, office: Any) -> None:
    with pytest.raises(DayToCome):
        cases_at(office, pack=PACK, kinds=KINDS, asof=TOMORROW, today=TODAY)
    with pytest.raises(DayToCome):
        case_at(office, round_, TOMORROW, TODAY)
    assert cases(office, TODAY - timedelta(days=1)) == []
    with pytest.raises(CaseNotFound):
        case_at(office, round_, TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize("today", [TODAY, TOMORROW])
def test_everybody_sees_only_what_they_may(round_: Case, office: Any, small_area: SmallArea, today: date) -> None:
    lead = actor(small_area.people.lead_clerk)
    assert numbers(lead, TODAY, today) == ["2026-01", "2026-01-01", "2026-01-01-02", "2026-01-02"]
    assert cases(actor(small_area.people.stranger), TODAY, today) == []
    measure = Case.objects.get(area=round_.area_id, number="2026-01-01-01")
    assert case_at(office, measure, TODAY, today).subject == "修订办法"
    with pytest.raises(CaseNotFound):
        case_at(lead, measure, TODAY, today)


def test_units_are_those_that_were_responsible_then(round_: Case, office: Any, small_area: SmallArea) -> None:
    housing, planning = small_area.units.housing, small_area.units.planning
    later = NOW + timedelta(days=1)
    measure = Case.objects.get(area=round_.area_id, number="2026-01-01-01")
    correct_case(case=measure, given={"responsible": planning}, reason="调整", by=office, at=later)
    asked: dict[str, Any] = {"kinds": ["measure"], "today": TOMORROW}
    assert numbers(office, TODAY, units=[housing.pk], **asked) == [TREE[2], TREE[6]]
    assert numbers(office, TOMORROW, units=[housing.pk], **asked) == [TREE[6]]
    assert numbers(office, TODAY, units=[planning.pk], **asked) == [TREE[3]]


def test_the_filter_of_a_ledger_means_the_same_today_and_later(
    round_: Case, office: Any, small_area: SmallArea
) -> None:
    units = small_area.units
    for case in Case.objects.filter(area=round_.area_id, kind="finding"):
        handed_out(case, office, responsible=units.housing, lead=units.planning, leader=small_area.people.leader)
    base = LedgerFilter(PACK, "finding")
    first = Case.objects.get(area=round_.area_id, number="2026-01-01")
    correct_case(case=first, given={"aspect": "作风建设", "due": date(2027, 1, 30)}, reason="核对", by=office, at=NOW)
    filters = [
        base, replace(base, kind="measure"), replace(base, states=("handed_out",)), replace(base, categories=("draft",)),
        replace(base, lights=("soon", "ok")), replace(base, natures=("by_date",)), replace(base, units=(units.housing.pk,)),
        replace(base, leads=(units.planning.pk,)), replace(base, leads=(units.archive.pk,)), replace(base, root=round_.pk),
        replace(base, parent=round_.pk), replace(base, parent=first.pk, kind="measure"), replace(base, turn_from=2),
        replace(base, leader=small_area.people.leader.pk), replace(base, due_from=date(2027, 1, 1)),
        replace(base, due_to=date(2027, 1, 1)), replace(base, closed_from=TODAY), replace(base, typed="兑现"),
        replace(base, typed="01-0"), replace(base, typed="兑现 慢"), replace(base, typed="?"), replace(base, typed="现兑"),
        replace(base, fields={"text_1": ("作风建设",)}), replace(base, pack="other"), replace(base, root=0),
    ]  # fmt: skip
    for wanted in filters:
        today, later = (cases(office, TODAY, day, wanted=wanted) for day in (TODAY, TOMORROW))
        assert today == later, wanted
    found = [len(cases(office, TODAY, wanted=wanted)) for wanted in filters]
    assert found[:4] == [2, 3, 2, 0]
    assert set(found[4:]) == {0, 1, 2}


def test_units_and_people_have_the_names_of_the_day(round_: Case, small_area: SmallArea, office: Any) -> None:
    admin = actor(small_area.people.administrator)
    then = cases(office, TODAY)
    change_unit(unit=small_area.units.housing, by=admin, at=NOW + timedelta(days=1), name="住房和城市更新局")
    assert cases(office, TODAY, TOMORROW) == then
    assert {case.responsible.name for case in cases(office, TOMORROW, TOMORROW) if case.responsible} == {
        "党政办公室", "住房和城市更新局", "发展和改革局",
    }  # fmt: skip


def test_a_case_withdrawn_later_still_stands_where_it_stood(round_: Case, small_area: SmallArea, office: Any) -> None:
    then = cases(office, TODAY)
    later = NOW + timedelta(days=1)
    for number in ("2026-01-02-G01-01", "2026-01-02-G01", "2026-01-01-01"):
        case = Case.objects.get(area=round_.area_id, number=number)
        withdraw_case(case=case, reason="重复登记", by=office, at=later)
    assert cases(office, TODAY, TOMORROW) == then
    assert numbers(office, TOMORROW, TOMORROW) == ["2026-01", "2026-01-01", "2026-01-01-02", "2026-01-02"]
    second = Case.objects.get(area=round_.area_id, number="2026-01-02")
    assert numbers(office, TODAY, TOMORROW, root=second) == TREE[4:]
    assert "2026-01-01-01" not in numbers(actor(small_area.people.clerk), TODAY, TOMORROW)


def test_a_limit_that_a_case_above_changed_later_does_not_change_the_light_of_then(
    round_: Case, small_area: SmallArea, office: Any
) -> None:
    measure = Case.objects.get(area=round_.area_id, number="2026-01-01-01")
    handed_out(measure, office, responsible=small_area.units.housing)
    much_later = NOW + timedelta(days=10)
    today = local_day(much_later)
    lights = [one_light(office, measure, TODAY + timedelta(days=day), today) for day in range(10)]
    assert list(dict.fromkeys(lights)) == ["ok", "soon", "late"]
    correct_case(case=round_, given={"receipt_days": 30}, reason="按新规定", by=office, at=much_later)
    assert [one_light(office, measure, TODAY + timedelta(days=day), today) for day in range(10)] == lights
    assert one_light(office, measure, today, today) == "ok"


def test_a_holiday_entered_later_does_not_change_the_light_of_then(
    round_: Case, small_area: SmallArea, office: Any
) -> None:
    measure = Case.objects.get(area=round_.area_id, number="2026-01-01-01")
    handed_out(
        measure, office, responsible=small_area.units.housing
    )  # three working days for the receipt: until Wednesday
    thursday, later = TODAY + timedelta(days=6), NOW + timedelta(days=8)
    today = local_day(later)
    assert one_light(office, measure, thursday, today) == "late"
    week = [SpecialDay(TODAY + timedelta(days=day), worked=False, name="防汛") for day in range(3, 8)]
    enter_year(year=2026, days=week, by=actor(small_area.people.administrator), at=later)
    assert one_light(office, measure, thursday, today) == "late"
    assert one_light(office, measure, today, today) != "late"


def one_light(by: Any, case: Case, asof: date, today: date) -> str:
    return case_at(by, case, asof, today).light


def test_the_number_of_queries_does_not_grow_with_the_cases(
    round_: Case, office: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    finding = Case.objects.get(area=round_.area_id, number="2026-01-01")
    for place in range(30):
        opened("measure", finding, f"措施{place}", office)
    for today in (TODAY, TOMORROW):
        with django_assert_max_num_queries(16):
            assert len(cases(office, TODAY, today)) == 37


def test_an_act_of_the_last_second_belongs_to_its_day(round_: Case, office: Any) -> None:
    end = Past(office.area_id, TODAY).end
    measure = Case.objects.get(area=round_.area_id, number="2026-01-01-01")
    for moment, text in ((end - timedelta(seconds=1), "改一"), (end, "改二")):
        correct_case(case=measure, given={"subject": text}, reason="笔误", by=office, at=moment)
    assert case_at(office, measure, TODAY, TOMORROW).subject == "改一"
    assert case_at(office, measure, TOMORROW, TOMORROW).subject == "改二"
