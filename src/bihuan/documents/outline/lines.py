"""Blocks become lines: one canonical text each, with the way back to block and offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.text.flat import Flat, flatten, is_leaky

_BREAK = re.compile(r"\r\n?|\n|\v|\f|\u2028|<br\s*/?>", re.IGNORECASE)
_HASHES = re.compile(r"\s{0,3}(#{1,6})\s+(?=\S)")
_PIPE_RULE = re.compile(r"[\s|:-]+")
_RUN_ON, _WHOLE = 250, 600
_TITLE_END = r"(?<=通报|公示|公告|报告|情况)\s+(?=根据|按照|20\d\d)"
_CONTACTS = re.compile(rf"{_TITLE_END}|(?<=[。；])\s*(?=欢迎(?:广大|社会|各界|干部)|联系(?:电话|方式)[:：])")
_CLOSINGS = re.compile(rf"{_CONTACTS.pattern}|(?<=。)\s*(?=下一步[,，:：])")


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of a block.

    block: number of the block; start: offset of the line in the block's text; cells: texts of a table row, else empty.
    """

    block: int
    start: int
    flat: Flat
    heading: int | None = None
    cells: tuple[str, ...] = ()
    table: int | None = None

    @property
    def text(self) -> str:
        """Return the canonical text."""
        return self.flat.text

    def place(self, start: int, end: int) -> Place:
        """Return the place of canonical characters start..end."""
        first, last = self.flat.span(start, end)
        return Place(self.block, self.start + first, self.start + last)


def lines_of(source: SourceText) -> list[Line]:
    """Return the lines of a source that are not empty, table rows whole."""
    leaky = is_leaky("\n".join(block.text for block in source.blocks[:400]))
    lines: list[Line] = []
    table = 1000
    for block in source.blocks:
        cells = _cells(block)
        if cells:
            if not (lines and lines[-1].cells):
                table += 1
            if "--" not in block.text or not _PIPE_RULE.fullmatch(block.text):
                lines.append(Line(block.number, 0, flatten(block.text, leaky=leaky), None, cells, block.table or table))
            continue
        lines.extend(_plain(block, leaky))
    return lines


def _plain(block: Block, leaky: bool) -> Iterator[Line]:
    at = 0
    for piece in _BREAK.split(block.text):
        start = block.text.find(piece, at) if piece else at
        at = start + len(piece)
        hashes = _HASHES.match(piece)
        level = block.level if block.kind == "heading" else None
        if hashes:
            level = len(hashes[1])
        skip = hashes.end() if hashes else 0
        for begin, end in _unrolled(piece[skip:]):
            flat = flatten(piece[skip + begin : skip + end], leaky=leaky)
            if flat.text:
                yield Line(block.number, start + skip + begin, flat, level)


def _unrolled(text: str) -> Iterator[tuple[int, int]]:
    """A whole document on one line: its title, closing section and contacts stand apart again."""
    at = 0
    if len(text) > _RUN_ON:
        for cut in (_CLOSINGS if len(text) > _WHOLE else _CONTACTS).finditer(text):
            yield at, cut.start()
            at = cut.start()
    yield at, len(text)


def _cells(block: Block) -> tuple[str, ...]:
    """Cells of a row block, or of a line of a pipe table that nobody took apart."""
    if block.kind == "row":
        return block.cells or tuple(block.text.split("\t"))
    text = block.text.strip()
    if text.startswith("|") and text.count("|") >= 3:
        return tuple(cell.strip() for cell in text.strip("|").split("|"))
    return ()
