"""The PDF files of papers: pages, numbers, table heads, fonts."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from bihuan.documents.layout.paper import Heading, Paper, Paragraph, Table
from bihuan.documents.layout.pdf import NoChineseFont, write_pdf
from bihuan.documents.layout.pdf.fonts import FACES, faces
from tests.documents.layout.papers import FULL, ROWS, SENTENCE, sheet

LONG = Paper("report", "云湖新区整改情况的报告", tuple(Paragraph(SENTENCE * 4) for _ in range(20)))
MM = 72 / 25.4


def pages(data: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]


def places(data: bytes, page: int, text: str) -> list[tuple[float, float]]:
    """Return left and bottom in mm of each time a text stands on a page."""
    found = pypdfium2.PdfDocument(data)[page].get_textpage()
    search, spots = found.search(text), []
    while (hit := search.get_next()) is not None:
        left, bottom, _, _ = found.get_charbox(hit[0])
        spots.append((left / MM, bottom / MM))
    return spots


def test_a_page_holds_22_lines_of_28_characters() -> None:
    lines = [
        line
        for line in pages(write_pdf(Paper("report", "", (Paragraph("整" * 3000),))))[1].splitlines()
        if "整" in line
    ]
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones() -> None:
    data = write_pdf(LONG)
    (first, low), (second, _) = places(data, 0, "— 1 —")[0], places(data, 1, "— 2 —")[0]
    assert first > 150
    assert second < 45
    assert 20 < low < 28


def test_the_head_of_a_table_stands_on_every_page_of_it() -> None:
    table = Table(sheet(rows=[row for row in ROWS for _ in range(20)], totals={}, notes=()))
    read = pages(write_pdf(Paper("report", "", (table,))))
    assert len(read) > 1
    assert all("整改时限" in page for page in read)


def test_copies_and_printer_stand_at_the_foot_of_the_last_page() -> None:
    data = write_pdf(replace(LONG, copies="区委巡察办", printed_by="云湖新区党工委办公室", printed_on=FULL.printed_on))
    last = len(pages(data)) - 1
    assert [bottom < 50 for _, bottom in places(data, last, "抄送")] == [True]
    assert "抄送" not in "".join(pages(data)[:-1])


def test_headings_become_bookmarks() -> None:
    document = pypdfium2.PdfDocument(write_pdf(FULL))
    assert [mark.get_title() for mark in document.get_toc()][:2] == ["一、整改工作组织情况", "（一）压实主体责任"]


@pytest.mark.parametrize(
    "text",
    ["#panic()", "$x$", "*粗*_斜_", "= 标题", "\\u{41}", "@ref <label>", "`raw`", '"] #read("/etc/passwd")', "//注释"],
)
def test_nothing_in_a_text_is_taken_for_markup(text: str) -> None:
    paper = Paper(
        "notice", text, (Heading(1, text), Paragraph(text), Table(sheet(title=text))), signature=text, head=text
    )
    assert re.sub(r"\s", "", text).rstrip("-") in re.sub(r"\s", "", "".join(pages(write_pdf(paper))))


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert write_pdf(FULL) == write_pdf(FULL)


def test_the_best_font_there_is_comes_first_and_others_stand_in() -> None:
    found = faces(["Noto Serif CJK SC", "FandolFang R", "Noto Sans CJK SC", "Libertinus Serif"])
    assert found["fang"] == ["FandolFang R", "Noto Serif CJK SC", "Noto Sans CJK SC"]
    assert found["hei"][0] == "Noto Sans CJK SC"
    assert set(found) == set(FACES)


def test_without_a_chinese_font_it_says_what_to_install() -> None:
    with pytest.raises(NoChineseFont) as refusal:
        faces(["Libertinus Serif", "DejaVu Sans Mono"])
    assert "fonts-noto-cjk" in refusal.value.sentence.zh
    assert "fonts-noto-cjk" in refusal.value.sentence.en


def test_a_folder_of_fonts_that_is_not_there_does_no_harm() -> None:
    assert write_pdf(FULL, fonts=(Path("/nowhere"),)).startswith(b"%PDF")
