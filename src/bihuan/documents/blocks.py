"""What every file format becomes: a numbered run of blocks, and a place that points into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["paragraph", "heading", "row"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the number of a block and character offsets into its text (end exclusive)."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """
    One paragraph, heading or table row as the file has it, text unchanged but for the removal of markup.

    number: 1, 2, 3 … over the whole document; what a person is shown as “line”.
    page: 1-based page where the format has pages, else None.
    level: heading level 1–9 where the format says so, else None.
    cells: texts of the cells of a table row (then `text` is the cells joined by tabs); merged cells repeat nothing: a covered cell is "".
    table: 1-based number of the table a row stands in (of the sheet in a workbook), else None.
    """

    number: int
    text: str
    kind: BlockKind = "paragraph"
    page: int | None = None
    level: int | None = None
    cells: tuple[str, ...] = ()
    table: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """
    A file that was read.

    format: "txt", "md", "html", "docx", "doc", "wps", "rtf", "pdf", "ofd", "xlsx", "xls", "csv".
    encoding: name of the encoding of a text file, else None.
    pages: number of pages where the format has pages, else None.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    encoding: str | None = None
    pages: int | None = None

    def block(self, number: int) -> Block:
        """Return the block with that 1-based number."""
        return self.blocks[number - 1]

    def at(self, place: Place) -> str:
        """Return the text a place points to."""
        return self.block(place.paragraph).text[place.start : place.end]
