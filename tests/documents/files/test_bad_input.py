"""Whatever bytes arrive, the answer is a text or a sentence that says what is wrong and what to do."""

from __future__ import annotations

import io
import json
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import FORMATS, Limits, read_file
from bihuan.documents.files.refusals import SENTENCES
from tests.documents.files import makers, ofd_makers, ole_makers, table_makers

BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
LINE = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def refused(data: bytes, name: str = "文件", limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as refusal:
        read_file(data, name, limits=limits or Limits())
    sentence = refusal.value.sentence
    assert refusal.value.rule in SENTENCES
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert "{" not in sentence.zh + sentence.en
    return refusal.value


def packed(parts: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def word(body: str, **parts: bytes | str) -> bytes:
    return packed({"word/document.xml": BODY.format(body), **parts})


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0", "\u3000\n".encode(), b"<html></html>"]
)
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    assert refused(data).rule == "empty"


def test_a_word_document_without_a_word_is_empty() -> None:
    assert refused(word("<w:p/>")).rule == "empty"


def test_a_word_document_of_pictures_only_is_said_to_be_a_scan() -> None:
    picture = "<w:p><w:r><w:drawing/></w:r></w:p>"
    refusal = refused(word(picture + LINE.format("第1页"), **{"word/media/image1.png": b"\x89PNG"}))
    assert refusal.rule == "only_pictures"
    assert "扫描" in refusal.sentence.zh


LAUGH = '<!DOCTYPE o [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("part", "parts"),
    [
        ("OFD.xml", {"OFD.xml": f"{LAUGH}<OFD>&b;</OFD>"}),
        ("xl/styles.xml", {"xl/workbook.xml": "<workbook/>", "xl/styles.xml": f"{LAUGH}<styleSheet>&b;</styleSheet>"}),
    ],
)
def test_entities_in_ofd_and_workbooks_are_refused_unresolved(part: str, parts: dict[str, bytes | str]) -> None:
    refusal = refused(packed(parts))
    assert (refusal.rule, refusal.place) == ("xml_entities", part)


@pytest.mark.parametrize("part", ["OFD.xml", "xl/workbook.xml"])
def test_bombs_of_every_packed_format_are_refused_before_they_are_inflated(part: str) -> None:
    assert refused(packed({part: "<x/>", "bomb": b"\0" * 40_000_000})).rule == "zip_bomb"
    assert refused(packed({part: "<x/>", "../x": "y"})).rule == "zip_names"


def test_a_file_above_the_limit_is_refused_unread() -> None:
    refusal = refused("一".encode() * 1000, limits=Limits(file_bytes=2048))
    assert refusal.rule == "too_large"
    assert "2.9 KB" in refusal.sentence.zh
    assert "2.0 KB" in refusal.sentence.en


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OLE + "PowerPoint Document\0".encode("utf-16-le"), ".ppt"),
        (OLE + "__properties_version1.0\0".encode("utf-16-le"), "邮件"),
        (ole_makers.compound({"Contents": b"x"}), "旧版办公软件"),
        (packed({"xl/workbook.bin": "w", "[Content_Types].xml": "<t/>"}), ".xlsb"),
        (packed({"ppt/presentation.xml": "<p/>"}), ".pptx"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<c/>"}), ".odt"),
        (packed({"报告/报告.docx": makers.word()}), "压缩包"),
        (b"Rar!\x1a\x07\x01\x00" + b"\0" * 40, "压缩包"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "压缩包"),
        (b"\x1f\x8b\x08" + b"\0" * 40, "压缩包"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40, "图片"),
        (b"BM\x36\0\0\0\0\0\0\0" + b"\0" * 40, "图片"),
        (b"II*\x00" + b"\0" * 40, "图片"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "图片"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "音频"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 40, "视频"),
        (b"\0\0\0\x20ftypheic" + b"\0" * 40, "图片"),
        (b"MZ\x90\x00" + b"\0" * 40, "程序"),
        (b"Founder CEB 3.0" + b"\0" * 40, ".ceb"),
        (b"CAJ\x00" + b"\0" * 40, ".caj"),
        (b"%!PS-Adobe-3.0", "阅读"),
        (b"From: a@example.com\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nx", ".mht"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "Word 2003"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Excel 2003"),
    ],
)
@pytest.mark.parametrize("name", ["报告.docx", "报告.txt"])
def test_formats_that_are_not_read_are_named_with_what_to_do(data: bytes, says: str, name: str) -> None:
    refusal = refused(data, name)
    assert refusal.rule == "foreign"
    assert says in refusal.sentence.zh
    assert "请" in refusal.sentence.zh


def test_a_tar_file_is_an_archive() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    assert "压缩包" in refused(file.getvalue()).sentence.zh


def test_bytes_of_no_known_format_are_refused_with_what_can_be_read() -> None:
    refusal = refused(random.Random(7).randbytes(5000))
    assert refusal.rule == "unknown_format"
    assert ".docx" in refusal.sentence.zh


def test_an_encrypted_office_document_is_said_to_be_one() -> None:
    assert refused(OLE + "EncryptedPackage".encode("utf-16-le"), "报告.docx").rule == "encrypted"


def test_a_zip_with_encrypted_entries_is_said_to_be_one() -> None:
    data = bytearray(word(LINE.format("甲")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark) + offset
        data[place : place + 2] = struct.pack("<H", 1)
    refusal = refused(bytes(data))
    assert (refusal.rule, refusal.place) == ("encrypted", "word/document.xml")


def encrypted_pdf() -> bytes:
    """Return a small PDF that asks for a password: its standard handler has keys that no empty password fits."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
        b"<</Filter/Standard/V 1/R 2/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">/P -4>>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>"
    return data + b"xref\n0 5\n0000000000 65535 f \n%btrailer\n%b\nstartxref\n%d\n%%%%EOF" % (table, trailer, len(data))


def test_an_encrypted_pdf_is_said_to_be_one() -> None:
    refusal = refused(encrypted_pdf(), "报告.pdf")
    assert refusal.rule == "encrypted"
    assert "密码" in refusal.sentence.zh


@pytest.mark.parametrize("make", [makers.word, makers.word_numbered, makers.pdf])
def test_a_file_cut_short_is_damaged_or_read_in_part(make: Callable[[], bytes]) -> None:
    data = make()
    for share in (0.02, 0.3, 0.6, 0.95):
        try:
            source = read_file(data[: int(len(data) * share)], "报告")
        except Unreadable as refusal:
            assert refusal.rule in ("damaged", "no_document", "no_text", "unknown_format", "foreign")  # noqa: PT017
        else:
            assert source.blocks


def test_a_damaged_part_is_named_with_its_line() -> None:
    refusal = refused(packed({"word/document.xml": BODY.format(LINE.format("甲"))[:-9]}))
    assert refusal.rule == "damaged"
    assert refusal.place is not None
    assert refusal.place.startswith("word/document.xml:1")


def test_a_part_with_a_wrong_checksum_is_damaged() -> None:
    data = bytearray(packed({"word/document.xml": BODY.format(LINE.format("甲" * 50))}, zipfile.ZIP_STORED))
    data[data.find(b"<w:t>") + 6] ^= 1
    assert (refused(bytes(data)).rule, refused(bytes(data)).place) == ("damaged", "word/document.xml")


def test_a_word_document_without_its_main_text_is_refused_by_name() -> None:
    refusal = refused(packed({"word/styles.xml": "<s/>", "[Content_Types].xml": "<t/>"}))
    assert (refusal.rule, refusal.place) == ("no_document", "word/document.xml")


def test_a_zip_bomb_is_refused_before_it_is_inflated() -> None:
    refusal = refused(word("", bomb=b"\0" * 40_000_000))
    assert refusal.rule == "zip_bomb"
    assert "MB" in refusal.sentence.zh


def test_a_zip_above_the_total_size_is_refused() -> None:
    noise = random.Random(1).randbytes(30_000)
    parts = {f"media/{number}": noise for number in range(4)}
    assert refused(word(LINE.format("甲"), **parts), limits=Limits(zip_bytes=100_000)).rule == "zip_bomb"


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    data = bytearray(word(LINE.format("甲" * 200_000)))
    size = len(BODY.format(LINE.format("甲" * 200_000)).encode())
    for place in [index for index in range(len(data)) if data[index : index + 4] == struct.pack("<I", size)]:
        data[place : place + 4] = struct.pack("<I", 900)
    assert refused(bytes(data)).rule in ("zip_bomb", "damaged")


def test_a_zip_with_too_many_parts_is_refused() -> None:
    refusal = refused(word(LINE.format("甲"), **{f"x/{number}": "" for number in range(5_000)}))
    assert refusal.rule == "zip_entries"
    assert "5001" in refusal.sentence.zh


def test_a_zip_within_a_zip_is_not_opened() -> None:
    inner = packed({"a": b"\0" * 2_000_000})
    assert read_file(word(LINE.format("甲"), **{"word/embeddings/a.zip": inner}), "x").blocks[0].text == "甲"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "word\\..\\..\\a", "C:\\Windows\\a", "word/../../a"]
)
def test_names_that_point_outside_are_refused(name: str) -> None:
    assert refused(word(LINE.format("甲"), **{name: "x"})).rule == "zip_names"


LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {chr(98 + number)} "{f"&{chr(97 + number)};" * 10}">' for number in range(9)
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file://{}">'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/numbering.xml", "_rels/.rels"])
def test_entities_in_a_word_document_are_refused_unresolved(part: str, encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密", encoding="utf-8")
    for start in (LAUGHS, OUTSIDE.format(secret)):
        xml = f'<?xml version="1.0" encoding="{encoding}"?>{start}]>' + BODY.format(LINE.format("&j;&a;"))
        parts = {"word/document.xml": BODY.format(LINE.format("甲")).encode(), part: xml.encode(encoding)}
        refusal = refused(packed(parts))
        assert refusal.rule in ("xml_entities", "damaged")
        assert refusal.place is not None
        assert refusal.place.startswith(part)
        assert "机密" not in refusal.sentence.zh


def test_xml_nested_too_deep_is_refused() -> None:
    refusal = refused(word("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000))
    assert (refusal.rule, refusal.place) == ("too_deep", "word/document.xml")


@pytest.mark.parametrize("tag", ["div", "span", "table><tr><td", "ul><li", "b"])
def test_a_web_page_nested_too_deep_is_refused_or_read_but_never_falls(tag: str) -> None:
    page = f"<html><body>甲{f'<{tag}>' * 20_000}乙"
    assert refused(page.encode()).rule == "too_deep"


def test_halves_of_characters_and_control_characters_never_come_out() -> None:
    page = "<html><body><p>甲&#xD800;&#0;&#x1F;&#xFFFE;乙&#x1F600;</p></body></html>"
    text = read_file(page.encode(), "x.html").blocks[0].text
    text.encode()
    assert text.replace("\ufffd", "") == "甲乙😀"
    assert refused(word(LINE.format("&#xD800;"))).rule == "damaged"
    assert refused(word(LINE.format("\0"))).rule == "damaged"


def test_a_text_of_too_many_lines_or_letters_is_refused() -> None:
    assert refused(b"a\n" * 100, limits=Limits(blocks=99)).rule == "too_large_text"
    assert refused(b"a" * 100, limits=Limits(characters=99)).rule == "too_large_text"


def test_a_table_cell_that_claims_to_span_everything_is_bounded() -> None:
    page = "<table><tr><td colspan=99999 rowspan=99999>甲<td>乙</tr><tr><td>丙</td></tr></table>"
    assert len(read_file(page.encode(), "x.html").blocks[0].cells) < 100
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr><w:p/></w:tc>'
    row = f"<w:tr>{wide}<w:tc>{LINE.format('甲')}</w:tc></w:tr>"
    assert len(read_file(word(f"<w:tbl>{row}</w:tbl>"), "x").blocks[0].cells) < 100


def test_a_damaged_page_of_a_pdf_is_named() -> None:
    document = pdfium.PdfDocument(makers.pdf())
    count = len(document)
    document.close()
    assert count > 1
    assert refused(b"%PDF-1.7\n" + b"\xff" * 4000).rule == "damaged"


SEEDS = {
    "a.docx": makers.word(),
    "b.docx": makers.word_numbered(),
    "c.pdf": makers.pdf(),
    "d.html": makers.web_page(),
    "e.txt": makers.text(encoding="gb18030"),
    "f.md": makers.markdown(),
    "g.doc": makers.made("odd.doc"),
    "h.rtf": makers.made("odd.rtf"),
    "i.ofd": ofd_makers.by_runs(),
    "j.ofd": ofd_makers.by_letters(ofd_makers.typeset(makers.REPORT[:4])),
    "k.xlsx": table_makers.workbook(),
    "l.xls": makers.made("ledger.xls"),
    "m.csv": table_makers.csv(),
    "n.wps": makers.made("ledger.doc"),
}


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_no_damage_gives_anything_but_a_text_or_a_sentence(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SEEDS)))
    damaged = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 12))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        source = read_file(bytes(damaged), name)
    except Unreadable as refusal:
        assert refusal.rule in SENTENCES  # noqa: PT017
    else:
        json.dumps([block.text for block in source.blocks], ensure_ascii=False).encode()


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_damage_inside_a_part_gives_anything_but_a_text_or_a_sentence(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name, seed in sorted(SEEDS.items()) if seed.startswith(b"PK")]))
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as archive:
        parts = {part: bytearray(archive.read(part)) for part in archive.namelist() if archive.getinfo(part).file_size}
    part = parts[data.draw(st.sampled_from(sorted(parts)))]
    for _ in range(data.draw(st.integers(1, 6))):
        # Figures become other figures, so that the part stays well-formed and what it says goes wrong.
        figures = [at for at, byte in enumerate(part) if byte in b"0123456789"]
        at = data.draw(st.sampled_from(figures or [0]))
        part[at] = data.draw(st.sampled_from(b"0123456789-.eg A") if figures else st.integers(0, 255))
    try:
        source = read_file(packed({part: bytes(content) for part, content in parts.items()}), name)
    except Unreadable as refusal:
        assert refusal.rule in SENTENCES  # noqa: PT017
    else:
        json.dumps([block.text for block in source.blocks], ensure_ascii=False).encode()


@settings(max_examples=120, deadline=None)
@given(name=st.sampled_from(sorted(SEEDS)), share=st.floats(0, 1))
def test_a_file_cut_off_anywhere_is_a_text_or_a_sentence(name: str, share: float) -> None:
    try:
        read_file(SEEDS[name][: int(len(SEEDS[name]) * share)], name)
    except Unreadable as refusal:
        assert refusal.rule in SENTENCES  # noqa: PT017


@settings(max_examples=120, deadline=None)
@given(
    data=st.binary(min_size=0, max_size=600),
    start=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", OLE, b"{\\rtf1 "]),
)
def test_no_bytes_give_anything_but_a_text_or_a_sentence(data: bytes, start: bytes) -> None:
    for format_ in FORMATS:
        format_.sniff(start + data, "x")
        try:
            format_.read(start + data, "x", Limits())
        except Unreadable as refusal:
            assert refusal.rule in SENTENCES  # noqa: PT017
