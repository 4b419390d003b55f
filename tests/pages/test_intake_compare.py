"""A plan is held against the feedback it answers, a report against the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.intake.actions import bring_in
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, SmallArea, actor, browser_of

FEEDBACK = """关于对云湖新区巡察情况的反馈意见
巡察发现的主要问题：
一、学习贯彻不够深入
二、惠企政策兑现周期长
三、工地扬尘反复
"""
PLAN = """云湖新区巡察反馈意见整改方案
一、关于“学习贯彻不够深入”问题的整改
（一）完善学习计划。
二、关于“惠企政策兑现周期较长”问题的整改
（一）压缩审批环节。
"""
REPORT = """关于巡察整改进展情况的报告
2026年3月2日至5月29日，市委第三巡察组对云湖新区开展了巡察。截至2026年11月20日，反馈问题5个，已完成整改并销号3个。
一、关于“惠企政策兑现周期长”问题的整改
（一）压缩审批环节。已办结。
"""


@pytest.fixture
def round_(small_area: SmallArea) -> Case:
    release_packs(at=NOW)
    office = actor(small_area.people.office)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    case = open_case(
        pack="rectification",
        kind="finding",
        parent=round_,
        subject="惠企政策兑现周期长",
        by=office,
        at=NOW,
        standard=["办结"],
    )
    handed = {"responsible": small_area.units.housing, "nature": "by_date", "due": date(2026, 12, 20)}
    move_case(case=case, move="hand_out", given=handed, by=office, at=NOW)
    return round_


def brought(area: SmallArea, name: str, text: str) -> IntakeDraft:
    return bring_in(name=name, data=text.encode(), by=actor(area.people.office), at=NOW)


def test_a_plan_shows_what_it_lost_and_changed_of_the_feedback(round_: Case, small_area: SmallArea) -> None:
    feedback, plan = brought(small_area, "反馈.txt", FEEDBACK), brought(small_area, "方案.txt", PLAN)
    page = browser_of(small_area.people.office).get(f"/intake/{plan.pk}/compare/?with=draft.{feedback.pk}")
    seen = page.content.decode()
    assert "工地扬尘反复" in seen
    assert "<mark>较</mark>" in seen


def test_a_report_shows_where_its_figures_differ_from_the_ledger(round_: Case, small_area: SmallArea) -> None:
    report = brought(small_area, "报告.txt", REPORT)
    seen = browser_of(small_area.people.office).get(f"/intake/{report.pk}/compare/?with=round.{round_.pk}")
    assert "与台账比对" in seen.content.decode()
    assert "报告为5个，台账为1个" in seen.content.decode()
    assert "报告为3个，台账为0个" in seen.content.decode()


def test_a_document_that_agrees_has_no_differences(round_: Case, small_area: SmallArea) -> None:
    first, second = brought(small_area, "反馈.txt", FEEDBACK), brought(small_area, "反馈2.txt", FEEDBACK + "\n")
    seen = browser_of(small_area.people.office).get(f"/intake/{second.pk}/compare/?with=draft.{first.pk}")
    assert "差异0处" in seen.content.decode()


def test_a_round_before_it_was_opened_is_refused_and_others_are_not_there(round_: Case, small_area: SmallArea) -> None:
    report, browser = brought(small_area, "报告.txt", REPORT), browser_of(small_area.people.office)
    assert browser.get(f"/intake/{report.pk}/compare/?with=draft.999").status_code == 404
    assert browser.get(f"/intake/{report.pk}/compare/?with=round.999").status_code == 404
    assert browser.get(f"/intake/{report.pk}/compare/?with=round.{round_.pk}&asof=2020-01-01").status_code == 404
    assert browser.get(f"/intake/{report.pk}/compare/?with=nonsense").status_code == 200
