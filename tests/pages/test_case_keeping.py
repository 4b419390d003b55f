"""Standard, points, corrections, extensions, levels of review, and opening by hand: their pages and their refusals."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django import Settings

from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.queries import points_of
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.trail.verification import verify
from tests.pages import stories
from tests.pages.stories import address, send
from tests.people import PACK, SmallArea, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


def now(case: Case) -> Case:
    return Case.objects.get(area_id=case.area_id, pk=case.pk)


def test_the_standard_is_changed_until_hand_out_and_fixed_then(small_area: SmallArea) -> None:
    case = stories.drafted(small_area)
    office = browser_of(small_area.people.office)
    send(office, address(case, "case_standard"), points=["新的第一点", "", "新的第二点", "第三点"])
    assert [point.text for point in points_of(case)] == ["新的第一点", "新的第二点", "第三点"]
    empty = office.post(address(case, "case_standard"), {"points": ["", " "]})
    assert empty.status_code == 422
    handed = stories.handed_out(small_area)
    assert office.get(address(handed, "case_standard")).status_code == 409
    late = office.post(address(handed, "case_standard"), {"points": ["太晚了"]})
    assert late.status_code == 409
    assert "太晚了" in late.content.decode()


def test_a_point_without_answer_and_file_is_refused(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    clerk = browser_of(small_area.people.clerk)
    assert clerk.post(address(case, "case_point", point=1), {"answer": ""}).status_code == 422
    assert clerk.get(address(case, "case_point", point=9)).status_code == 404


def test_an_extension_is_asked_for_decided_by_another_and_the_first_date_stays(small_area: SmallArea) -> None:
    case, people = stories.worked_on(small_area), small_area.people
    director, office = browser_of(people.director), browser_of(people.office)
    url = address(case, "case_extension", clock="work")
    wrong = director.post(url, {"asked_for": "2020-01-01", "reason": "材料未齐"})
    assert wrong.status_code == 422
    assert "材料未齐" in wrong.content.decode()
    assert 'value="2020-01-01"' in wrong.content.decode()
    unreadable = director.post(url, {"asked_for": "下个月", "reason": "材料未齐"})
    assert unreadable.status_code == 422
    send(director, url, asked_for=stories.later(150).isoformat(), reason="材料未齐")
    answer = address(case, "case_extension_answer")
    assert "材料未齐" in office.get(answer).content.decode()
    assert director.post(answer, {"granted": "yes"}).status_code == 403
    assert office.post(answer, {"granted": "no", "answer": ""}).status_code == 422
    page = send(office, answer, granted="yes", answer="同意")
    assert "同意延期" in page
    after = now(case)
    assert after.due == stories.later(150)
    assert after.original_due == case.original_due
    assert verify(case.area_id).sound


def test_a_correction_changes_only_what_was_changed_and_needs_a_reason(small_area: SmallArea) -> None:
    case = stories.worked_on(small_area)
    office, url = browser_of(small_area.people.office), address(case, "case_correct")
    typed = {
        "_standing": standing_of(case),
        "subject": "惠企政策兑现周期长，企业知晓率低",
        "responsible": str(small_area.units.housing.pk),
        "responsible_text": small_area.units.housing.name,
        "lead": str(small_area.units.planning.pk),
        "lead_text": small_area.units.planning.name,
        "handler": str(small_area.people.clerk.pk),
        "handler_text": small_area.people.clerk.name,
        "aspect": "履职尽责",
        "nature": "by_date",
        "due": case.due.isoformat() if case.due else "",
        "reason": "",
    }
    refused = office.post(url, typed)
    assert refused.status_code == 422
    assert "企业知晓率低" in refused.content.decode()
    assert office.post(url, {**typed, "reason": "漏了后半句"}).status_code == 302
    after = now(case)
    assert after.subject.endswith("知晓率低")
    assert (after.responsible_id, after.lead_id, after.handler_id) == (
        case.responsible_id,
        case.lead_id,
        case.handler_id,
    )
    page = office.get(address(case)).content.decode()
    assert "漏了后半句" in page


def test_the_levels_of_review_are_set_for_the_round_and_taken_back(small_area: SmallArea) -> None:
    round_ = stories.opened_round(small_area)
    office = browser_of(small_area.people.office)
    url = address(round_, "case_chain", kind="finding", state="checking")
    page = office.get(url).content.decode()
    assert "整改措施逐条落实" in page
    typed = {"signers-1": ["lead_head"], "signers-2": ["desk.office", "desk.discipline"], "limit-1": "3"}
    typed["checks-2"] = "原件核对 | Originals compared"
    page = send(office, url, **typed)
    kept = now(round_).fields["chain.finding.checking"]
    assert [step["signed_by"] for step in kept] == [["lead_head"], ["desk.office", "desk.discipline"]]
    assert kept[0]["limit"] == {"unit": "workdays", "amount": 3}
    assert kept[1]["checks"] == ["原件核对 | Originals compared"]
    wrong = office.post(url, {**typed, "limit-1": "三天"})
    assert wrong.status_code == 422
    assert 'value="三天"' in wrong.content.decode()
    send(office, url, do="pack")
    assert "chain.finding.checking" not in now(round_).fields
    assert office.get(address(round_, "case_chain", kind="finding", state="working")).status_code == 404
    assert browser_of(small_area.people.leader).get(url).status_code == 409


def test_a_case_opened_without_what_it_needs_comes_back_as_typed(small_area: SmallArea) -> None:
    round_ = stories.opened_round(small_area)
    office = browser_of(small_area.people.office)
    url = address(round_, "case_open", kind="finding")
    answer = office.post(url, {"subject": "", "amount": "一百万", "standard": "第一点\n第二点"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "一百万" in page
    assert "第二点" in page
    send(
        office, url, subject="工程变更未经集体研究", aspect="工程管理", amount="1,000,000", standard="第一点\n\n第二点"
    )
    case = Case.objects.filter(area=small_area.area, kind="finding").get()
    assert case.fields["amount"] == "1000000.00"
    assert len(points_of(case)) == 2


def test_only_kinds_that_fit_are_opened_and_only_by_who_may(small_area: SmallArea) -> None:
    release_packs(at=stories.clock())
    top = reverse("case_open_top", kwargs={"pack": PACK, "kind": "round"})
    assert browser_of(small_area.people.office).get(top).status_code == 200
    assert browser_of(small_area.people.clerk).get(top).status_code == 409
    refused = browser_of(small_area.people.clerk).post(
        top, {"subject": "轮次", "inspector": "组", "feedback_on": "2026-01-05"}
    )
    assert refused.status_code == 403
    for pack, kind in ((PACK, "finding"), (PACK, "nothing"), ("nothing", "round")):
        url = reverse("case_open_top", kwargs={"pack": pack, "kind": kind})
        assert browser_of(small_area.people.office).get(url).status_code == 404
    finding = stories.drafted(small_area)
    assert browser_of(small_area.people.office).get(address(finding, "case_open", kind="round")).status_code == 404
