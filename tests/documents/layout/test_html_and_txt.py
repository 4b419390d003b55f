"""Papers and ledgers as web pages and as plain text."""

from __future__ import annotations

from datetime import date

from lxml import html

from bihuan.documents.layout.html import html_fragment, sheet_fragment, write_html, write_html_book
from bihuan.documents.layout.paper import Heading, Paper, Paragraph
from bihuan.documents.layout.sheet import Book
from bihuan.documents.layout.txt import write_txt
from tests.documents.layout.papers import FULL, sheet

TRAP = '<script>alert(1)</script>" onload="x'


def test_a_fragment_is_made_of_headings_paragraphs_and_tables() -> None:
    root = html.fromstring(html_fragment(FULL))
    assert root.tag == "article"
    assert [one.text for one in root.iter("h1")] == [FULL.title]
    assert [one.text for one in root.iter("h2")] == ["一、整改工作组织情况", "二、存在的问题"]
    assert len(list(root.iter("table"))) == 1


def test_headings_go_below_those_of_the_page_they_stand_in() -> None:
    root = html.fromstring(html_fragment(FULL, level=3))
    assert [one.text for one in root.iter("h3")][:1] == [FULL.title]
    assert next(one.text for one in root.iter("h4")) == "一、整改工作组织情况"


def test_what_a_part_was_made_from_can_be_linked_to_once() -> None:
    root = html.fromstring(html_fragment(FULL))
    assert [one.tag for one in root.iter() if one.get("id") == "paper-finding:1"] == ["h3"]


def test_text_is_escaped_everywhere() -> None:
    paper = Paper(
        "notice",
        TRAP,
        (Heading(1, TRAP, TRAP), Paragraph(TRAP)),
        head=TRAP,
        signature=TRAP,
        dated=date(2024, 1, 2),
        copies=TRAP,
    )
    root = html.fromstring(write_html(paper))
    assert not list(root.iter("script"))
    assert not root.xpath("//@onload")
    assert sum(TRAP in (one.text or "") for one in root.iter("h1", "h2", "p", "title")) == 7


def test_no_style_attribute_stands_in_the_way_of_a_strict_policy() -> None:
    assert not html.fromstring(write_html(FULL)).xpath("//@style")


def test_a_page_stands_alone() -> None:
    page = write_html(FULL)
    assert page.startswith("<!DOCTYPE html>")
    assert "http" not in page
    assert "@page" in page


def test_the_head_of_a_ledger_is_merged_and_named_for_screen_readers() -> None:
    root = html.fromstring(f"<div>{sheet_fragment(sheet())}</div>")
    heads = [(one.text, one.get("scope"), one.get("rowspan"), one.get("colspan")) for one in root.iter("th")]
    assert heads[:3] == [
        ("序号", "col", "3", None),
        ("责任清单", "colgroup", None, "2"),
        ("整改时限", "col", "3", None),
    ]
    assert [one.text for one in root.iter("td")][:4] == ["1", "学习贯彻不够深入", "7.132", "2024-06-30"]
    assert next(one.text for one in next(root.iter("tfoot")).iter("td")) == "合计"


def test_equal_neighbours_share_a_cell() -> None:
    rows = [(number, "甲" if number < 2 else "乙", None, None, "") for number in range(3)]
    root = html.fromstring(f"<div>{sheet_fragment(sheet(rows=rows, group='problem', totals={}))}</div>")
    assert [one.get("rowspan") for one in root.iter("td") if one.text in ("甲", "乙")] == ["2", None]


def test_a_book_is_one_page() -> None:
    root = html.fromstring(write_html_book(Book((sheet(), sheet(title="另一张")))))
    assert [one.text for one in root.iter("h1")] == ["云湖新区问题清单", "另一张"]


def test_a_text_has_the_parts_of_a_document_in_the_order_of_reading() -> None:
    lines = write_txt(FULL).splitlines()
    assert lines[:6] == [
        "000001",
        "特急",
        "云湖新区党工委文件",
        "云新发〔2024〕12号　签发人：林若溪",
        FULL.title,
        "区委巡察工作领导小组：",
    ]
    assert lines[-7:] == [
        "　　附件：1. 问题清单",
        "2. 任务清单",
        "云湖新区党工委整改工作领导小组办公室",
        "2024年2月22日",
        "　　（联系人：韩立成）",
        "抄送：区纪委监委，区委组织部。",
        "云湖新区党工委办公室　2024年2月23日印发",
    ]


def test_a_table_in_a_text_has_tabs_between_its_cells() -> None:
    assert "1\t学习贯彻不够深入\t7.132\t2024-06-30\t已完成" in write_txt(FULL).splitlines()
