"""Plain text: its encodings, its lines, and what is no text."""

from __future__ import annotations

import pytest

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import read_file

SENTENCE = "区水务局党组对反馈问题逐项整改,已完成。"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8"),
        (SENTENCE.encode("gb18030"), "gb18030"),
        (SENTENCE.encode("utf-16"), "utf-16-le"),
        (SENTENCE.encode("utf-16-be"), "utf-16-be"),
        ("區水務局黨組對反饋問題逐項整改。".encode("big5"), "big5"),
        (SENTENCE.encode("utf-32"), "utf-32-le"),
        ("区水务局㐂𠮷完成整改,反馈的问题都已改好,没有新增问题。".encode("gb18030"), "gb18030"),
        (b"plain ASCII", "utf-8"),
    ],
)
def test_the_encoding_of_a_text_is_found(data: bytes, encoding: str) -> None:
    source = read_file(data, "a.txt")
    assert source.encoding == encoding
    assert len(source.blocks) == 1


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ("整改完成".encode() + b"\xff\xfe\xfd" + "继续".encode(), 12),
        ("Ã\xa0 la façade, déjà vu, à côté, Übermaß".encode("latin-1"), 17),
        (("整改完成,问题清零。" * 9).encode("gb18030") + b"\xff\xff" + "继续".encode("gb18030"), 171),
        ("整改完成,问题清零".encode("utf-16")[:-1], None),
        ("整改完成".encode("utf-16") + b"\x00\xd8" + "继续".encode("utf-16-le"), None),
    ],
)
def test_a_text_in_no_encoding_is_refused_with_the_byte(data: bytes, offset: int | None) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(data, "a.txt")
    assert refusal.value.rule == "encoding"
    assert "第 " in refusal.value.sentence.zh
    assert "UTF-8" in refusal.value.sentence.en
    if offset is not None:
        assert refusal.value.place == f"byte {offset}"


def test_a_text_with_nul_bytes_is_refused_with_their_place() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file("整改完成\n".encode() + b"\0" * 9 + b"abc", "a.txt")
    assert (refusal.value.rule, refusal.value.place) == ("nul_bytes", "byte 13")


def test_blank_lines_indents_and_invisible_characters_are_no_text() -> None:
    source = read_file(
        "\ufeff\u3000\u3000一、问题\r\n\r\n  \u200b \n\u3000已整改\u00a0到位\x07\u2028完".encode(), "a.txt"
    )
    assert [block.text for block in source.blocks] == ["一、问题", "已整改 到位", "完"]
