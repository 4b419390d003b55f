"""What somebody is offered on a case where it stands: open acts with what they ask, closed ones with the reason."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.accounts.models import Person
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.actions import ask_extension
from bihuan.loop.clocks.explaining import clocks_of
from bihuan.loop.evidence.actions import NewEvidence, answer_point
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.queries import Closed, Offer, Offers, offers, review_sheet
from bihuan.loop.lifecycle.signing import sign_case
from tests.people import NOW, TODAY, SmallArea, actor


def offered(case: Case, person: Person) -> Offers:
    return offers(Case.objects.get(area_id=case.area_id, pk=case.pk), actor(person), TODAY)


def closed(case: Case, person: Person, act: str, which: str = "") -> Closed:
    found = offered(case, person).find(act, which)  # type: ignore[arg-type]
    assert isinstance(found, Closed)
    return found


def opened(case: Case, person: Person, act: str, which: str = "") -> Offer:
    found = offered(case, person).find(act, which)  # type: ignore[arg-type]
    assert isinstance(found, Offer)
    return found


def paper(name: str, **about: object) -> NewEvidence:
    return NewEvidence(name=name, stream=BytesIO(b"%PDF-1.4 " + name.encode()), **about)  # type: ignore[arg-type]


@pytest.fixture
def finding(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    return open_case(
        pack="rectification",
        kind="finding",
        parent=round_,
        subject="惠企政策兑现周期长",
        given={"aspect": "履职尽责", "lead": small_area.units.planning},
        by=office,
        at=NOW,
    )


@pytest.fixture
def handed_out(finding: Case, small_area: SmallArea) -> Case:
    from bihuan.loop.evidence.actions import set_standard

    office = actor(small_area.people.office)
    case = set_standard(case=finding, points=["印发办法", "全部兑付"], by=office, at=NOW)
    given = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2027, 1, 20)}
    return move_case(case=case, move="hand_out", given=given, by=office, at=NOW)


@pytest.fixture
def working(handed_out: Case, small_area: SmallArea) -> Case:
    return move_case(case=handed_out, move="accept", given={}, by=actor(small_area.people.clerk), at=NOW)


@pytest.fixture
def checking(working: Case, small_area: SmallArea) -> Case:
    clerk, director = actor(small_area.people.clerk), actor(small_area.people.director)
    for number in (1, 2):
        brought = [paper(f"{number}.pdf", point=number)]
        answer_point(case=working, number=number, answer="已办", brought=brought, by=clerk, at=NOW)
    brought = [paper("承诺书.pdf", kind="pledge"), paper("签字.pdf", kind="second_signature")]
    return move_case(case=working, move="submit", given={"statement": "完成"}, by=director, at=NOW, evidence=brought)


def test_a_hand_out_without_a_standard_is_closed_to_the_office_until_there_is_one(
    finding: Case, small_area: SmallArea
) -> None:
    assert "完成标准" in closed(finding, small_area.people.office, "move", "hand_out").reason
    assert offered(finding, small_area.people.office).may("standard")
    assert not offered(finding, small_area.people.clerk).may("standard")


def test_an_offer_says_what_it_asks_where_it_leads_and_who_acts_then(handed_out: Case, small_area: SmallArea) -> None:
    offer = opened(handed_out, small_area.people.clerk, "move", "accept")
    assert [(ask.id, ask.type, ask.required) for ask in offer.asks] == [("handler", "person", False)]
    assert offer.leads_to == "整改中"
    assert offer.waits_for == "责任单位主要负责人"
    assert offer.relation == "责任单位"
    decline = opened(handed_out, small_area.people.clerk, "move", "decline")
    assert [(ask.id, ask.required) for ask in decline.asks] == [("reason", True)]


def test_asks_are_filled_in_with_what_the_case_holds(finding: Case, small_area: SmallArea) -> None:
    from bihuan.loop.lifecycle.asking import asked

    asks = {
        ask.id: ask for ask in asked(CaseFile(finding, TODAY), ["lead", "assisting", "nature", "due", "sort", "aspect"])
    }
    assert [member.name for member in asks["lead"].members] == ["发展和改革局"]
    assert asks["assisting"].many
    assert ("by_date", "限期整改") in asks["nature"].options
    assert asks["aspect"].value == "履职尽责"
    assert ("funds", "财政财务") in asks["sort"].options


def test_who_may_not_reads_who_may(working: Case, small_area: SmallArea) -> None:
    assert "责任单位主要负责人" in closed(working, small_area.people.clerk, "move", "submit").reason
    assert "责任单位主要负责人" in closed(working, small_area.people.office, "ask_extension").reason


def test_a_guard_that_does_not_hold_names_what_is_missing(working: Case, small_area: SmallArea) -> None:
    found = closed(working, small_area.people.director, "move", "submit")
    assert len(found.missing) == 2
    assert "印发办法" in found.missing[0]


def test_evidence_that_a_move_asks_for_does_not_close_it_but_stands_in_the_offer(
    working: Case, small_area: SmallArea
) -> None:
    clerk = actor(small_area.people.clerk)
    for number in (1, 2):
        brought = [paper(f"{number}.pdf", point=number)]
        answer_point(case=working, number=number, answer="已办", brought=brought, by=clerk, at=NOW)
    offer = opened(working, small_area.people.director, "move", "submit")
    assert [(need.kind, len(need.on_file)) for need in offer.needs] == [("pledge", 0), ("second_signature", 0)]


def test_moves_that_lie_behind_are_not_named_and_those_ahead_say_when(working: Case, small_area: SmallArea) -> None:
    found = offered(working, small_area.people.office)
    assert found.find("move", "hand_out") is None
    assert "已销号" in closed(working, small_area.people.office, "move", "reopen").reason


def test_a_review_is_offered_to_its_signer_alone_and_never_to_who_submitted(
    checking: Case, small_area: SmallArea
) -> None:
    people = small_area.people
    found = offered(checking, people.lead_director)
    assert [offer.id for offer in found.open if offer.act == "sign"] == ["pass", "return"]
    assert "自己报送" in closed(checking, people.director, "sign").reason
    assert "牵头单位" in closed(checking, people.office, "sign").reason


def test_the_sheet_of_a_review_names_step_checks_points_and_chain(checking: Case) -> None:
    sheet = review_sheet(CaseFile(checking, TODAY))
    assert sheet is not None
    assert (sheet.step, sheet.steps) == (1, 4)
    assert len(sheet.checks) == 2
    assert [point.number for point in sheet.points] == [1, 2]
    assert sheet.chain[2] == "纪检监察机关、组织部门"
    assert (sheet.passes_to, sheet.returns_to, sheet.refuses_to) == ("已销号", "整改中", "")


def test_a_joint_step_waits_for_all_of_its_signers(checking: Case, small_area: SmallArea) -> None:
    people, met = small_area.people, {1: "met", 2: "met"}
    by = actor(people.lead_director)
    case = sign_case(case=checking, verdict="pass", checks=[0, 1], points=met, by=by, at=NOW)
    assert opened(case, people.office, "sign", "pass").waits_for == "纪检监察机关、组织部门"


def test_an_extension_is_answered_by_somebody_else(working: Case, small_area: SmallArea) -> None:
    people = small_area.people
    director = actor(people.director)
    ask_extension(case=working, clock="work", asked_for=date(2027, 3, 1), reason="材料未齐", by=director, at=NOW)
    assert offered(working, people.office).may("decide_extension")
    assert not offered(working, people.director).may("decide_extension")
    assert "等答复" in closed(working, people.director, "ask_extension").reason


def test_material_is_locked_under_review_for_those_who_bring_it(checking: Case, small_area: SmallArea) -> None:
    assert "锁定" in closed(checking, small_area.people.clerk, "evidence").reason
    assert offered(checking, small_area.people.leader).find("evidence") is None


def test_who_only_looks_is_offered_nothing(working: Case, small_area: SmallArea) -> None:
    assert offered(working, small_area.people.leader).open == ()


def test_offers_ask_few_queries(
    checking: Case, small_area: SmallArea, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = Case.objects.get(area_id=checking.area_id, pk=checking.pk)
    by = actor(small_area.people.lead_director)
    with django_assert_max_num_queries(10):
        offers(case, by, TODAY)


def test_clocks_are_explained_by_their_facts(working: Case) -> None:
    clocks = clocks_of(CaseFile(working, TODAY))
    first = clocks.facts[0]
    assert first.clock == "work"
    assert first.reading.due_on == date(2027, 1, 20)
    assert clocks.left is not None
    assert clocks.left > 0
    receipt = clocks.facts[1]
    assert receipt.reading.stopped_on == TODAY
    assert receipt.entered == "待签收"


def test_a_stay_in_suspension_is_a_pause_of_a_clock_that_counts_days(small_area: SmallArea, working: Case) -> None:
    office = actor(small_area.people.office)
    case = move_case(case=working, move="suspend", given={"reason": "等待上级批复"}, by=office, at=NOW)
    clocks = clocks_of(CaseFile(case, TODAY + timedelta(days=3)))
    work = next(facts for facts in clocks.facts if facts.clock == "work")
    assert not work.reading.running
    assert case.paused
