"""Rows of a Word table: the widths of their cells put on one grid, merged cells as in .docx."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bihuan.documents.files.doc.binary import TABLE_DEFINITION, u8

VERTICAL_MERGE, MERGE = 0xD62B, 0x5624
CELL_SIZE = 20  # bytes of the properties of one cell
NEAR = 20  # twentieths of a point: edges nearer than this are one
WIDEST = 64


@dataclass(slots=True)
class Row:
    """A row: texts of its cells, their edges from left to right (one more than cells), and which a merged cell covers."""

    texts: list[str]
    edges: list[int] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)


def row_of(texts: list[str], changes: dict[int, bytes]) -> Row:
    """Return a row of these cells with what the mark at its end says. Source: [MS-DOC] 2.9.321 TDefTableOperand, 2.9.317 TC80."""
    definition = changes.get(TABLE_DEFINITION, b"")
    row = Row(texts)
    if len(definition) > 3:
        count = u8(definition, 2)
        edges = definition[3 : 3 + 2 * (count + 1)]
        if len(edges) == 2 * (count + 1):
            row.edges = [int.from_bytes(edges[at : at + 2], "little", signed=True) for at in range(0, len(edges), 2)]
        for number in range(count):
            at = 3 + 2 * (count + 1) + CELL_SIZE * number
            if at + 2 > len(definition):
                break
            flags = int.from_bytes(definition[at : at + 2], "little")
            if flags & 0x2 or flags & 0x60 == 0x20:
                row.covered.add(number)
    _merge(row, changes)
    return row


def _merge(row: Row, changes: dict[int, bytes]) -> None:
    """Add what later changes say of merged cells."""
    vertical = changes.get(VERTICAL_MERGE, b"")
    if len(vertical) >= 3 and vertical[2] == 1:
        row.covered.add(vertical[1])
    across = changes.get(MERGE, b"")
    if len(across) == 2:
        row.covered.update(range(across[0] + 1, min(across[1], WIDEST)))


def grid(rows: Sequence[Row]) -> list[list[str]]:
    """Return the cells of all rows on one grid of columns; a column a wide cell reaches over is empty."""
    if any(len(row.edges) <= len(row.texts) - 1 or row.edges != sorted(row.edges) for row in rows):
        return [_texts(row) for row in rows]
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges[: len(row.texts) + 1]}):
        if not edges or edge - edges[-1] > NEAR:
            edges.append(edge)
    if len(edges) > WIDEST * 2:
        return [_texts(row) for row in rows]
    return [_on_grid(row, edges) for row in rows]


def _texts(row: Row) -> list[str]:
    return ["" if number in row.covered else text for number, text in enumerate(row.texts)]


def _on_grid(row: Row, edges: list[int]) -> list[str]:
    cells = [""] * max(len(edges) - 1, 1)
    for text, edge in zip(_texts(row), row.edges, strict=False):
        column = min(range(len(cells)), key=lambda at: abs(edges[at] - edge))
        cells[column] += text if not cells[column] else "\n" + text if text else ""
    return cells
