"""Formats that are recognised but not read: what they are called and what their owner can do."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from bihuan.documents.errors import Unreadable
from bihuan.documents.files.ole import SIGNATURE, Compound
from bihuan.documents.files.refusals import refuse
from bihuan.packspec.bilingual import Text

ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

AS_DOCX = Text(
    "请用 Word 或 WPS 打开，另存为 .docx，再上传。", "Open it in Word or WPS, save it as .docx and upload that."
)
AS_XLSX = Text(
    "请用 Excel 或 WPS 打开，另存为 .xlsx，再上传。", "Open it in Excel or WPS, save it as .xlsx and upload that."
)
AS_TEXT = Text(
    "请把内容复制到 Word 文档里，保存为 .docx，再上传。",
    "Copy the content into a Word document, save it as .docx and upload that.",
)
AS_PDF = Text(
    "请用阅读软件打开，另存或打印为 PDF，再上传。", "Open it in its reader, save or print it as PDF and upload that."
)
UNPACK = Text("请先解压，再上传里面的文件。", "Unpack it first, then upload the files inside.")
AS_SCAN = Text(
    "请使用电子版原件，或者先做文字识别（OCR），再上传。",
    "Use the original electronic file, or run text recognition (OCR) on it first.",
)
OTHER = Text(
    "请上传文档本身：Word、WPS、PDF、OFD、Excel、网页或文本文件。",
    "Upload the document itself: a Word, WPS, PDF, OFD, Excel, web page or text file.",
)

Kind = tuple[Text, Text]
OLD_OFFICE: Kind = (
    Text("旧版办公软件的文件（复合文档）", "a file of an old office program (a compound file)"),
    AS_DOCX,
)
PPT: Kind = (Text("演示文稿（.ppt、.pptx 或 .dps）", "a slide show (.ppt, .pptx or .dps)"), AS_TEXT)
XLSB: Kind = (Text("二进制的 Excel 表格（.xlsb）", "a binary Excel workbook (.xlsb)"), AS_XLSX)
ODT: Kind = (Text("开放文档格式的文档（.odt 或 .uof）", "an OpenDocument or UOF document (.odt or .uof)"), AS_DOCX)
IMAGE: Kind = (Text("图片", "a picture"), AS_SCAN)
ARCHIVE: Kind = (Text("压缩包", "an archive"), UNPACK)
MEDIA: Kind = (Text("音频或视频", "a sound or video file"), OTHER)
PROGRAM: Kind = (Text("程序文件", "a program"), OTHER)
MAIL: Kind = (Text("邮件或单文件网页（.eml 或 .mht）", "a mail or single-file web page (.eml or .mht)"), AS_DOCX)
READER: Kind = (Text("专用阅读格式（.ceb、.caj 等）", "a file of a special reader (.ceb, .caj …)"), AS_PDF)
WORD_XML: Kind = (Text("Word 2003 XML 文档", "a Word 2003 XML document"), AS_DOCX)
EXCEL_XML: Kind = (Text("Excel 2003 XML 表格", "an Excel 2003 XML workbook"), AS_XLSX)

STARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b\x08", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"Founder CEB", READER),
    (b"CAJ\x00", READER),
    (b"HN\x00\x00", READER),
    (b"KDH ", READER),
    (b"AT&TFORM", READER),
    (b"%!PS", READER),
    (b"ID3", MEDIA),
    (b"OggS", MEDIA),
    (b"\x1aE\xdf\xa3", MEDIA),
    (b"MZ\x90\x00", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"SQLite format 3\x00", PROGRAM),
)
OLE_STREAMS: tuple[tuple[str, Kind], ...] = (
    ("PowerPoint Document", PPT),
    ("__properties_version1.0", MAIL),
)
ZIP_PARTS: tuple[tuple[str, Kind], ...] = (
    ("xl/workbook.bin", XLSB),
    ("ppt/presentation.xml", PPT),
)
MAIL_HEAD = re.compile(rb"\A(?:[A-Za-z-]{2,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,}", re.ASCII)


def foreign(data: bytes) -> Unreadable | None:
    """Return the refusal that names the format of these bytes, or None if they are of none that is only recognised."""
    if data.startswith(SIGNATURE):
        return _ole(data)
    if data.startswith(ZIP):
        return _zip(data)
    kind = next((kind for start, kind in STARTS if data.startswith(start)), None) or _by_head(data[:2048])
    return _refusal(kind) if kind else None


def _refusal(kind: Kind) -> Unreadable:
    return refuse("foreign", what=kind[0], todo=kind[1])


def _ole(data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refuse("encrypted")
    kind = next((kind for stream, kind in OLE_STREAMS if (stream + "\0").encode("utf-16-le") in data), None)
    if kind is None:
        try:
            Compound(data)
        except Unreadable as damaged:
            return damaged
    return _refusal(kind or OLD_OFFICE)


def _zip(data: bytes) -> Unreadable | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, OverflowError):
        return refuse("damaged", detail=Text("压缩结构不完整", "its zip structure is incomplete"))
    kind = next((kind for part, kind in ZIP_PARTS if part in names), None)
    if kind is None and "mimetype" in names:
        kind = ODT
    return _refusal(kind or ARCHIVE)


def _by_head(head: bytes) -> Kind | None:
    brand = head[8:12]
    marks = (
        (head[4:8] == b"ftyp" and brand in (b"heic", b"heix", b"mif1", b"avif"), IMAGE),
        (head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and brand != b"WEBP"), MEDIA),
        (head.startswith(b"RIFF") or (head.startswith(b"BM") and head[6:10] == b"\0\0\0\0"), IMAGE),
        (head[257:262] == b"ustar", ARCHIVE),
        (b'progid="Word.Document"' in head, WORD_XML),
        (b'progid="Excel.Sheet"' in head or b"urn:schemas-microsoft-com:office:spreadsheet" in head, EXCEL_XML),
        (b"<uof:UOF" in head or b"<uof:UOF_0000" in head, ODT),
        (bool(MAIL_HEAD.match(head)) and b"mime-version:" in head.lower(), MAIL),
    )
    return next((kind for found, kind in marks if found), None)
