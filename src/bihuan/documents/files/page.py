"""The run of blocks while a file is being read: cleans, numbers and counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.documents.blocks import Block, BlockKind
from bihuan.documents.files.limits import DEFAULT, Limits
from bihuan.documents.files.refusals import refuse

# Tab, line feed and what can be printed stay; control characters, zero-width marks, halves of characters are no text.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
SPACE = re.compile("[\u00a0\u2002-\u200a\u202f\u205f]")
PROBE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u2002-\u200f\u2028-\u202f\u205f-\u2064\ufeff\ufff9-\uffff\ud800-\udfff]"
)
FEW = 8  # letters; scanning programs leave a name or a page number beside the pictures


def clean(text: str) -> str:
    """Return the text trimmed, without invisible characters, with every space but the ideographic as a plain one."""
    if PROBE.search(text):
        text = SPACE.sub(" ", INVISIBLE.sub("", text))
    return text.strip()


class Page:
    """
    The blocks of one document, in order; paragraphs without a visible character are left out.

        page = Page(limits)
        page.paragraph("一、关于…问题", level=1)
        page.row(["1", "已完成"], table=page.next_table())
        page.blocks()
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self._limits = limits
        self._blocks: list[Block] = []
        self._characters = 0
        self._tables = 0
        self._rows = 0

    def paragraph(self, text: str, *, level: int | None = None, heading: bool = False, page: int | None = None) -> None:
        """Add a paragraph, or a heading if it has a level (1–9) or is said to be one."""
        text = clean(text)
        if text:
            kind: BlockKind = "heading" if heading or level else "paragraph"
            self._add(Block(len(self._blocks) + 1, text, kind, page=page, level=level))

    def next_table(self) -> int:
        """Return the number of a table that begins now."""
        self._tables += 1
        return self._tables

    def row(self, cells: Sequence[str], *, table: int, page: int | None = None) -> None:
        """Add a row of a table; a tab inside a cell becomes a space, because tabs part the cells."""
        cleaned = tuple(clean(cell.replace("\t", " ")) for cell in cells)
        if any(cleaned):
            self._rows += 1
            if self._rows > self._limits.rows:
                raise refuse("too_many_rows", rows=self._limits.rows)
            self._add(Block(len(self._blocks) + 1, "\t".join(cleaned), "row", page=page, cells=cleaned, table=table))

    def blocks(self) -> tuple[Block, ...]:
        """Return what was added so far."""
        return tuple(self._blocks)

    def text_blocks(self, *, pictures: bool) -> tuple[Block, ...]:
        """Return what was added; raise Unreadable if next to nothing was and the file holds pictures: it is a scan."""
        if pictures and sum(len(block.text) for block in self._blocks[:FEW]) < FEW:
            raise refuse("only_pictures")
        return self.blocks()

    def _add(self, block: Block) -> None:
        self._characters += len(block.text)
        if len(self._blocks) >= self._limits.blocks or self._characters > self._limits.characters:
            raise refuse("too_large_text", blocks=self._limits.blocks, characters=self._limits.characters)
        self._blocks.append(block)
