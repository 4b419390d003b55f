"""Small files that people bring as evidence: each is a real file of its kind with words of its own."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import PurePath
from random import Random

from bihuan.cli.demonstration.sample import docx_of

MADE = datetime(2026, 1, 1, tzinfo=UTC)
WIDTH, HEIGHT = 640, 420
LINE = 34  # characters of twelve points in a line of A4
SKIES = ((176, 205, 228), (198, 212, 222), (222, 206, 186), (160, 190, 214))
GROUNDS = ((118, 128, 108), (134, 130, 122), (110, 122, 128), (146, 136, 116))
WALLS = ((214, 204, 190), (190, 178, 164), (168, 176, 184), (202, 184, 160))


def paper(name: str, lines: Sequence[str], rng: Random) -> bytes:
    """
    Return the bytes of a file of the kind its name says: pdf, docx, xlsx or png.

    lines: its words; a picture has none.
    """
    title = PurePath(name).stem
    match PurePath(name).suffix:
        case ".png":
            return picture(rng)
        case ".xlsx":
            return sheet(title, lines, rng)
        case ".docx":
            return docx_of(title, list(lines))
    return page(title, lines)


def page(title: str, lines: Sequence[str]) -> bytes:
    """Return a PDF of one page. The font is one of those that every reader knows, so none lies in the file."""
    drawn = [_shown(title, 18, 90, 760)]
    height = 715
    for line in lines:
        text = f"　　{line}"
        for start in range(0, len(text), LINE):
            drawn.append(_shown(text[start : start + LINE], 12, 90, height))
            height -= 22
    content = "\n".join(drawn).encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (GB1) /Supplement 5 >> /DW 1000 /W [1 95 500] /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    return _pdf(objects)


def _shown(text: str, size: int, left: int, bottom: int) -> str:
    return f"BT /F1 {size} Tf {left} {bottom} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def _pdf(objects: Sequence[bytes]) -> bytes:
    file = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(file)


def picture(rng: Random) -> bytes:
    """Return a PNG of a place: sky, ground and a row of buildings, enough to tell one photograph from another."""
    sky, ground = rng.choice(SKIES), rng.choice(GROUNDS)
    horizon = rng.randint(HEIGHT // 2, HEIGHT * 3 // 4)
    houses, left = [], rng.randint(10, 60)
    while left < WIDTH - 60:
        wide, high = rng.randint(50, 150), rng.randint(60, horizon - 40)
        houses.append((left, min(left + wide, WIDTH - 8), horizon - high, rng.choice(WALLS)))
        left += wide + rng.randint(4, 60)
    rows = bytearray()
    for y in range(HEIGHT):
        shade = y * 30 // HEIGHT
        colour = (
            tuple(min(255, part + shade) for part in sky)
            if y < horizon
            else tuple(part - shade // 2 for part in ground)
        )
        row = bytearray(bytes(colour) * WIDTH)
        for begin, end, top, wall in houses:
            if top <= y < horizon:
                row[begin * 3 : end * 3] = _wall(end - begin, y - top, wall)
        rows += b"\x00" + row
    return _png(bytes(rows))


def _wall(wide: int, below_top: int, wall: tuple[int, int, int]) -> bytes:
    """Return one line of a wall; every 26 lines begin a row of windows."""
    glass = (92, 112, 130)
    if below_top % 26 < 10 or wide < 30:
        return bytes(wall) * wide
    cell = bytes(wall) * 8 + bytes(glass) * 12
    return (cell * (wide // 20 + 1))[: (wide - 4) * 3] + bytes(wall) * 4


def _png(rows: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def sheet(title: str, lines: Sequence[str], rng: Random) -> bytes:
    """Return a workbook: a title row, a head and a few rows of work."""
    import xlsxwriter

    written = BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"created": MADE})  # the same words give the same bytes whenever they are written
    table = book.add_worksheet("台账")
    bold = book.add_format({"bold": True})
    table.set_column(1, 1, 60)
    table.write(0, 0, title, bold)
    for column, word in enumerate(("序号", "内容", "数量", "办理结果")):
        table.write(2, column, word, bold)
    for number, line in enumerate(lines, 1):
        for column, value in enumerate((number, line, rng.randint(1, 40), rng.choice(("已办结", "已核对", "已归档")))):
            table.write(2 + number, column, value)
    book.close()
    return written.getvalue()
