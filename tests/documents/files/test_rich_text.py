"""Rich text: code pages, letters by number, what is skipped, lists and tables."""

from __future__ import annotations

import pytest

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import read_file
from bihuan.documents.files.limits import Limits
from tests.documents.files import makers, table_makers


def blocks(body: str | bytes, head: str = r"{\rtf1\ansi\ansicpg936 ") -> list[tuple[str, ...] | str]:
    raw = body.encode("ascii") if isinstance(body, str) else body
    return [block.cells or block.text for block in read_file(head.encode() + raw + b"}", "报告.rtf").blocks]


def test_bytes_are_read_in_the_code_page_of_the_document_written_out_or_bare() -> None:
    assert blocks(r"\'d5\'fb\'b8\'c4\par") == ["整改"]
    assert blocks("整改\\par".encode("gb18030")) == ["整改"]
    assert blocks(r"{\fonttbl{\f0\fcharset0 A;}{\f7\fcharset136 B;}}\f7 \'be\'e3\f0\par", r"{\rtf1\ansi ") == ["整"]


def test_letters_by_number_take_the_place_of_those_for_old_programs() -> None:
    assert blocks(r"\u25972\'d5\'fb\uc2\u25913\'b8\'c4!\par", r"{\rtf1\ansi\ansicpg936\uc2 ") == ["整改!"]
    assert blocks(r"\uc1\u25972?\u25913 ?\uc0\u-10179\u-8393\par") == [
        "整改𠮷".replace("𠮷", "\U0000d83d\U0000df37".encode("utf-16-le", "surrogatepass").decode("utf-16-le"))
    ]


def test_signs_that_have_words_of_their_own_are_letters() -> None:
    assert blocks(r"A\ldblquote x\rdblquote\emdash\bullet\~b\_c\-d\{e\}\\f\par") == ["A“x”—• b-cd{e}\\f"]


def test_what_is_no_running_text_is_skipped() -> None:
    aside = (
        r"{\*\generator X 1.0;}{\info{\title T}}{\stylesheet{\s1 heading 1;}}{\header H\par}{\footerr F\par}{\pict\pngblip 89504e47}"
        r"{\*\unknown U}{\v hidden}{\deleted gone}{\field{\*\fldinst PAGE}{\fldrslt 7}}{\footnote note}{\*\bkmkstart b}"
    )
    assert blocks(aside + r"seen by all\par") == ["7seen by all"]


def test_binary_data_of_a_picture_is_passed_over() -> None:
    assert blocks(b"{\\pict\\bin6 {}}}\\x\\y}seen by all\\par") == ["seen by all"]


def test_numbers_of_lists_stand_in_the_text_and_bullets_do_not() -> None:
    assert blocks(r"{\listtext\'d2\'bb\'a1\'a2\tab}a\par{\pntext 2\tab}b\par{\listtext\u8226 ?\tab}c\par") == [
        "一、a",
        "2 b",
        "c",
    ]


def test_headings_are_known_by_outline_level_or_name_of_their_style() -> None:
    head = r"{\stylesheet{\s3\outlinelevel1 Chapter;}{\s4 heading 3;}{\s5 Title;}}"
    body = r"\pard\s3 a\par\pard\s4 b\par\pard\s5 c\par\pard\outlinelevel0 d\par\pard e\par"
    source = read_file((r"{\rtf1\ansi " + head + body + "}").encode(), "x.rtf")
    assert [(block.kind, block.level) for block in source.blocks] == [
        ("heading", 2),
        ("heading", 3),
        ("heading", None),
        ("heading", 1),
        ("paragraph", None),
    ]


def test_tables_become_rows_with_merged_cells_empty() -> None:
    source = read_file(table_makers.rich_text(), "台账.rtf")
    assert [list(block.cells) for block in source.blocks if block.cells] == table_makers.bare(table_makers.LEDGER)
    assert {block.table for block in source.blocks if block.cells} == {1}


def test_a_document_that_is_cut_off_is_damaged() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(makers.rich_text()[:-30], "x.rtf")
    assert refusal.value.rule == "damaged"


def test_groups_nested_too_deep_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(b"{\\rtf1 " + b"{" * 100_000, "x.rtf", limits=Limits())
    assert refusal.value.rule == "too_deep"
