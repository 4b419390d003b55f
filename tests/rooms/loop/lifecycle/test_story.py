"""One finding walks the whole loop with the people who really act on it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed, OvertakenByOther, Refused
from bihuan.loop.evidence.actions import NewEvidence, add_evidence, answer_point, set_standard
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.lifecycle.signing import sign_case
from tests.people import NOW, SmallArea, actor

PDF = b"%PDF-1.4 sample"


@pytest.fixture
def finding(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    round_ = open_case(
        pack="rectification",
        kind="round",
        subject="2026年市委巡察",
        given={
            "inspector": "市委第三巡察组",
            "feedback_on": date(2026, 7, 24),
            "responsible": small_area.units.administration,
        },
        by=office,
        at=NOW,
    )
    return open_case(
        pack="rectification",
        kind="finding",
        parent=round_,
        subject="惠企政策兑现周期长",
        given={"aspect": "履职尽责", "lead": small_area.units.planning},
        standard=["印发兑付管理办法", "积压申请全部兑付"],
        by=office,
        at=NOW,
    )


def hand_out(case: Case, small_area: SmallArea) -> Case:
    given = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2027, 1, 20)}
    return move_case(case=case, move="hand_out", given=given, by=actor(small_area.people.office), at=NOW)


def paper(name: str, **about: object) -> NewEvidence:
    return NewEvidence(name=name, stream=BytesIO(PDF + name.encode()), **about)  # type: ignore[arg-type]


def submit(case: Case, small_area: SmallArea) -> Case:
    brought = [paper("承诺书.pdf", kind="pledge"), paper("签字.pdf", kind="second_signature")]
    return move_case(
        case=case,
        move="submit",
        given={"statement": "已完成"},
        by=actor(small_area.people.director),
        at=NOW,
        evidence=brought,
    )


def test_a_finding_is_returned_once_then_struck_off_then_reopened_as_round_two(
    finding: Case, small_area: SmallArea
) -> None:
    people = small_area.people
    case = hand_out(finding, small_area)
    assert (case.state, str(case.runs_until)) == ("handed_out", "2026-11-25")
    case = move_case(case=case, move="accept", given={}, by=actor(people.clerk), at=NOW)
    assert (case.state, case.runs_until) == ("working", date(2027, 1, 20))
    with pytest.raises(Refused) as refused:
        submit(case, small_area)
    assert refused.value.missing == ("第 1 点：印发兑付管理办法", "第 2 点：积压申请全部兑付")
    for number in (1, 2):
        case = answer_point(
            case=case,
            number=number,
            answer="已办",
            brought=[paper(f"{number}.pdf", point=number)],
            by=actor(people.clerk),
            at=NOW,
        )
    case = submit(case, small_area)
    assert case.state == "checking"
    assert case.finished_on == date(2026, 11, 20)
    with pytest.raises(NotAllowed):
        sign_case(case=case, verdict="pass", by=actor(people.director), at=NOW)
    case = sign_case(
        case=case, verdict="pass", checks=[0, 1], points={1: "met", 2: "met"}, by=actor(people.lead_director), at=NOW
    )
    page = standing_of(case)
    case = sign_case(
        case=case, verdict="return", opinion="第2点缺凭证", points={2: "returned"}, by=actor(people.office), at=NOW
    )
    assert (case.state, case.finished_on) == ("working", None)
    with pytest.raises(OvertakenByOther):
        sign_case(case=case, verdict="pass", checks=[0, 1, 2], by=actor(people.office_second), at=NOW, standing=page)
    case = answer_point(
        case=case, number=2, answer="已补", brought=[paper("2b.pdf", point=2)], by=actor(people.clerk), at=NOW
    )
    case = submit(case, small_area)
    case = sign_case(
        case=case, verdict="pass", checks=[0, 1], points={1: "met", 2: "met"}, by=actor(people.lead_director), at=NOW
    )
    case = sign_case(case=case, verdict="pass", checks=[0, 1, 2], by=actor(people.office), at=NOW)
    case = sign_case(case=case, verdict="pass", by=actor(people.organisation), at=NOW)
    assert case.state == "checking"
    case = sign_case(case=case, verdict="pass", by=actor(people.discipline), at=NOW)
    case = sign_case(case=case, verdict="pass", by=actor(people.group_leader), at=NOW)
    assert (case.state, case.closed_on, case.runs_until) == ("struck_off", date(2026, 11, 20), None)
    case = move_case(
        case=case,
        move="reopen",
        given={"reason": "回头看发现反弹", "due": date(2027, 3, 1)},
        by=actor(people.office),
        at=NOW + timedelta(days=100),
        evidence=[paper("依据.pdf", kind="ground")],
    )
    assert (case.state, case.turn, case.closed_on) == ("handed_out", 2, None)


def test_evidence_brought_with_a_refused_move_is_not_kept(finding: Case, small_area: SmallArea) -> None:
    case = hand_out(finding, small_area)
    case = move_case(case=case, move="accept", given={}, by=actor(small_area.people.clerk), at=NOW)
    with pytest.raises(Refused):
        submit(case, small_area)
    assert not case.evidence.filter(area=case.area).exists()


def test_a_standard_is_frozen_at_hand_out(finding: Case, small_area: SmallArea) -> None:
    case = hand_out(finding, small_area)
    with pytest.raises(Refused):
        set_standard(case=case, points=["别的"], by=actor(small_area.people.office), at=NOW)


def test_a_stranger_brings_no_evidence(finding: Case, small_area: SmallArea) -> None:
    case = hand_out(finding, small_area)
    with pytest.raises(NotAllowed):
        add_evidence(case=case, brought=[paper("x.pdf")], by=actor(small_area.people.stranger), at=NOW)


def test_a_round_that_has_reported_is_not_paused_and_a_suspended_finding_is(
    finding: Case, small_area: SmallArea
) -> None:
    office = actor(small_area.people.office)
    case = hand_out(finding, small_area)
    case = move_case(case=case, move="accept", given={}, by=actor(small_area.people.clerk), at=NOW)
    case = move_case(case=case, move="suspend", given={"reason": "等待诉讼结果"}, by=office, at=NOW)
    assert case.paused
    round_ = Case.objects.get(area=case.area_id, pk=case.root_id or 0)
    round_ = move_case(
        case=round_, move="adopt_plan", given={}, by=office, at=NOW, evidence=[paper("方案.pdf", kind="plan")]
    )
    assert not round_.paused
    round_ = move_case(
        case=round_, move="report", given={}, by=office, at=NOW, evidence=[paper("报告.pdf", kind="report")]
    )
    assert not round_.paused
