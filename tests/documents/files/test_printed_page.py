"""PDF files: wrapped lines, running heads, page numbers, tables, scans."""

from __future__ import annotations

import base64
from io import BytesIO

import pypdfium2 as pdfium
import pytest

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import Limits, read_file
from tests.documents.files import makers

PLAIN = """
#set page(paper: "a4")
#set text(font: "Noto Sans CJK SC", size: 12pt, lang: "zh", region: "cn")
#set par(justify: true, spacing: 1.6em)
"""
HEADED = (
    "#set page(header: [某区人民政府公报 2025年第3期], "
    "footer: context [网址:example.com/#counter(page).display() #h(1fr) 第#counter(page).display()页 共4页])\n"
)
# One black pixel, grown over a page as a scanner's picture is.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def read_typst(source: str) -> list[tuple[str, int | None]]:
    return [(block.text, block.page) for block in read_file(makers.typst_pdf(source), "报告.pdf").blocks]


def test_paragraphs_run_over_page_breaks_and_keep_the_page_they_begin_on() -> None:
    source = read_file(makers.pdf(times=4), "报告.pdf")
    assert source.pages is not None
    assert source.pages > 3
    assert tuple(block.text for block in source.blocks) == (makers.REPORT[0], *makers.REPORT[1:] * 4)
    pages = [block.page for block in source.blocks]
    assert pages == sorted(page for page in pages if page)
    assert {1, 2, 3} <= set(pages)


def test_running_heads_and_page_numbers_are_dropped() -> None:
    words = [
        f"第{number}段,区商务局党组认真对照反馈意见,逐项研究整改措施,明确责任分工,限期整改到位。" * 3
        for number in range(40)
    ]
    read = read_typst(PLAIN + HEADED + "\n\n".join(words))
    assert [text for text, _ in read] == words
    assert read[-1][1] == 5


def test_paragraphs_without_indents_are_parted_by_gaps_and_short_lines() -> None:
    words = [
        "一、关于“会风不实”问题的整改情况",
        "局党组召开会议专题研究,制定措施,明确时限。" * 5,
        "(一)压减会议。",
        "已完成整改。" * 30,
    ]
    assert [text for text, _ in read_typst(PLAIN + "\n\n".join(words))] == words


def test_spaces_set_between_figures_and_ideographs_are_not_in_the_text() -> None:
    words = "自2025年3月4日起开展整改,清退资金78.52万元,涉及5人次,印发IT运维办法2项。"
    assert [text for text, _ in read_typst(PLAIN + words)] == [words]


def test_a_line_cut_short_by_a_long_number_runs_on() -> None:
    words = (
        "欢迎广大干部群众监督,如有意见建议请及时反映,联系方式如下:办公电话:"
        + "0500-7654321-8888-9999;电子邮箱:a@example.com。"
    )
    assert [text for text, _ in read_typst(PLAIN + "#set page(width: 420pt)\n" + words.replace("@", "\\@"))] == [words]


def test_spaces_between_ideographs_stay() -> None:
    words = "完善制度 提升质效。"
    assert [text for text, _ in read_typst(PLAIN + words)] == [words]


def test_a_ruled_table_becomes_rows_between_its_paragraphs() -> None:
    cells = ", ".join(f"[{cell}]" for row in makers.TABLE for cell in row)
    source = f"{PLAIN}表前文字。\n\n#table(columns: (2em, 8em, 9em, 5em), {cells})\n\n表后文字。"
    blocks = read_file(makers.typst_pdf(source), "表.pdf").blocks
    assert [block.cells or block.text for block in blocks] == ["表前文字。", *makers.TABLE, "表后文字。"]
    assert {block.table for block in blocks if block.kind == "row"} == {1}


def test_a_table_over_two_pages_is_one_table_with_one_head() -> None:
    rows = [("序号", "问题"), *((str(number), f"第{number}个问题") for number in range(1, 61))]
    head, *body = [f"[{number}], [{words}]" for number, words in rows]
    source = f"{PLAIN}#table(columns: (4em, 10em), table.header({head}), {', '.join(body)})"
    read = read_file(makers.typst_pdf(source), "表.pdf")
    assert read.pages == 2
    assert [block.cells for block in read.blocks] == rows
    assert {block.table for block in read.blocks} == {1}


def scan(pages: int, *, with_text: int = 0) -> bytes:
    """Return a PDF whose first `with_text` pages hold text and whose others only hold a picture."""
    picture = f"#image(bytes(({', '.join(map(str, PIXEL))},)), width: 100%, height: 80%)"
    parts = [f"第{number}页有文字,可以正常读取。" * 4 for number in range(with_text)] + [picture] * (pages - with_text)
    return makers.typst_pdf('#set text(font: "Noto Sans CJK SC")\n' + "\n#pagebreak()\n".join(parts))


def test_a_scan_is_said_to_be_one_with_what_to_do() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(scan(3), "扫描件.pdf")
    assert (refusal.value.rule, refusal.value.place) == ("scan", "第1页")
    assert "OCR" in refusal.value.sentence.zh
    assert "3" in refusal.value.sentence.en


def test_a_text_with_a_scanned_page_at_its_end_is_read() -> None:
    assert read_file(scan(3, with_text=2), "x.pdf").pages == 3


def test_a_pdf_without_text_or_picture_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(makers.typst_pdf("#page[]"), "x.pdf")
    assert refusal.value.rule == "no_text"


def test_a_pdf_with_too_many_pages_is_refused_before_it_is_read() -> None:
    document = pdfium.PdfDocument.new()
    for _ in range(5_000):
        document.new_page(100, 100)
    data = saved(document)
    with pytest.raises(Unreadable) as refusal:
        read_file(data, "x.pdf")
    assert refusal.value.rule == "too_many_pages"
    assert "5000" in refusal.value.sentence.zh


def test_a_pdf_that_takes_too_long_is_stopped_with_the_page() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(makers.pdf(), "x.pdf", limits=Limits(seconds=-1))
    assert (refusal.value.rule, refusal.value.place) == ("too_slow", "第1页")


def saved(document: pdfium.PdfDocument) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()
