"""Word documents of 1997–2003 and of WPS: saved by LibreOffice, and written byte by byte."""

from __future__ import annotations

import pytest

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import read_file
from tests.documents.files import makers, ole_makers, table_makers

ODD = (
    "关于印发《云湖新区整改方案》的通知",
    "电子邮箱：zgb@example.com。",
    "甲乙插入的字丙",
    "第一行",
    "第二行 制表后",
    "生僻字𠮷和A-1，-“引号”——破折号…",
    "一、总体要求",
    "(一)指导思想",
    "(二)基本原则",
    "1.坚持问题导向",
    "2.坚持标本兼治",
    "二、重点任务",
    "(一)强化责任",
    ("一类", "", "二类", ""),
    ("序号", "问题", "措施", "状态"),
    ("1", "问题甲", "措施甲\n措施乙", "已完成\n内00 内01\n内10 内11"),
    ("", "", "措施丙", "进行中"),
    "落款单位",
    "2025年12月10日",
)


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_file(data, "报告.doc")
    return refusal.value.rule


def texts(data: bytes) -> tuple[str, ...]:
    return tuple(block.text for block in read_file(data, "报告.doc").blocks)


@pytest.mark.parametrize("name", ["odd.doc", "odd.rtf"])
def test_what_people_see_is_read_without_headers_codes_hidden_and_deleted_text(name: str) -> None:
    source = read_file(makers.made(name), name)
    assert tuple(block.cells or block.text for block in source.blocks) == ODD
    assert source.blocks[0].kind == "heading"


def test_merged_cells_are_put_on_one_grid_as_in_docx() -> None:
    old = read_file(makers.made("ledger.doc"), "台账.doc")
    new = read_file(table_makers.word(), "台账.docx")
    assert [block.cells or block.text for block in old.blocks] == [block.cells or block.text for block in new.blocks]


def test_a_document_saved_quickly_is_read_in_the_order_of_its_pieces() -> None:
    data = ole_makers.word([("一、关于“会风", "utf-16-le"), ("2025", "cp1252"), ("不实”问题\r已整改。\r", "utf-16-le")])
    assert texts(data) == ("一、关于“会风2025不实”问题", "已整改。")


def test_headers_and_footers_behind_the_main_text_are_left_out() -> None:
    assert texts(ole_makers.word([("正文。\r", "utf-16-le")], footer="内部资料\r")) == ("正文。",)


def test_codes_of_fields_are_left_out_and_their_results_kept_also_inside_each_other() -> None:
    text = "共\x13 =SUM(\x13 REF a \x1413\x15) \x1433\x15个,第\x13 PAGE \x15页\r"
    assert texts(ole_makers.word([(text, "utf-16-le")])) == ("共33个,第页",)


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert texts(ole_makers.word([("甲\x13乙\r丙\r", "utf-16-le")])) == ("甲乙", "丙")


def test_a_document_with_a_password_is_refused() -> None:
    assert refused(ole_makers.word([("甲\r", "utf-16-le")], flags=0x0300)) == "encrypted"
    assert refused(ole_makers.compound({"EncryptedPackage": b"x", "WordDocument": b"x"})) == "encrypted"


@pytest.mark.parametrize(("magic", "version"), [(0xA5DC, 0x65), (0xA5EC, 0x65)])
def test_a_document_of_word_95_is_refused_with_what_to_do(magic: int, version: int) -> None:
    assert refused(ole_makers.word([("甲\r", "utf-16-le")], magic=magic, version=version)) == "too_old"


def test_a_document_that_leads_nowhere_is_damaged() -> None:
    whole = ole_makers.word([("甲乙丙\r", "utf-16-le")])
    assert refused(whole.replace(b"\xec\xa5", b"\x00\x01", 1)) == "damaged"
    assert refused(ole_makers.compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 2000})) == "damaged"
    assert refused(makers.made("report.doc")[:6000]) == "damaged"


@pytest.mark.parametrize("name", ["scan.doc", "scan.rtf"])
def test_a_document_of_pictures_only_is_said_to_be_a_scan(name: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(makers.made(name), name)
    assert refusal.value.rule == "only_pictures"
    assert "扫描" in refusal.value.sentence.zh


def test_only_the_name_tells_wps_from_word() -> None:
    data = makers.made("report.doc")
    assert read_file(data, "报告.wps").format == "wps"
    assert read_file(data, "报告.WPS").blocks == read_file(data, "报告.doc").blocks
