"""Word documents in the layout of GB/T 9704, sound and with one fault each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

TITLE = "中共云岫市粮食和物资储备局党组关于巡察整改进展情况的通报"
LINES = (
    "根据市委统一部署，2024年4月8日至6月14日，市委第二巡察组对市粮食和物资储备局党组开展了巡察，现将整改情况予以公布。",
    "一、整改总体情况",
    "局党组先后召开专题会议6次，研究制定整改措施26条，逐项明确牵头领导、责任科室和完成时限，按月调度推进。",
    "二、具体问题整改情况",
    "（一）关于“储备粮轮换监管不严”问题的整改情况",
    "1.开展库存检查3次，抽查库点8个，修订《市级储备粮轮换管理办法》，明确轮换计划、价格、质量三道关口。",
    "（二）关于“应急保供能力不足”问题的整改情况",
    "1.新增应急加工企业2家，与6家商超签订保供协议，补充应急供应网点9个，组织应急演练2次。",
)
SIGNED = ("中共云岫市粮食和物资储备局党组", "2025年2月18日")
FANG, HEI, KAI, XBS, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
Change = Callable[[Document], None]


def official(change: Change = lambda _document: None) -> bytes:
    """Return a document that keeps GB/T 9704 in its styles, after one change."""
    document = docx.Document()
    _page(document)
    _styles(document)
    document.add_paragraph(TITLE, style="Title")
    for line in LINES:
        document.add_paragraph(line, style=_style(line))
    for line in SIGNED:
        signed = document.add_paragraph(line)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed.paragraph_format.first_line_indent = Pt(0)
    document.settings.odd_and_even_pages_header_footer = True
    _number(document.sections[0].footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(document.sections[0].even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    change(document)
    return saved(document)


def typed(change: Change = lambda _document: None) -> bytes:
    """Return a document that keeps GB/T 9704 by hand: every run and paragraph formatted, blanks typed, a grid for the pitch."""
    document = docx.Document()
    _page(document)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), "579")
    for old in document.sections[0]._sectPr.findall(qn("w:docGrid")):
        document.sections[0]._sectPr.remove(old)
    document.sections[0]._sectPr.append(grid)
    document.styles["Normal"].paragraph_format.line_spacing = 1.0
    head = document.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(head, TITLE, XBS, 22)
    for line in LINES:
        font = {"Heading 1": HEI, "Heading 2": KAI}.get(_style(line), FANG)
        _run(document.add_paragraph(), f"\u3000\u3000{line}", font, 16)
    footer = document.sections[0].footer.paragraphs[0]
    document.settings.odd_and_even_pages_header_footer = True
    _number(footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(document.sections[0].even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    change(document)
    return saved(document)


def saved(document: Document) -> bytes:
    """Return the bytes of a document."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _styles(document: Document) -> None:
    for name, font, size in (
        ("Normal", FANG, 16),
        ("Title", XBS, 22),
        ("Heading 1", HEI, 16),
        ("Heading 2", KAI, 16),
    ):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), font
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(attribute), None)
        fonts.set(qn("w:eastAsia"), font)
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.9)
        form.first_line_indent = Pt(0 if name == "Title" else 32)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _style(line: str) -> str:
    return "Heading 1" if line[1] == "、" else "Heading 2" if line[0] == "（" else "Normal"


def _run(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _number(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    paragraph.alignment = align
    _run(paragraph, "— ", SONG, 14)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE \\* MERGEFORMAT")
    paragraph._p.append(field)
    _run(paragraph, " —", SONG, 14)


def _body(document: Document) -> list[Paragraph]:
    return [one for one in document.paragraphs if one.style is not None and one.style.name == "Normal"]


def _paper(document: Document) -> None:
    document.sections[0].page_width, document.sections[0].page_height = Mm(216), Mm(279)


def _margins(document: Document) -> None:
    document.sections[0].left_margin = document.sections[0].right_margin = Mm(31.8)


def _type_area(document: Document) -> None:
    document.sections[0].bottom_margin = Mm(25.4)


def _title_left(document: Document) -> None:
    document.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT


def _title_font(document: Document) -> None:
    _set_font(document, "Title", HEI)


def _set_font(document: Document, style: str, font: str) -> None:
    document.styles[style].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _title_size(document: Document) -> None:
    document.styles["Title"].font.size = Pt(18)


def _body_font(document: Document) -> None:
    _set_font(document, "Normal", SONG)


def _body_size_of_one(document: Document) -> None:
    for run in _body(document)[1].runs:
        run.font.size = Pt(14)


def _first_level(document: Document) -> None:
    _set_font(document, "Heading 1", FANG)


def _second_level(document: Document) -> None:
    _set_font(document, "Heading 2", HEI)


def _pitch(document: Document) -> None:
    for one in _body(document):
        one.paragraph_format.line_spacing = 1.5


def _pitch_of_exactly_twenty(document: Document) -> None:
    for one in _body(document):
        one.paragraph_format.line_spacing = Pt(20)


def _indent(document: Document) -> None:
    for one in _body(document)[:2]:
        one.paragraph_format.first_line_indent = Pt(0)


def _no_numbers(document: Document) -> None:
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        for run in list(footer.paragraphs[0]._p):
            footer.paragraphs[0]._p.remove(run)


def _numbers_centred(document: Document) -> None:
    document.settings.odd_and_even_pages_header_footer = False
    document.sections[0].footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _han_date(document: Document) -> None:
    document.paragraphs[-1].runs[0].text = "二〇二五年二月十八日"


FAULTS: Mapping[str, tuple[str, Change]] = {
    "letter paper": ("layout_paper", _paper),
    "wide margins": ("layout_margins", _margins),
    "a low type area": ("layout_margins", _type_area),
    "a title to the left": ("layout_title", _title_left),
    "a title in Heiti": ("layout_title", _title_font),
    "a small title": ("layout_title", _title_size),
    "text in Songti": ("layout_body", _body_font),
    "one small paragraph": ("layout_body", _body_size_of_one),
    "first level in Fangsong": ("layout_levels", _first_level),
    "second level in Heiti": ("layout_levels", _second_level),
    "one and a half lines": ("layout_lines", _pitch),
    "exactly twenty points": ("layout_lines", _pitch_of_exactly_twenty),
    "no indent": ("layout_indent", _indent),
    "no page numbers": ("layout_page_number", _no_numbers),
    "page numbers in the middle": ("layout_page_number", _numbers_centred),
    "a date in Han numerals": ("layout_date", _han_date),
}
