"""One page of a PDF → lines with their edges, and tables where there are ruling lines."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from bihuan.documents.files.limits import Limits
from bihuan.documents.files.printed.lines import Line, PageText, Table
from bihuan.documents.files.refusals import refuse
from bihuan.documents.files.wrapping import WIDE

Box = tuple[float, float, float, float]
# PDFium makes a space of the air between an ideograph and a figure; such a gap is narrower than this share of a letter.
AIR = 0.75
THIN = 0.2
RULINGS = 4
CELL, THICK = 8.0, 3.0  # points: the least side of a cell, and the most a ruling line is thick


def read_page(document: pdfium.PdfDocument, index: int, data: bytes, limits: Limits) -> PageText:
    """Return the lines of a page from top to bottom and its ruled tables; raise Unreadable if it holds too much."""
    page = document[index]
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > limits.page_characters:
            raise refuse(
                "too_large_text", place=f"第{index + 1}页", blocks=limits.blocks, characters=limits.page_characters
            )
        lines = tuple(_merged(list(_lines(textpage))))
        ruled, pictures = _drawn(page, limits.page_lines)
        tables: tuple[Table, ...] = ()
        if ruled and lines:
            from bihuan.documents.files.pdf.tables import find_tables

            tables = find_tables(data, index, height)
    finally:
        textpage.close()
        page.close()
    kept = tuple(line for line in lines if not any(table.holds(line) for table in tables))
    return PageText(index + 1, width, height, kept, tables, pictures)


def _drawn(page: pdfium.PdfPage, most: int) -> tuple[bool, bool]:
    """Return whether lines are drawn on a page as around a table, and whether pictures are; `most` paths are looked at."""
    across = down = boxes = pictures = paths = 0
    for number in range(raw.FPDFPage_CountObjects(page.raw)):
        drawn = raw.FPDFPage_GetObject(page.raw, number)
        kind = raw.FPDFPageObj_GetType(drawn)
        pictures += kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
        if kind != raw.FPDF_PAGEOBJ_PATH:
            continue
        paths += 1
        if paths > most:
            return False, bool(pictures)
        width, height = _extent(drawn)
        across += width > CELL > THICK > height
        down += height > CELL > THICK > width
        boxes += width > CELL and height > CELL
    # A rule below a letterhead or under words is no table; a table has lines or boxes both ways.
    return (across > 1 and down > 1) or boxes >= RULINGS, bool(pictures)


def _extent(drawn: object) -> tuple[float, float]:
    """Return width and height of what is drawn, in points."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, (left, bottom, right, top)))
    return right.value - left.value, top.value - bottom.value


def _lines(textpage: pdfium.PdfTextPage) -> Iterator[Line]:
    """Return the lines as PDFium parts them."""
    text = _characters(textpage)
    start = 0
    while start < len(text):
        end = start
        while end < len(text) and text[end] not in "\r\n":
            end += 1
        line = _line(textpage, text, start, end)
        if line is not None:
            yield line
        start = end + 1


def _characters(textpage: pdfium.PdfTextPage) -> str:
    """Return the text with exactly one character for each index of PDFium, so that an index finds its place."""
    count = textpage.count_chars()
    text = textpage.get_text_range(0, count) if count else ""
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


def _line(textpage: pdfium.PdfTextPage, text: str, start: int, end: int) -> Line | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return None
    first, last = _box(textpage, start), _box(textpage, end - 1)
    size = _size(textpage, start)
    left, right = min(first[0], last[0]), max(first[2], last[2])
    return Line(
        _without_air(textpage, text, start, end, size),
        left,
        right,
        min(first[1], last[1]),
        max(first[3], last[3]),
        size,
    )


def _box(textpage: pdfium.PdfTextPage, index: int) -> Box:
    """Return left, bottom, right, top of a character as the font sets it, not as its ink lies."""
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage.raw, index, ctypes.byref(rect))
    return rect.left, rect.bottom, rect.right, rect.top


def _size(textpage: pdfium.PdfTextPage, index: int) -> float:
    """Return the size of a letter on the page: that of the font, grown or shrunk as the page says."""
    matrix = raw.FS_MATRIX()
    grown = abs(matrix.d) or abs(matrix.b) if raw.FPDFText_GetMatrix(textpage.raw, index, ctypes.byref(matrix)) else 1.0
    return max(float(raw.FPDFText_GetFontSize(textpage.raw, index)) * (grown or 1.0), 1.0)


def _without_air(textpage: pdfium.PdfTextPage, text: str, start: int, end: int, size: float) -> str:
    """Return the text of a line without the spaces that PDFium put where a program only set letters apart."""
    piece = text[start:end]
    if " " not in piece:
        return piece
    gaps = {
        offset: (_box(textpage, start + offset + 1)[0] - _box(textpage, start + offset - 1)[2]) / size
        for offset, character in enumerate(piece)
        if character == " " and raw.FPDFText_IsGenerated(textpage.raw, start + offset) == 1
    }
    stretched = _stretched(gaps, piece)
    air = {offset for offset, gap in gaps.items() if gap < max(_air(piece[offset - 1], piece[offset + 1]), stretched)}
    return "".join(character for offset, character in enumerate(piece) if offset not in air)


def _stretched(gaps: dict[int, float], piece: str) -> float:
    """Return how far the letters of a line were pulled apart to fill it, 0 where they were not."""
    return 1.6 * median(gaps.values()) if len(gaps) > max(3, len(piece) * 0.2) else 0.0


def _air(left: str, right: str) -> float:
    """Return how much of a letter may lie between two characters that nothing parts."""
    wide = bool(WIDE.match(left)), bool(WIDE.match(right))
    if not any(wide):
        return 0.0
    # Programs set ideographs apart from Latin letters and figures, never from each other.
    return THIN if all(wide) or not (left + right).isalnum() else AIR


def _merged(lines: list[Line]) -> Iterator[Line]:
    """Return the lines from top to bottom, with pieces that stand side by side on one height joined."""
    lines = [line for line in lines if line.top > line.bottom or line.text.strip()]
    waiting: Line | None = None
    for line in lines:
        if waiting is not None and _beside(waiting, line):
            gap = line.left - waiting.right
            space = " " if gap > AIR * waiting.size else ""
            waiting = Line(
                waiting.text + space + line.text,
                waiting.left,
                max(waiting.right, line.right),
                min(waiting.bottom, line.bottom),
                max(waiting.top, line.top),
                waiting.size,
            )
            continue
        if waiting is not None:
            yield waiting
        waiting = line
    if waiting is not None:
        yield waiting


def _beside(first: Line, second: Line) -> bool:
    overlap = min(first.top, second.top) - max(first.bottom, second.bottom)
    return overlap > 0.5 * min(first.top - first.bottom, second.top - second.bottom) and second.left >= first.right - 1
