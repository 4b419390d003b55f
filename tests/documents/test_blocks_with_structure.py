"""Headings and tables as formats give them: numbers lost by the format, ledgers, reports laid out in a table."""

from __future__ import annotations

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft import Draft
from bihuan.documents.reading import read_draft


def read(*blocks: Block) -> Draft:
    return read_draft(SourceText("structured", "docx", blocks))


def row(number: int, *cells: str, table: int = 1) -> Block:
    return Block(number, "\t".join(cells), kind="row", cells=cells, table=table)


def heading(number: int, text: str, level: int) -> Block:
    return Block(number, text, kind="heading", level=level)


def test_headings_without_numbers_keep_their_levels() -> None:
    draft = read(
        heading(1, "关于巡察整改情况的通报", 1),
        heading(2, "整改工作组织情况", 2),
        Block(3, "高度重视，专题研究。"),
        heading(4, "反馈问题整改落实情况", 2),
        heading(5, "学习贯彻不够深入", 3),
        Block(6, "一是制定计划。二是严格考勤。"),
        heading(7, "服务群众不够主动", 3),
        Block(8, "走访群众320户。"),
    )
    assert [finding.title for finding in draft.findings] == ["学习贯彻不够深入", "服务群众不够主动"]
    assert [len(finding.measures) for finding in draft.findings] == [2, 1]


def test_ledger_rows_of_merged_cells_add_to_the_problem_above() -> None:
    draft = read(
        row(1, "某局巡察整改台账", "", "", ""),
        row(2, "序号", "反馈问题", "整改措施", "整改状态"),
        row(3, "1", "财务管理不规范", "1.修订制度", "已完成"),
        row(4, "", "", "2.开展审计", ""),
        row(5, "2", "会风不实", "精简会议", "持续推进"),
    )
    assert [(finding.number, finding.title, finding.status) for finding in draft.findings] == [
        ("1", "财务管理不规范", "已完成"),
        ("2", "会风不实", "持续推进"),
    ]
    assert [measure.number for measure in draft.findings[0].measures] == ["1", "2"]
    assert draft.findings[0].measures[1].place.paragraph == 4


def test_report_laid_out_in_a_table_is_read_like_text() -> None:
    draft = read(
        row(1, "整改任务", "养殖粪污直排。"),
        row(2, "整改目标", "全部达标。"),
        row(3, "整改措施", "建设处理设施23处。"),
    )
    assert [finding.title for finding in draft.findings] == ["养殖粪污直排"]
    assert [measure.text for measure in draft.findings[0].measures] == ["建设处理设施23处。"]


def test_small_table_without_problems_makes_no_findings() -> None:
    draft = read(
        Block(1, "一、关于“审批超时”问题的整改情况"),
        Block(2, "（一）压缩时限。"),
        row(3, "单位", "电话"),
        row(4, "某局", "0571-1234567"),
    )
    assert [finding.title for finding in draft.findings] == ["审批超时"]


def test_places_of_ledger_point_to_the_cell() -> None:
    source = SourceText(
        "l",
        "docx",
        (row(1, "序号", "问题", "整改措施"), row(2, "1", "台账不全", "补齐台账"), row(3, "2", "考勤不严", "严格考勤")),
    )
    draft = read_draft(source)
    assert [source.at(finding.place) for finding in draft.findings] == ["台账不全", "考勤不严"]
    assert [source.at(finding.measures[0].place) for finding in draft.findings] == ["补齐台账", "严格考勤"]
