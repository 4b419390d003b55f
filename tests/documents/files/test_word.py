"""Word documents: what Word shows is what is read."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bihuan.documents.blocks import SourceText
from bihuan.documents.files import read_file
from bihuan.documents.files.list_numbers import FORMS, chinese, written
from tests.documents.files import makers


def read(document: docx.document.Document) -> SourceText:
    return read_file(makers.saved(document), "报告.docx")


def lines(document: docx.document.Document) -> list[str]:
    return [block.text for block in read(document).blocks]


def from_xml(*paragraphs: str) -> list[str]:
    """Return the lines of a document whose body is this XML."""
    document = docx.Document()
    body = document.element.body
    for index, paragraph in enumerate(paragraphs):
        body.insert(index, parse_xml(paragraph.replace(">", f" {nsdecls('w')}>", 1)))
    return lines(document)


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("chineseCounting", ["一", "二", "十", "十一", "二十", "九十九"]),
        ("chineseCountingThousand", ["一", "二", "十", "十一", "二十", "九十九"]),
        ("japaneseCounting", ["一", "二", "十", "十一", "二十", "九十九"]),
        ("ideographDigital", ["一", "二", "一〇", "一一", "二〇", "九九"]),
        ("chineseLegalSimplified", ["壹", "贰", "壹拾", "壹拾壹", "贰拾", "玖拾玖"]),
        ("ideographTraditional", ["甲", "乙", "癸", "甲", "癸", "壬"]),
        ("decimal", ["1", "2", "10", "11", "20", "99"]),
        ("decimalZero", ["01", "02", "10", "11", "20", "99"]),
        ("decimalFullWidth", ["１", "２", "１０", "１１", "２０", "９９"]),
        ("decimalEnclosedCircle", ["①", "②", "⑩", "⑪", "⑳", "99"]),
        ("decimalEnclosedCircleChinese", ["①", "②", "⑩", "⑪", "⑳", "99"]),
        ("decimalEnclosedParen", ["⑴", "⑵", "⑽", "⑾", "⒇", "(99)"]),
        ("lowerLetter", ["a", "b", "j", "k", "t", "uuuu"]),
        ("upperRoman", ["I", "II", "X", "XI", "XX", "XCIX"]),
        ("lowerRoman", ["i", "ii", "x", "xi", "xx", "xcix"]),
        ("somethingNew", ["1", "2", "10", "11", "20", "99"]),
        ("none", ["", "", "", "", "", ""]),
    ],
)
def test_numbering_forms_are_written_as_word_shows_them(form: str, shown: list[str]) -> None:
    assert [written(number, form) for number in (1, 2, 10, 11, 20, 99)] == shown


@pytest.mark.parametrize("form", FORMS)
def test_every_numbering_form_writes_something_for_any_number(form: str) -> None:
    assert all(written(number, form) for number in (-3, 0, 1, 9, 10, 99, 100, 101, 4_321, 99_999_999))


def test_chinese_numbers_above_a_hundred() -> None:
    assert [chinese(number) for number in (100, 105, 110, 111, 1001, 2020)] == [
        "一百",
        "一百零五",
        "一百一十",
        "一百一十一",
        "一千零一",
        "二千零二十",
    ]


def test_levels_count_restart_and_show_the_levels_above() -> None:
    document = docx.Document()
    makers.add_numbering(
        document, 50, ("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%2.%3")
    )
    for depth in (0, 1, 2, 2, 1, 2, 0, 1):
        makers.number(document.add_paragraph("文"), 50, depth)
    assert lines(document) == [
        "一、文",
        "（一）文",
        "一.一.1 文",
        "一.一.2 文",
        "（二）文",
        "一.二.1 文",
        "二、文",
        "（一）文",
    ]


def test_two_lists_of_one_definition_count_on_unless_one_starts_again() -> None:
    document = docx.Document()
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    makers.add_numbering(document, 60, ("decimal", "%1."))
    root = document.part.numbering_part.element
    for num, extra in ((61, ""), (62, override)):
        xml = f'<w:num {nsdecls("w")} w:numId="{num}"><w:abstractNumId w:val="960"/>{extra}</w:num>'
        root.append(parse_xml(xml))
    for num in (60, 60, 61, 62, 62):
        makers.number(document.add_paragraph("文"), num)
    assert lines(document) == ["1.文", "2.文", "3.文", "1.文", "2.文"]


def test_a_style_carries_numbering_and_heading_level_to_its_heirs() -> None:
    document = docx.Document()
    makers.add_numbering(document, 70, ("chineseCounting", "第%1章"))
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="70"/></w:numPr>'))
    heir = document.styles.add_style("章名", 1)
    heir.base_style = document.styles["Heading 1"]
    document.add_paragraph("总则", style="Heading 1")
    document.add_paragraph("附则", style="章名")
    paragraph = document.add_paragraph("无号", style="章名")
    makers.number(paragraph, 0)
    assert [(block.text, block.kind, block.level) for block in read(document).blocks] == [
        ("第一章总则", "heading", 1),
        ("第二章附则", "heading", 1),
        ("无号", "heading", 1),
    ]


def test_bullets_are_no_text_and_empty_items_count() -> None:
    document = docx.Document()
    makers.add_numbering(document, 80, ("bullet", "●"))
    makers.add_numbering(document, 81, ("decimal", "%1、"))
    makers.number(document.add_paragraph("甲"), 80)
    for text in ("乙", "", "丙"):
        makers.number(document.add_paragraph(text), 81)
    assert lines(document) == ["甲", "1、乙", "3、丙"]


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>删</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2">{run("增")}</w:ins>'
    moved = f'<w:moveFrom w:id="3">{run("旧处")}</w:moveFrom><w:moveTo w:id="4">{run("新处")}</w:moveTo>'
    joined = f'<w:p><w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>{run("前半")}</w:p>'
    assert from_xml(f"<w:p>{run('甲')}{deleted}{inserted}{moved}</w:p>", joined, f"<w:p>{run('后半')}</w:p>") == [
        "甲增新处",
        "前半后半",
    ]


def test_hidden_text_field_codes_and_ruby_are_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    ruby = f"<w:r><w:ruby><w:rt>{run('guān')}</w:rt><w:rubyBase>{run('关')}</w:rubyBase></w:ruby></w:r>"
    link = f'<w:hyperlink w:anchor="x">{run("链接")}</w:hyperlink>'
    assert from_xml(f"<w:p>{hidden}{shown}{field}{ruby}{link}</w:p>") == ["明7关链接"]


def test_soft_breaks_part_paragraphs_and_tabs_are_gaps() -> None:
    assert from_xml(f"<w:p>{run('甲')}<w:r><w:br/></w:r>{run('乙')}<w:r><w:tab/></w:r>{run('丙')}</w:p>") == [
        "甲",
        "乙 丙",
    ]


def test_content_controls_are_read_and_text_boxes_follow_once() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('控件')}</w:p></w:sdtContent></w:sdt>"
    box = f"<w:txbxContent><w:p>{run('框内')}</w:p></w:txbxContent>"
    compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = (
        f"<w:p><w:r><mc:AlternateContent {compatibility}><mc:Choice Requires='wps'>"
        f"<w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{run('正文')}</w:p>"
    )
    assert from_xml(control, twice) == ["控件", "正文", "框内"]


def test_table_rows_keep_merged_cells_empty() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row, texts in enumerate((("序号", "问题", "状态"), ("1", "甲", "已完成"), ("2", "乙", "正在整改"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 2).merge(table.cell(2, 2)).text = "均已完成"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "问题清单"
    document.add_paragraph("完")
    source = read(document)
    assert [block.cells for block in source.blocks] == [
        ("问题清单", "", "状态"),
        ("1", "甲", "均已完成"),
        ("2", "乙", ""),
        (),
    ]
    assert [(block.kind, block.table) for block in source.blocks][-2:] == [("row", 1), ("paragraph", None)]


def test_automatic_numbers_stand_in_table_cells_too() -> None:
    document = docx.Document()
    makers.add_numbering(document, 90, ("decimal", "%1"))
    table = document.add_table(2, 2)
    for row, text in enumerate(("甲", "乙")):
        makers.number(table.cell(row, 0).paragraphs[0], 90)
        table.cell(row, 0).paragraphs[0].text = "号"
        table.cell(row, 1).text = text
    assert [block.cells for block in read(document).blocks] == [("1 号", "甲"), ("2 号", "乙")]


def test_documents_in_the_strict_variant_are_read() -> None:
    usual = zipfile.ZipFile(BytesIO(makers.word()))
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in usual.namelist():
            archive.writestr(
                name,
                usual.read(name).replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
    assert tuple(block.text for block in read_file(file.getvalue(), "x").blocks) == makers.REPORT


def test_the_main_text_is_found_under_another_name() -> None:
    usual = zipfile.ZipFile(BytesIO(makers.word()))
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in usual.namelist():
            data = usual.read(name)
            if name == "_rels/.rels":
                data = data.replace(b"word/document.xml", b"/word/document2.xml")
            archive.writestr(name.replace("word/document.xml", "word/document2.xml"), data)
    assert tuple(block.text for block in read_file(file.getvalue(), "x").blocks) == makers.REPORT
