"""A whole Word document: paragraphs and rows in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bihuan.documents.blocks import Block
from bihuan.documents.files.doc.binary import MAGIC, OLD_MAGICS, Frame, broken, u16, u32
from bihuan.documents.files.doc.lists import Lists
from bihuan.documents.files.doc.runs import Filed, character_runs, paragraph_runs
from bihuan.documents.files.doc.styles import Styles
from bihuan.documents.files.doc.tables import row_of
from bihuan.documents.files.doc.text import written
from bihuan.documents.files.edged_rows import Row, add_table
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.ole import Compound
from bihuan.documents.files.page import Page
from bihuan.documents.files.refusals import refuse

ENCRYPTED, OTHER_TABLE = 0x0100, 0x0200
OLDEST = 0x69  # the version of the format that Word 97 was developed with
END = re.compile("[\r\x07\x0c]")
BREAK = re.compile("[\x0b\x0c\x0e]")
PICTURES = re.compile("[\x01\x08]")
SIGNS = str.maketrans({"\x1e": "-", "\x1f": None, "\x01": None, "\x02": None, "\x05": None, "\x08": None, "\t": " "})
# Codes of the properties of a paragraph. Source: [MS-DOC] 2.6.2.
IN_TABLE, ROW_END, DEPTH, INNER_CELL, INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
LIST, LIST_DEPTH, OUTLINE = 0x460B, 0x260A, 0x2640
BODY_LEVEL = 9
PLAIN = Filed(0, 0)


def read_document(data: bytes, limits: Limits) -> tuple[Block, ...]:
    """Return the blocks; raise Unreadable if the document is damaged, encrypted, too old or only pictures."""
    frame = _frame(Compound(data))
    text = written(frame, character_runs(frame))
    filed = paragraph_runs(frame)
    reading = Reading(Page(limits), Styles(frame), Lists(frame))
    start = 0
    for mark in END.finditer(text.letters):
        end = mark.start()
        cut = mark[0]
        reading.paragraph(text.shown(start, end), filed.at(text.place(end)) or PLAIN, cut, seen=bool(text.seen[end]))
        start = end + 1
    reading.paragraph(text.shown(start, len(text.letters)), PLAIN, "\r", seen=True)
    return reading.finish(pictures=bool(PICTURES.search(text.letters)))


def _frame(compound: Compound) -> Frame:
    """Return the head of the document. Source: [MS-DOC] 2.5.1, Fib."""
    if compound.has("EncryptedPackage"):
        raise refuse("encrypted")
    main = compound.read("WordDocument")
    magic, flags = u16(main, 0), u16(main, 0x0A)
    if magic in OLD_MAGICS or (magic == MAGIC and u16(main, 2) < OLDEST):
        raise refuse("too_old")
    if magic != MAGIC:
        raise broken()
    if flags & ENCRYPTED:
        raise refuse("encrypted")
    table = compound.read("1Table" if flags & OTHER_TABLE else "0Table")
    extra = compound.read("Data") if compound.has("Data") else b""
    return Frame(main, table, extra, u32(main, 0x4C))


@dataclass
class Reading:
    """Paragraphs put into the page, tables held back until they end, because their columns are known only then."""

    page: Page
    styles: Styles
    lists: Lists
    carried: str = ""  # text of a paragraph whose end was deleted: it runs on into the next
    cell: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def paragraph(self, text: str, filed: Filed, mark: str, *, seen: bool) -> None:
        """Take a paragraph with the properties of its end. mark: the letter that ends it; seen: it is not deleted."""
        text = self.carried + text
        self.carried = ""
        if not _on(filed, IN_TABLE) and not _depth(filed):
            self._end_table()
            if not seen and mark == "\r":
                self.carried = text
                return
            self._plain(self._numbered(text, filed), filed)
        elif _on(filed, ROW_END) and _depth(filed) <= 1:
            self._end_row(filed)
        else:
            self._in_cell(self._numbered(text, filed), filed, mark)

    def finish(self, *, pictures: bool) -> tuple[Block, ...]:
        """Return all blocks. pictures: whether the text holds any."""
        self._end_table()
        return self.page.text_blocks(pictures=pictures)

    def _plain(self, text: str, filed: Filed) -> None:
        level, title = self._level(filed), self.styles.is_title(filed.style)
        for part in BREAK.split(text):
            self.page.paragraph(part.translate(SIGNS), level=level, heading=title)

    def _in_cell(self, text: str, filed: Filed, mark: str) -> None:
        parts = [part for piece in BREAK.split(text) if (part := piece.translate(SIGNS).strip())]
        if _depth(filed) > 1:
            # A table inside a cell: one line to each of its rows.
            self.inner += parts
            if _on(filed, INNER_ROW):
                self.cell.append(" ".join(self.inner))
                self.inner = []
            return
        self.cell += parts
        if mark == "\x07":
            self.cells.append("\n".join(self.cell))
            self.cell = []

    def _end_row(self, filed: Filed) -> None:
        if self.cells:
            self.rows.append(row_of(self.cells, filed.changes))
        self.cell, self.cells, self.inner = [], [], []

    def _end_table(self) -> None:
        if self.cell or self.cells:
            self._end_row(PLAIN)
        add_table(self.rows, self.page)
        self.rows = []

    def _numbered(self, text: str, filed: Filed) -> str:
        """Return a paragraph with the number that Word counts for it."""
        override, depth = self._property(filed, LIST), self._property(filed, LIST_DEPTH)
        if not override:
            return text
        prefix = self.lists.next(int.from_bytes(override, "little"), depth[0] if depth else 0)
        return prefix + text.lstrip() if prefix and text.strip() else text

    def _property(self, filed: Filed, code: int) -> bytes | None:
        direct = filed.changes.get(code)
        return self.styles.property(filed.style, code) if direct is None else direct

    def _level(self, filed: Filed) -> int | None:
        outline = self._property(filed, OUTLINE)
        if outline:
            return outline[0] + 1 if outline[0] < BODY_LEVEL else None
        return self.styles.level(filed.style)


def _on(filed: Filed, code: int) -> bool:
    return filed.changes.get(code, b"\0")[:1] == b"\x01"


def _depth(filed: Filed) -> int:
    """Return in how many tables a paragraph stands, as far as it is said."""
    return int.from_bytes(filed.changes.get(DEPTH, b""), "little")
