"""What a rectification led to is recorded row by row, counted as it stood on any day, and names are kept apart."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.outcomes.actions import record_outcome, withdraw_outcome
from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.outcomes.queries import People, outcomes_of, totals_at
from bihuan.loop.outcomes.rules import sees_names
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verification import verify
from tests.people import NOW, TODAY, SmallArea, actor

WARNING: dict[str, Any] = {"group": "party", "kind": "warning", "who": "梁某", "who_unit": "住建局", "on": TODAY}


@pytest.fixture
def finding(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    case = open_case(
        pack="rectification", kind="finding", parent=round_, subject="兑现周期长", by=office, at=NOW, standard=["办结"]
    )
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    return move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)


def recorded(case: Case, area: SmallArea, sort: str = "disposition", **given: Any) -> Outcome:
    return record_outcome(case=case, sort=sort, given=given, by=actor(area.people.discipline), at=NOW)


def top(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.root_id or 0)


def test_persons_and_person_times_are_counted_apart(finding: Case, small_area: SmallArea) -> None:
    recorded(finding, small_area, **WARNING)
    recorded(finding, small_area, **{**WARNING, "group": "administrative", "kind": "demerit"})
    recorded(finding, small_area, group="first_form", kind="education", persons="45", on=TODAY)
    totals = totals_at(top(finding), TODAY)
    assert totals.people == People(persons=46, times=47)
    assert totals.by_class["party"] == totals.by_class["administrative"] == People(1, 1)
    assert totals.dispositions["party"]["warning"] == People(1, 1)
    assert totals.dispositions["administrative"]["warning"] == People(0, 0)


def test_money_and_rules_are_added_up_by_kind(finding: Case, small_area: SmallArea) -> None:
    recorded(finding, small_area, "recovery", kind="collected", amount="785200", on=TODAY)
    recorded(finding, small_area, "recovery", kind="returned", amount="0.50", on=TODAY)
    recorded(
        finding,
        small_area,
        "instrument",
        kind="made",
        name="《工地扬尘管理办法》",
        document="云住建〔2026〕3号",
        on=TODAY,
    )
    totals = totals_at(top(finding), TODAY)
    assert totals.money == Decimal("785200.50")
    assert totals.recoveries["returned"] == Decimal("0.50")
    assert totals.instruments == {"made": 1, "revised": 0, "repealed": 0}
    assert not totals.empty


def test_totals_of_a_past_day_do_not_know_what_came_later(finding: Case, small_area: SmallArea) -> None:
    row = recorded(finding, small_area, **WARNING)
    by, later = actor(small_area.people.discipline), NOW + timedelta(days=3)
    withdraw_outcome(case=finding, outcome_id=row.pk, reason="重复登记", by=by, at=later)
    assert totals_at(top(finding), TODAY).people.times == 1
    assert totals_at(top(finding), TODAY - timedelta(days=1)).people.times == 0
    assert totals_at(top(finding), TODAY + timedelta(days=3)).people.times == 0
    assert not outcomes_of(finding)


def test_the_trail_proves_who_it_was_and_never_says_the_name(finding: Case, small_area: SmallArea) -> None:
    row = recorded(finding, small_area, **WARNING)
    records = Event.objects.filter(area_id=finding.area_id, case_id=finding.pk).values_list("record", flat=True)
    assert not any("梁某" in record for record in records)
    assert json.loads(list(records)[-1])["body"]["outcome"]["who"]
    assert verify(finding.area_id).sound
    Outcome.objects.filter(area_id=finding.area_id, pk=row.pk).update(who="别人")
    assert [str(one.fault.name) for one in verify(finding.area_id).broken] == ["OUTCOME"]
    Outcome.objects.filter(area_id=finding.area_id, pk=row.pk).update(who="梁某")


@pytest.mark.parametrize(
    "change", [{"amount": Decimal("1.00")}, {"kind": "returned"}, {"on": date(2020, 1, 1)}, {"withdrawn_at": NOW}]
)
def test_a_changed_row_is_found(finding: Case, small_area: SmallArea, change: dict[str, Any]) -> None:
    row = recorded(finding, small_area, "recovery", kind="collected", amount="785200.00", on=TODAY)
    rows = Outcome.objects.filter(area_id=finding.area_id, pk=row.pk)
    before = {name: getattr(row, name) for name in change}
    rows.update(**change)
    assert not verify(finding.area_id).sound
    rows.update(**before)


def test_a_row_no_event_tells_of_is_found(finding: Case, small_area: SmallArea) -> None:
    row = recorded(finding, small_area, "recovery", kind="collected", amount="785200", on=TODAY)
    row.pk = None
    row.save(force_insert=True)
    assert not verify(finding.area_id).sound
    Outcome.objects.filter(area_id=finding.area_id, pk=row.pk).delete()


@pytest.mark.parametrize(
    ("sort", "given", "field"),
    [
        ("disposition", {**WARNING, "kind": "demerit"}, "kind"),  # 记过 is no Party sanction
        ("disposition", {**WARNING, "group": "praise"}, "group"),
        ("disposition", {**WARNING, "who": "", "persons": "0"}, "persons"),
        ("disposition", {**WARNING, "who": "", "persons": "2.5"}, "persons"),
        ("disposition", {**WARNING, "on": TODAY + timedelta(days=1)}, "on"),
        ("recovery", {"kind": "collected", "amount": "-3", "on": TODAY}, "amount"),
        ("recovery", {"kind": "collected", "amount": "三万", "on": TODAY}, "amount"),
        ("recovery", {"kind": "lost", "amount": "3", "on": TODAY}, "kind"),
        ("instrument", {"kind": "made", "name": " ", "on": TODAY}, "name"),
        ("instrument", {"kind": "made", "name": "办法", "on": ""}, "on"),
        ("instrument", {"kind": "made", "name": "办法", "on": TODAY, "evidence": "999"}, "evidence"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    finding: Case, small_area: SmallArea, sort: str, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        recorded(finding, small_area, sort, **given)
    assert list(refused.value.fields) == [field]
    assert not Outcome.objects.filter(area_id=finding.area_id).exists()


def test_who_works_on_the_case_records_money_but_no_punishment(finding: Case, small_area: SmallArea) -> None:
    clerk = actor(small_area.people.clerk)
    record_outcome(
        case=finding, sort="recovery", given={"kind": "collected", "amount": "3", "on": TODAY}, by=clerk, at=NOW
    )
    with pytest.raises(NotAllowed):
        record_outcome(case=finding, sort="disposition", given=WARNING, by=clerk, at=NOW)


def test_names_are_seen_by_the_organs_that_decide_and_by_nobody_else(finding: Case, small_area: SmallArea) -> None:
    file, people = CaseFile(finding, TODAY), small_area.people
    assert sees_names(file, actor(people.discipline))
    for other in (people.office, people.clerk, people.director, people.leader):
        assert not sees_names(file, actor(other))


def test_only_who_recorded_it_or_the_office_takes_it_back(finding: Case, small_area: SmallArea) -> None:
    row = recorded(finding, small_area, "recovery", kind="collected", amount="3", on=TODAY)
    with pytest.raises(NotAllowed):
        withdraw_outcome(case=finding, outcome_id=row.pk, reason="误", by=actor(small_area.people.clerk), at=NOW)
    with pytest.raises(Refused):
        withdraw_outcome(case=finding, outcome_id=row.pk, reason=" ", by=actor(small_area.people.office), at=NOW)
    withdraw_outcome(case=finding, outcome_id=row.pk, reason="误", by=actor(small_area.people.office), at=NOW)
    assert verify(finding.area_id).sound
