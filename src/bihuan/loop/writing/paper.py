"""From the parts of a document to the paper that is laid out, and to the text that is read back and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.layout.lines import lines_of
from bihuan.documents.layout.paper import Heading, Layout, Paper, Paragraph, Table
from bihuan.documents.layout.paper import Part as PaperPart
from bihuan.documents.layout.sheet import Sheet, SheetColumn
from bihuan.loop.writing.passages import CELL, Part

DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
LAYOUTS: Final[dict[str, Layout]] = {
    "report": "report",
    "letter": "letter",
    "notice": "notice",
    "minutes": "minutes",
    "ledger": "ledger",
}


def paper_of(parts: Iterable[Part], *, layout: str, number: str = "") -> Paper:
    """Return the parts that were not taken out as a paper; each of its parts carries the anchor it has here."""
    kept = [part for part in parts if not part.gone]
    frame = {part.passage.kind: part.passage.text for part in kept}
    return Paper(
        layout=LAYOUTS.get(layout, "report"),
        title=frame.get("title", ""),
        parts=tuple(_body(kept)),
        head=frame.get("head", ""),
        number=number,
        addressee=frame.get("addressee", "").rstrip("：:"),
        signature=frame.get("signature", ""),
        dated=_day(frame.get("dated", "")),
        note=frame.get("note", ""),
        copies=frame.get("copies", ""),
    )


def _day(text: str) -> date | None:
    found = DAY.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _body(parts: Sequence[Part]) -> Iterable[PaperPart]:
    rows: list[Part] = []
    for part in parts:
        if part.passage.kind in {"columns", "row"}:
            if part.passage.kind == "columns" and rows:
                yield _table(rows)
                rows = []
            rows.append(part)
            continue
        if rows:
            yield _table(rows)
            rows = []
        if part.passage.kind == "heading":
            yield Heading(part.passage.level or 1, part.passage.text, anchor=part.anchor)
        elif part.passage.kind == "paragraph":
            yield Paragraph(part.passage.text, anchor=part.anchor)
    if rows:
        yield _table(rows)


def _table(parts: Sequence[Part]) -> Table:
    """Return rows that stand beside one another as one table; its column titles are the first of them."""
    head, *rows = parts
    titles = head.passage.text.split(CELL)
    widths = head.passage.widths
    columns = tuple(
        SheetColumn(f"c{place}", title, width=widths[place] if place < len(widths) else 12)
        for place, title in enumerate(titles)
    )
    cells = tuple(_cells(row.passage.text, len(titles)) for row in rows)
    return Table(Sheet("", "", "", columns, cells, landscape=False), anchor=head.anchor)


def _cells(text: str, count: int) -> tuple[str, ...]:
    cells = text.split(CELL)[:count]
    return (*cells, *[""] * (count - len(cells)))


def source_of(paper: Paper) -> tuple[SourceText, dict[int, str]]:
    """Return a paper as the reader sees it once it is a file, and the anchor of each block by its number."""
    blocks: list[Block] = []
    anchors: dict[int, str] = {}
    tables = 0
    for line in lines_of(paper):
        if line.sheet is not None:
            tables += 1
            rows = [tuple(column.title for column in line.sheet.columns), *line.sheet.rows]
            for row in rows:
                cells = tuple("" if cell is None else str(cell) for cell in row)
                number = len(blocks) + 1
                blocks.append(Block(number, CELL.join(cells), "row", cells=cells, table=tables))
                anchors[number] = line.anchor
            continue
        number = len(blocks) + 1
        level = line.level or None
        blocks.append(Block(number, line.whole, "heading" if line.role == "heading" else "paragraph", level=level))
        anchors[number] = line.anchor or f"frame/{line.role}"
    return SourceText(paper.title or "draft", "txt", tuple(blocks)), anchors
