"""The head of a table: bands, titles and units, and which cells are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.documents.layout.sheet import SheetColumn


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of the head; row and column are 0-based, rows and columns say over how many it reaches; title: no band."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    title: bool


def depth_of(columns: Sequence[SheetColumn]) -> int:
    """Return how many rows the head has."""
    return 1 + max((len(column.bands) for column in columns), default=0)


def titled(column: SheetColumn) -> str:
    """Return the title with its unit: 涉及金额（万元）."""
    unit = f"（{column.unit}）" if column.unit else ""
    return column.title if not unit or column.title.endswith(unit) else f"{column.title}{unit}"


def header_cells(columns: Sequence[SheetColumn]) -> tuple[HeaderCell, ...]:
    """
    Return the cells of the head, row by row from left to right.

    Neighbours whose bands agree down to a level share that band; the title of a column reaches down to the last row.
    """
    depth = depth_of(columns)
    cells = [cell for row in range(depth - 1) for cell in _bands(columns, row)]
    for number, column in enumerate(columns):
        row = len(column.bands)
        cells.append(HeaderCell(row, number, depth - row, 1, titled(column), title=True))
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _bands(columns: Sequence[SheetColumn], row: int) -> list[HeaderCell]:
    found: list[HeaderCell] = []
    first = 0
    while first < len(columns):
        bands = columns[first].bands
        after = first + 1
        if len(bands) > row:
            while after < len(columns) and columns[after].bands[: row + 1] == bands[: row + 1]:
                after += 1
            found.append(HeaderCell(row, first, 1, after - first, bands[row], title=False))
        first = after
    return found
