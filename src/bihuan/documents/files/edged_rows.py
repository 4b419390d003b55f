"""Rows of a table whose cells are told by their edges: put on one grid of columns, merged cells as in .docx."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bihuan.documents.files.page import Page

NEAR = 20  # twentieths of a point: edges nearer than this are one
WIDEST = 64


@dataclass(slots=True)
class Row:
    """
    A row of a table.

    texts: of its cells; edges: from left to right in twentieths of a point, one more than cells; covered: numbers of the
    cells that a merged cell above or to the left covers.
    """

    texts: list[str]
    edges: list[int] = field(default_factory=list)
    covered: set[int] = field(default_factory=set)


def add_table(rows: Sequence[Row], page: Page) -> None:
    """Add the rows of a table to a page; a frame of one column around running text gives paragraphs."""
    if not rows:
        return
    if all(len(row.texts) <= 1 for row in rows):
        for row in rows:
            for line in "\n".join(row.texts).split("\n"):
                page.paragraph(line)
        return
    number = page.next_table()
    for cells in on_grid(rows):
        page.row(cells, table=number)


def on_grid(rows: Sequence[Row]) -> list[list[str]]:
    """Return the cells of all rows on one grid of columns; a column that a wide cell reaches over is empty."""
    if any(len(row.edges) < len(row.texts) or row.edges != sorted(row.edges) for row in rows):
        return [_texts(row) for row in rows]
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges[: len(row.texts) + 1]}):
        if not edges or edge - edges[-1] > NEAR:
            edges.append(edge)
    if len(edges) > WIDEST:
        return [_texts(row) for row in rows]
    return [_placed(row, edges) for row in rows]


def _texts(row: Row) -> list[str]:
    return ["" if number in row.covered else text for number, text in enumerate(row.texts)]


def _placed(row: Row, edges: list[int]) -> list[str]:
    cells = [""] * max(len(edges) - 1, 1)
    for text, edge in zip(_texts(row), row.edges, strict=False):
        column = min(range(len(cells)), key=lambda at: abs(edges[at] - edge))
        cells[column] += text if not cells[column] else "\n" + text if text else ""
    return cells
