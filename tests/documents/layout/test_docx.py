"""The Word files of papers and ledgers: page, grid, styles, numbering, table heads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from bihuan.documents.checks.layout import layout_remarks
from bihuan.documents.files import read_file
from bihuan.documents.layout.docx import write_docx_book
from bihuan.documents.layout.paper import Heading, Paper, Paragraph, Table
from bihuan.documents.layout.sheet import Book
from tests.documents.layout.papers import DAY, FULL, PARTS, SENTENCE, sheet, word


def opened(paper: Paper) -> Document:
    return docx.Document(BytesIO(word(paper)))


def texts(paper: Paper) -> list[str]:
    return [block.text for block in read_file(word(paper), "x.docx").blocks]


def test_the_type_area_is_156_by_225_mm_with_22_lines_of_28_characters() -> None:
    section = opened(FULL).sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    sizes = (section.page_width, section.page_height, *edges)
    wanted = (Mm(210), Mm(297), Mm(37), Mm(35), Mm(28), Mm(26))
    assert all(abs(size - right) < Mm(0.1) for size, right in zip(sizes, wanted, strict=True) if size is not None)
    (grid,) = section._sectPr.iterchildren(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch, space = int(grid.get(qn("w:linePitch"), "")) / 20, int(grid.get(qn("w:charSpace"), "")) / 4096
    assert int(Mm(225).pt / pitch) == 22
    assert int(Mm(156).pt / (16 + space)) == 28


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Heading 3", "仿宋_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
    ],
)
def test_styles_name_the_fonts_of_the_standard(style: str, font: str, size: int) -> None:
    found = opened(FULL).styles[style]
    fonts = found.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{name}")) for name in ("eastAsia", "ascii", "hAnsi")} == {font}
    assert found.font.size == Pt(size)


def test_headings_have_real_styles_and_no_typed_numbers() -> None:
    headings = [
        (p.style.name, p.text) for p in opened(FULL).paragraphs if p.style and p.style.name.startswith("Heading")
    ]
    assert headings[:3] == [
        ("Heading 1", "整改工作组织情况"),
        ("Heading 2", "压实主体责任"),
        ("Heading 2", "强化督促检查"),
    ]
    assert [text for text in texts(FULL) if text.startswith(("一、", "（二）", "1.", "（1）"))] == [
        "一、整改工作组织情况",
        "（二）强化督促检查",
        "1.建立台账",
        "（1）按月更新",
    ]


def test_headings_below_one_without_a_number_begin_anew() -> None:
    parts = [Heading(1, "甲"), Heading(2, "乙"), Heading(3, "丙"), Heading(1, "无号", numbered=False), Heading(3, "丁")]
    parts += [Heading(2, "戊"), Heading(2, "己"), Heading(3, "庚"), Heading(1, "辛")]
    read = texts(Paper("report", "报告", tuple(parts)))
    assert read[1:] == ["一、甲", "（一）乙", "1.丙", "无号", "1.丁", "（一）戊", "（二）己", "1.庚", "二、辛"]


def test_pages_are_numbered_at_the_outer_side() -> None:
    section = opened(FULL).sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert opened(FULL).settings.odd_and_even_pages_header_footer
    assert [part.text for part in (odd, even)] == ["— 1 —", "— 1 —"]
    sides = [part._p.pPr.find(qn("w:jc")).get(qn("w:val")) for part in (odd, even)]
    assert sides == ["right", "left"]


def test_a_letter_has_no_number_on_its_first_page() -> None:
    letter = replace(FULL, layout="letter", copies="", printed_by="", printed_on=None)
    section = opened(letter).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""


def test_the_head_of_a_table_is_repeated_and_merged() -> None:
    table = opened(FULL).tables[0]
    heads = [row for row in table.rows if row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert len(heads) == 3
    assert table.cell(0, 1)._tc is table.cell(0, 2)._tc
    assert table.cell(0, 0).text == table.cell(2, 0).text == "序号"
    assert table.rows[-1].cells[0].text == "合计"
    assert sum(int(column.get(qn("w:w"), "")) for column in table._tbl.tblGrid) <= Mm(156).twips + 5


def test_what_a_part_was_made_from_is_kept_as_a_bookmark() -> None:
    names = [mark.get(qn("w:name")) for mark in opened(FULL).element.iter(qn("w:bookmarkStart"))]
    assert names == ["b_finding_1"]


def test_the_file_says_title_issuer_and_day_and_nothing_of_the_machine() -> None:
    core = opened(FULL).core_properties
    assert (core.title, core.author) == (FULL.title, FULL.signature)
    assert core.created == datetime.combine(DAY, datetime.min.time(), core.created.tzinfo if core.created else None)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert word(FULL) == word(replace(FULL, parts=tuple(PARTS)))


@pytest.mark.parametrize(
    "paper",
    [
        Paper("report", "云湖新区党工委关于巡察整改进展情况的报告", PARTS, signature="云湖新区党工委", dated=DAY),
        Paper(
            "notice", "通报", (Paragraph(SENTENCE),), head="云湖新区党工委文件", number="云新发〔2024〕3号", dated=DAY
        ),
        Paper(
            "letter",
            "提醒函",
            (Paragraph(SENTENCE),),
            head="云湖新区整改办",
            number="云新函〔2024〕3号",
            addressee="各街道",
        ),
    ],
)
def test_the_check_of_the_layout_has_nothing_to_say(paper: Paper) -> None:
    data = word(paper)
    assert [remark.sentence.zh for remark in layout_remarks(data, read_file(data, "x.docx"))] == []


def test_a_book_is_one_landscape_section_for_each_sheet() -> None:
    target = BytesIO()
    write_docx_book(Book((sheet(), sheet(landscape=False, paper="A3"))), target)
    document = docx.Document(BytesIO(target.getvalue()))
    sizes = [
        (round(one.page_width.mm), round(one.page_height.mm))
        for one in document.sections
        if one.page_width and one.page_height
    ]
    assert sizes == [(297, 210), (297, 420)]
    assert [len(table.rows) for table in document.tables] == [7, 7]


def test_cells_of_one_group_are_merged() -> None:
    rows = [(1, "甲组", None, None, ""), (2, "甲组", None, None, ""), (3, "乙组", None, date(2024, 1, 1), "")]
    read = read_file(word(Paper("report", "", (Table(sheet(rows=rows, group="problem", totals={})),))), "x.docx").blocks
    assert [block.cells[1] for block in read if block.cells][3:] == ["甲组", "", "乙组"]


def test_progress_of_a_book_is_told_and_a_broken_row_leaves_no_file(tmp_path: Path) -> None:
    told: list[int] = []
    rows = [(number, "", None, None, None) for number in range(1200)]
    write_docx_book(Book((sheet(rows=rows),)), tmp_path / "台账.docx", progress=told.append)
    assert told == [500, 1000]
    (tmp_path / "台账.docx").unlink()
    with pytest.raises(ValueError, match="zip"):
        write_docx_book(Book((sheet(rows=[(1, "2")]),)), tmp_path / "台账.docx")
    assert not list(tmp_path.iterdir())
