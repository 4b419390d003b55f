"""From a file to a draft, from a draft to cases."""

from __future__ import annotations

import pytest

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.search import containing
from bihuan.loop.errors import NotAllowed, OvertakenByOther, Refused
from bihuan.loop.evidence.models import Evidence, StandardPoint
from bihuan.loop.intake import lines
from bihuan.loop.intake.actions import bring_in, confirm_draft, edit_draft, undo_edit
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, SmallArea, actor

REPORT = """中共望江新区工作委员会关于市委巡察整改进展情况的通报
根据市委统一部署，2026年3月2日至5月29日，市委第三巡察组对望江新区开展了巡察。2026年7月24日，市委巡察组反馈了巡察意见。现将整改进展情况予以公布。
一、关于“惠企政策兑现周期长”问题的整改情况
（一）压缩办理时限。住建局牵头修订办法，从受理到拨付不超过二十个工作日。
（二）公开办理进度。企业可以自己查询。
二、关于“工地扬尘反复”问题的整改情况
（一）开展拉网排查。由住建局、发改局逐个工地检查。
下一步，将持续推进整改。
中共望江新区工作委员会
2026年11月1日
"""


@pytest.fixture
def draft(small_area: SmallArea) -> IntakeDraft:
    release_packs(at=NOW)
    return bring_in(name="通报.txt", data=REPORT.encode(), by=actor(small_area.people.office), at=NOW)


def test_a_report_becomes_a_draft_and_no_case(draft: IntakeDraft, small_area: SmallArea) -> None:
    titles = [finding["title"] for finding in draft.lines["findings"]]
    assert titles == ["惠企政策兑现周期长", "工地扬尘反复"]
    assert [len(finding["measures"]) for finding in draft.lines["findings"]] == [2, 1]
    assert not Case.objects.filter(area=small_area.area).exists()


def test_the_one_unit_named_in_a_measure_is_suggested_and_two_are_not(
    draft: IntakeDraft, small_area: SmallArea
) -> None:
    first, second = draft.lines["findings"][0]["measures"]
    both = draft.lines["findings"][1]["measures"][0]
    assert first["unit"] == small_area.units.housing.pk
    assert second["unit"] is None
    assert both["unit"] is None


def test_a_confirmed_draft_becomes_a_round_with_its_findings_and_measures(
    draft: IntakeDraft, small_area: SmallArea
) -> None:
    round_ = confirm_draft(draft=draft, version=0, by=actor(small_area.people.office), at=NOW)
    cases = Case.objects.filter(area=small_area.area, root=round_).order_by("id")
    assert [case.kind for case in cases] == ["round", "finding", "measure", "measure", "finding", "measure"]
    assert [case.number for case in cases] == [
        "2026-01",
        "2026-01-01",
        "2026-01-01-01",
        "2026-01-01-02",
        "2026-01-02",
        "2026-01-02-01",
    ]
    assert round_.fields["inspector"] == "市委第三巡察组"
    assert round_.fields["source"] == "patrol"
    assert StandardPoint.objects.filter(area=small_area.area, case=cases[1]).count() == 2
    assert Evidence.objects.select_related("file").get(area=small_area.area, case=round_).file == draft.file


def test_cases_are_found_by_words_of_two_characters(draft: IntakeDraft, small_area: SmallArea) -> None:
    round_ = confirm_draft(draft=draft, version=0, by=actor(small_area.people.office), at=NOW)
    rows = Case.objects.filter(area=small_area.area, root=round_)
    assert [case.number for case in containing(rows, "扬尘")] == ["2026-01-02"]
    assert [case.number for case in containing(rows, "兑现 周期")] == ["2026-01-01"]
    assert not containing(rows, "尘扬")


def test_one_bad_line_stops_the_whole_confirmation(draft: IntakeDraft, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    target = draft.lines["findings"][1]["measures"][0]["id"]
    draft = edit_draft(
        draft=draft, edit=lambda old: lines.changed(old, target, {"due": "2025-01-01"}), version=0, by=office, at=NOW
    )
    with pytest.raises(Refused) as refused:
        confirm_draft(draft=draft, version=1, by=office, at=NOW)
    assert target in refused.value.fields
    assert not Case.objects.filter(area=small_area.area).exists()


def test_an_edit_can_be_taken_back(draft: IntakeDraft, small_area: SmallArea) -> None:
    office = actor(small_area.people.office)
    before = draft.lines
    target = before["findings"][0]["id"]
    draft = edit_draft(draft=draft, edit=lambda old: lines.merged(old, target), version=0, by=office, at=NOW)
    assert len(draft.lines["findings"]) == 1
    assert len(draft.lines["findings"][0]["measures"]) == 3
    draft = undo_edit(draft=draft, version=1, by=office, at=NOW)
    assert draft.lines == before


def test_a_second_editor_is_told_that_the_draft_changed(draft: IntakeDraft, small_area: SmallArea) -> None:
    target = draft.lines["findings"][0]["id"]
    edit_draft(
        draft=draft, edit=lambda old: lines.split(old, target, 4), version=0, by=actor(small_area.people.office), at=NOW
    )
    with pytest.raises(OvertakenByOther):
        edit_draft(
            draft=draft,
            edit=lambda old: lines.merged(old, target),
            version=0,
            by=actor(small_area.people.office_second),
            at=NOW,
        )


def test_the_same_file_is_not_imported_twice(draft: IntakeDraft, small_area: SmallArea) -> None:
    with pytest.raises(Refused, match=r"通报\.txt"):
        bring_in(name="副本.txt", data=REPORT.encode(), by=actor(small_area.people.office_second), at=NOW)


def test_only_the_office_imports(small_area: SmallArea) -> None:
    with pytest.raises(NotAllowed):
        bring_in(name="通报.txt", data=REPORT.encode(), by=actor(small_area.people.director), at=NOW)
