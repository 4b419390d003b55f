"""What differs between a plan and its feedback, between two reports, and between a report and the ledger."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.compare import (
    Comparison,
    Document,
    LedgerDisposition,
    LedgerFacts,
    LedgerFigure,
    LedgerFinding,
    compare_ledger,
    compare_plan,
    compare_previous,
)
from bihuan.documents.compare.comparison import comparison_json
from bihuan.documents.compare.matching import differing, key_of, paired
from bihuan.documents.compare.statuses import progress_of, went_back
from bihuan.packspec.bilingual import Text

PROBLEMS = ("理论学习不够深入", "档案数字化推进缓慢", "专项经费管理不规范", "干部轮岗交流不及时")
HAN = "一二三四五六七八九十"


def document(*lines: str) -> Document:
    return Document.read(SourceText("文件.txt", "txt", tuple(Block(at, line) for at, line in enumerate(lines, 1))))


def feedback(*problems: str) -> Document:
    return document(
        "中共云岫县委第二巡察组关于巡察县档案局党组的反馈意见", "2024年5月20日，现将巡察情况反馈如下。", "一、巡察发现的主要问题",
        *(f"（{HAN[at]}）{problem}" for at, problem in enumerate(problems)),
    )  # fmt: skip


def plan(*problems: str) -> Document:
    lines = ["云岫县档案局党组关于落实巡察反馈意见的整改方案", "一、反馈问题整改措施"]
    for at, problem in enumerate(problems):
        lines += [
            f"（{HAN[at]}）关于“{problem}”问题的整改",
            f"1.明确专人负责，完善第{HAN[at]}项办法。2024年6月底前完成。",
        ]
    return document(*lines)


def report(*problems: tuple[str, str, tuple[str, ...]], head: str = "") -> Document:
    lines = [
        "云岫县档案局党组关于巡察整改进展情况的通报",
        head or "现将整改进展情况公布如下。",
        "一、反馈问题整改落实情况",
    ]
    for at, (problem, status, measures) in enumerate(problems):
        lines.append(f"（{HAN[at]}）关于“{problem}”问题的整改情况")
        lines += [f"整改状态：{status}"] if status else []
        lines += (
            ["整改情况：", *(f"{number}.{measure}" for number, measure in enumerate(measures, 1))] if measures else []
        )
    return document(*lines)


def checks(comparison: Comparison) -> list[str]:
    return [one.remark.check for one in comparison.differences]


def test_a_plan_that_answers_every_problem_in_its_words_differs_in_nothing() -> None:
    comparison = compare_plan(feedback(*PROBLEMS), plan(*PROBLEMS))
    assert (comparison.matched, comparison.differences) == (4, ())


def test_a_problem_left_out_is_missing_and_the_rest_are_renumbered() -> None:
    comparison = compare_plan(feedback(*PROBLEMS), plan(PROBLEMS[0], *PROBLEMS[2:]))
    assert checks(comparison) == ["problem_missing", "problem_renumbered"]
    missing, renumbered = comparison.differences
    assert (missing.old, missing.remark.severity, missing.remark.place) == (PROBLEMS[1], "error", None)
    assert missing.before is not None
    assert missing.before.paragraph == 5
    assert "3→2，4→3" in renumbered.remark.sentence.zh


def test_changed_wording_is_shown_to_the_character() -> None:
    old, new = feedback(*PROBLEMS), plan("理论学习不深入", *PROBLEMS[1:])
    (one,) = compare_plan(old, new).differences
    assert one.remark.check == "problem_reworded"
    assert [(one.old[span.old_start : span.old_end], one.new[span.new_start : span.new_end]) for span in one.spans] == [
        ("够", "")
    ]
    assert one.remark.place is not None
    assert one.before is not None
    assert (new.source.at(one.remark.place), old.source.at(one.before)) == ("理论学习不深入", "理论学习不够深入")


def test_a_problem_the_feedback_does_not_have_is_asked_about() -> None:
    (one,) = compare_plan(feedback(*PROBLEMS), plan(*PROBLEMS, "值班值守制度执行不严")).differences
    assert (one.remark.check, one.remark.severity, one.new) == ("problem_added", "question", "值班值守制度执行不严")


def test_widths_spaces_and_quotation_marks_are_no_change_of_wording() -> None:
    assert (
        compare_plan(
            feedback("“三会一课”制度,执行不严格", PROBLEMS[1]), plan("‘三会一课’制度，执行不严格", PROBLEMS[1])
        ).differences
        == ()
    )


def test_a_problem_quoted_elsewhere_in_the_plan_is_not_missing() -> None:
    new = plan(*PROBLEMS[:3])
    told = document(
        *(block.text for block in new.source.blocks), f"“{PROBLEMS[3]}”问题与专项整治一并整改，另行制定方案。"
    )
    assert "problem_missing" not in checks(compare_plan(feedback(*PROBLEMS), told))


def test_a_later_report_may_go_on() -> None:
    before = report(
        (PROBLEMS[0], "正在整改", ("制定学习计划。",)), (PROBLEMS[1], "已完成整改", ("购置扫描设备4台。",)),
        head="给予党纪处分2人，追缴资金3.5万元。",
    )  # fmt: skip
    now = report(
        (PROBLEMS[0], "已完成整改", ("制定学习计划，组织学习12次。",)), (PROBLEMS[1], "已完成整改", ("购置扫描设备4台。",)),
        head="给予党纪处分3人，追缴资金5万元。",
    )  # fmt: skip
    assert compare_previous(before, now).differences == ()


def test_a_status_that_goes_back_is_an_error() -> None:
    before = report((PROBLEMS[0], "已完成整改", ("制定学习计划。",)))
    now = report((PROBLEMS[0], "正在整改", ("修订学习计划，开展测试。",)))
    assert "status_back" in checks(compare_previous(before, now))
    assert "status_back" not in checks(compare_previous(now, before))


def test_a_cumulative_figure_that_falls_is_named() -> None:
    problem = (PROBLEMS[0], "已完成整改", ("制定学习计划。",))
    before, now = (
        report(problem, head="给予党纪处分5人，追缴资金1.2亿元，整改完成率90%。"),
        report(problem, head="给予党纪处分4人，追缴资金9000万元，整改完成率88%。"),
    )
    fallen = [one for one in compare_previous(before, now).differences if one.remark.check == "figure_fell"]
    assert [(one.old, one.new) for one in fallen] == [("5人", "4人"), ("1.2亿元", "9000万元")]


def test_measures_dropped_and_text_copied_are_named() -> None:
    before = report(
        (PROBLEMS[0], "正在整改", ("制定学习计划并按月通报。", "组织集中测试两次。")),
        (PROBLEMS[1], "正在整改", ("购置扫描设备。",)),
    )
    now = report(
        (PROBLEMS[0], "正在整改", ("制定学习计划并按月通报。",)), (PROBLEMS[1], "正在整改", ("购置扫描设备。",))
    )
    found = compare_previous(before, now).differences
    assert [(one.remark.check, one.old) for one in found] == [
        ("measure_gone", "组织集中测试两次。"),
        ("text_unchanged", ""),
    ]


LEDGER = LedgerFacts(
    as_of=date(2024, 11, 30),
    findings=(LedgerFinding("一", PROBLEMS[0], "已完成", 1), LedgerFinding("二", PROBLEMS[1], "整改中", 2)),
    figures=(
        LedgerFigure("recovered", Text("追缴清退", "recovered"), Decimal(785_234), "元", ("追缴", "清退款项")),
        LedgerFigure("rules", Text("制度", "rules"), Decimal(30), "项", ("制度", "建立完善制度")),
    ),
    dispositions=(
        LedgerDisposition("party", "", 5, 5), LedgerDisposition("party", "warning", 3, 3), LedgerDisposition("party", "serious_warning", 2, 2),
    ),
)  # fmt: skip
AGREES = "截至2024年11月30日，给予党纪处分5人（严重警告2人，警告3人）；建立完善制度30项；清退款项78.52万元。"
TOLD = ((PROBLEMS[0], "已完成整改", ("制定学习计划。",)), (PROBLEMS[1], "正在整改", ("购置设备4台。", "培训人员。")))


def test_a_report_that_says_what_the_ledger_says_differs_in_nothing() -> None:
    comparison = compare_ledger(report(*TOLD, head=AGREES), LEDGER)
    assert (comparison.matched, comparison.differences) == (2, ())


@pytest.mark.parametrize(
    ("said", "instead", "check"),
    [("党纪处分5人", "党纪处分6人", "figure_differs"), ("警告3人", "警告1人", "figure_differs"), ("制度30项", "制度31项", "figure_differs"),
     ("78.52万元", "78.53万元", None), ("78.52万元", "78.54万元", "figure_differs"), ("78.52万元", "70余万元", None),
     ("78.52万元", "80余万元", "figure_differs"), ("11月30日", "10月31日", "as_of_differs"), ("清退款项78.52万元", "清退款项万元", None)],
)  # fmt: skip
def test_figures_are_held_against_the_ledger(said: str, instead: str, check: str | None) -> None:
    assert said in AGREES
    found = checks(compare_ledger(report(*TOLD, head=AGREES.replace(said, instead, 1)), LEDGER))
    assert set(found) == ({check} if check else set())


def test_a_rate_of_the_ledger_is_told_with_two_decimals() -> None:
    rate = LedgerFigure("completion", Text("整改完成率", "rate"), Decimal(8) / 33 * 100, "%", ("整改完成率",))
    head = "截至2024年11月30日，整改完成率30.3%。"
    found = compare_ledger(report(*TOLD, head=head), replace(LEDGER, figures=(rate,), dispositions=())).differences
    assert [(one.old, one.new) for one in found] == [("24.24%", "30.3%")]


def test_status_measures_and_problems_are_held_against_the_ledger() -> None:
    told = ((PROBLEMS[0], "已完成整改", ("制定学习计划。",)), (PROBLEMS[1], "已完成整改", ("购置设备4台。",)))
    assert checks(compare_ledger(report(*told, head=AGREES), LEDGER)) == ["status_differs", "measures_differ"]
    assert checks(compare_ledger(report(*TOLD[:1], head=AGREES), LEDGER)) == ["problem_missing"]


def test_a_ledger_that_keeps_no_dispositions_is_not_held_to_any() -> None:
    assert compare_ledger(report(*TOLD, head=AGREES), LedgerFacts(LEDGER.as_of, LEDGER.findings)).differences == ()


@pytest.mark.parametrize(
    ("status", "progress"),
    [("已完成整改", "done"), ("已完成，长期坚持", "done"), ("正在整改，长期坚持", "open"), ("基本完成", "partly"), ("阶段性完成，长期坚持", "partly"),
     ("未完成", "open"), ("已销号", "done"), ("整改中", "open"), ("完成整改", "done"), (None, None), ("见附件", None)],
)  # fmt: skip
def test_how_far_a_status_is(status: str | None, progress: str | None) -> None:
    assert progress_of(status) == progress


def test_only_less_than_before_is_going_back() -> None:
    assert went_back("已完成", "基本完成")
    assert not went_back("正在整改", "已完成")
    assert not went_back("已完成", None)


@given(st.permutations(range(12)))
def test_problems_are_found_again_in_any_order(order: list[int]) -> None:
    old = [
        key_of(f"{subject}{fault}")
        for subject in ("经费管理", "档案归集", "学习制度", "值班值守")
        for fault in ("不规范", "不及时", "有短板")
    ]
    assert {old[at]: [old[i] for i in order][other] for at, other in paired(old, [old[i] for i in order]).items()} == {
        one: one for one in old
    }


@given(st.text("学习不够深入，“制度”", max_size=12), st.text("学习不够深入，“制度”", max_size=12))
def test_putting_the_spans_of_the_new_into_the_old_makes_the_new(old: str, new: str) -> None:
    made, at = "", 0
    for span in differing(old, new):
        made += old[at : span.old_start] + new[span.new_start : span.new_end]
        at = span.old_end
    assert made + old[at:] == new


def test_a_comparison_is_plain_values_in_its_form() -> None:
    said = json.loads(json.dumps(comparison_json(compare_plan(feedback(*PROBLEMS), plan(*PROBLEMS[:3])))))
    assert (said["format"], said["as"], said["matched"]) == ("bihuan.comparison/1", "plan", 3)
    assert [one["check"] for one in said["differences"]] == ["problem_missing"]
