"""Headings of ledgers: bands over one to three rows, the words offices use, and rows that are no entries."""

from __future__ import annotations

import pytest

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft import Draft
from bihuan.documents.outline.columns import Column, column_of
from bihuan.documents.reading import read_draft


def read(*rows: tuple[str, ...], tables: tuple[int, ...] = ()) -> Draft:
    numbers = tables or (1,) * len(rows)
    blocks = tuple(
        Block(at, "\t".join(row), kind="row", cells=row, table=table)
        for at, (row, table) in enumerate(zip(rows, numbers, strict=True), start=1)
    )
    return read_draft(SourceText("台账.xlsx", "xlsx", blocks))


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("序号 编号 问题编号", Column.NUMBER),
        ("反馈问题 问题表述 存在问题 问题清单 反馈意见 整改任务 问题内容", Column.PROBLEM),
        ("具体问题 问题描述 具体表现", Column.DETAIL),
        ("整改措施 整改举措 具体整改措施 细化的整改措施 整改措施及完成时限", Column.MEASURES),
        ("整改情况 整改成效 已采取的整改措施 落实进展情况", Column.PROGRESS),
        ("整改状态 是否完成 是否已完成整改 是否销号 整改进度", Column.STATUS),
        ("问题类别 所属方面 问题类型", Column.ASPECT),
        (
            "整改目标 责任领导 责任单位 责任部门 整改时限 完成时限 整改措施完成时限 问题来源 问题金额(万元) 措施数 备注 整改标准",
            None,
        ),
    ],
)
def test_the_words_of_headings_say_what_a_column_holds(words: str, column: Column | None) -> None:
    assert {word: column_of(word) for word in words.split()} == dict.fromkeys(words.split(), column)


def test_bands_over_three_rows_are_read_by_their_lowest_heading() -> None:
    draft = read(
        ("某区审计整改清单", "", "", "", "", "", ""),
        ("序号", "问题", "", "整改情况", "", "", ""),
        ("", "问题类别", "表述", "整改措施", "其中", "", "是否完成"),
        ("", "", "", "", "金额", "人数", ""),
        ("1", "财务管理", "违规发放补贴", "清退补贴。", "3.2", "5", "已完成"),
    )
    (finding,) = draft.findings
    assert (finding.number, finding.title, finding.aspect, finding.status) == (
        "1",
        "违规发放补贴",
        "财务管理",
        "已完成",
    )
    assert [measure.text for measure in finding.measures] == ["清退补贴。"]
    assert draft.title == "某区审计整改清单"


HEAD = ("序号", "反馈问题", "整改措施", "整改状态")


def test_totals_notes_and_numbers_of_columns_are_no_entries() -> None:
    draft = read(
        HEAD,
        ("1", "2", "3", "4"),
        ("1", "台账不全", "补齐台账。", "已完成"),
        ("小计", "1项", "", ""),
        ("2", "考勤不严", "严格考勤。", "已完成"),
        ("", "合 计", "2", ""),
        ("注：截至12月10日。", "", "", ""),
    )
    assert [(finding.number, finding.title) for finding in draft.findings] == [("1", "台账不全"), ("2", "考勤不严")]
    assert [len(finding.measures) for finding in draft.findings] == [1, 1]


def test_a_table_of_the_same_width_goes_on_with_the_problem_before_it() -> None:
    draft = read(
        HEAD,
        ("1", "台账不全", "1.补齐台账。", "已完成"),
        ("", "", "2.按月核对。", ""),
        HEAD,
        ("", "", "3.专人管理。", ""),
        ("2", "考勤不严", "严格考勤。", "已完成"),
        tables=(1, 1, 2, 3, 3, 3),
    )
    assert [len(finding.measures) for finding in draft.findings] == [3, 1]


def test_another_table_behind_a_ledger_makes_no_findings() -> None:
    draft = read(
        HEAD, ("1", "台账不全", "补齐台账。", "已完成"), ("单位", "电话"), ("某局", "0500-7654321"), tables=(1, 1, 2, 2)
    )
    assert [finding.title for finding in draft.findings] == ["台账不全"]


def test_measures_of_one_problem_that_stand_differently_give_it_no_status() -> None:
    draft = read(
        HEAD,
        ("1", "台账不全", "1.补齐台账。", "已完成"),
        ("", "", "2.按月核对。", "正在整改"),
        ("2", "考勤不严", "1.严格考勤。", "已完成"),
        ("", "", "2.每周通报。", "已完成"),
    )
    assert [finding.status for finding in draft.findings] == [None, "已完成"]


def test_a_heading_set_with_spaces_and_line_breaks_is_read() -> None:
    draft = read(("序\n号", "反 馈 问 题", "整改\n措施", "整改状态"), ("1", "台账不全", "补齐台账。", "已完成"))
    assert [finding.title for finding in draft.findings] == ["台账不全"]
