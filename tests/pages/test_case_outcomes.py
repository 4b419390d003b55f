"""What came of a case is recorded on its page, and added up on the page of its round."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.outcomes.models import Outcome
from tests.people import NOW, SmallArea, actor, browser_of


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


def address(case: Case, rest: str = "") -> str:
    return f"/cases/{case.pack}/{case.number}/{rest}"


def record(area: SmallArea, case: Case, **typed: str) -> str:
    browser = browser_of(area.people.discipline)
    sent = {"kind": "party.warning", "who": "梁某某", "who_unit": "住建局", "on": "2026-11-18", **typed}
    return browser.post(address(case, "outcomes/disposition/"), sent, follow=True).content.decode()


def test_a_disposition_is_recorded_and_its_name_shown_only_to_those_who_decide(
    finding: Case, small_area: SmallArea
) -> None:
    assert "梁某某" in record(small_area, finding)
    for other in (small_area.people.office, small_area.people.clerk):
        seen = browser_of(other).get(address(finding)).content.decode()
        assert "党纪处分·警告" in seen
        assert "梁某某" not in seen
        assert "梁某某" not in browser_of(other).get(address(finding, "trail/")).content.decode()


def test_what_was_typed_comes_back_with_the_sentence_beside_its_field(finding: Case, small_area: SmallArea) -> None:
    answer = record(small_area, finding, on="明天", document="云纪〔2026〕7号")
    assert "云纪〔2026〕7号" in answer
    assert "请按2026-11-20的样式填写日期" in answer
    assert not Outcome.objects.filter(area_id=finding.area_id).exists()


def test_the_round_adds_up_what_was_recorded_and_prints_zeros_when_asked(finding: Case, small_area: SmallArea) -> None:
    record(small_area, finding)
    round_ = f"/rounds/rectification/{finding.number.rsplit('-', 1)[0]}/outcomes/"
    browser = browser_of(small_area.people.office)
    plain = browser.get(round_).content.decode()
    assert "警告" in plain
    assert "留党察看" not in plain
    assert "留党察看" in browser.get(f"{round_}?zeros=1").content.decode()
    assert "警告" not in browser.get(f"{round_}?asof=2026-11-01").content.decode()


def test_a_record_is_taken_back_with_a_reason(finding: Case, small_area: SmallArea) -> None:
    record(small_area, finding)
    row = Outcome.objects.get(area_id=finding.area_id)
    browser = browser_of(small_area.people.discipline)
    back = address(finding, f"outcomes/{row.pk}/withdraw/")
    assert browser.post(back, {"reason": ""}).status_code == 422
    assert "撤下" in browser.post(back, {"reason": "重复登记"}, follow=True).content.decode()
    assert "梁某某" not in browser.get(address(finding)).content.decode()


def test_a_sort_that_the_kind_does_not_keep_has_no_page(finding: Case, small_area: SmallArea) -> None:
    assert browser_of(small_area.people.office).get(address(finding, "outcomes/praise/")).status_code == 404
