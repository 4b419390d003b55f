"""Checks that look across a whole document."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from bihuan.documents.checks import CHECKS, check_document
from bihuan.documents.checks.remark_json import remark_json
from bihuan.documents.draft import Draft
from bihuan.documents.reading import read_draft
from tests.documents.checks.corpus import HALVES, documents, source_from
from tests.documents.composer import Composed, reports

HEAD = "中共云岫市体育局党组关于巡察整改进展情况的通报"
GAPS = [
    HEAD,
    "2024年4月8日至6月7日，市委第七巡察组对市体育局党组开展了巡察，8月5日反馈意见。",
    "一、关于“场馆开放不足”问题的整改情况",
    "（一）开放场馆22处。",
    "三、关于“赛事管理松散”问题的整改情况",
    "（一）修订办法3项。",
]


def test_what_the_readers_draft_says_already_is_not_said_again() -> None:
    source = source_from(GAPS)
    draft = read_draft(source)
    assert "number_gap" in {warning.rule for warning in draft.warnings}
    assert check_document(source, draft) == ()
    (remark,) = check_document(source)
    assert remark.check == "numbering"


def test_remarks_come_in_reading_order() -> None:
    for half in HALVES:
        for document in documents(half):
            places = [one.place.paragraph for one in check_document(document.source) if one.place]
            assert places == sorted(places)


def test_every_remark_points_into_the_text_and_has_both_languages() -> None:
    known = {check.id for check in CHECKS}
    for half in HALVES:
        for document in documents(half):
            for remark in check_document(document.source):
                assert remark.check in known
                assert remark.sentence.zh
                assert remark.sentence.en
                for place in filter(None, (remark.place, *remark.also)):
                    assert 0 <= place.start < place.end <= len(document.source.block(place.paragraph).text)


def test_a_remark_on_personal_data_hands_out_no_personal_data() -> None:
    source = source_from(["1.赵玉芬，手机13957201234。"])
    (remark,) = check_document(source)
    assert remark_json(remark, source)["words"] == "139****1234"


def test_a_heading_and_its_body_are_asked_about_only_where_they_speak_of_the_same() -> None:
    heading = "一、关于“共有58人次因违反规定被问责”问题的整改情况"
    body = "（一）针对重复发放加班补贴问题，给予4人批评教育，1人提醒谈话。"
    assert check_document(source_from([HEAD, heading, body])) == ()


def test_checks_have_both_languages() -> None:
    assert all(check.title.en and check.looks.en for check in CHECKS)
    assert len({check.id for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    "line",
    [
        "1" * 40_000,
        "（" * 20_000,
        "一是" * 20_000,
        "其中5人、" * 8_000,
        "2024年1月1日至" * 4_000,
        "举报人张" * 8_000,
        "a@" * 20_000,
    ],
    ids=["digits", "brackets", "counts", "parts", "dates", "petitioners", "mail"],
)
def test_a_hostile_line_comes_to_an_end(line: str) -> None:
    # A pattern that tries everything over and over would run until the whole suite is stopped.
    assert isinstance(check_document(source_from([line]), Draft(genre="other")), tuple)


@given(reports())
@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_composed_report_raises_nothing(report: Composed) -> None:
    assert check_document(source_from(report.lines)) == ()
