"""Straight lines on a page → the tables they rule, with the letters that stand in their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bihuan.documents.files.printed.cells import unwrapped
from bihuan.documents.files.printed.letters import Letter, lines_of_letters
from bihuan.documents.files.printed.lines import Table

THICK = 3.0  # points: lines nearer than this are one
CELL = 6.0  # points: the least side of a cell
MOST_CROSSINGS = 200_000  # a drawing, no table


@dataclass(frozen=True, slots=True)
class Ruling:
    """A line across or down, in points from the lower left corner of the page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def across(self) -> bool:
        """Return whether it lies flat."""
        return self.right - self.left >= self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its edges."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, letter: Letter) -> bool:
        """Return whether the middle of a letter lies inside."""
        return self.left <= (letter.left + letter.right) / 2 <= self.right and self.bottom < letter.middle <= self.top


def tables_of(rulings: Sequence[Ruling], letters: list[Letter]) -> tuple[tuple[Table, ...], list[Letter]]:
    """Return the ruled tables of two columns and two rows or more, and the letters that stand in none of them."""
    across = sum(ruling.across for ruling in rulings)
    down = len(rulings) - across
    if across < 3 or down < 3 or across * down > MOST_CROSSINGS:
        return (), letters
    letters = sorted(letters, key=lambda letter: letter.middle)
    tables: list[Table] = []
    for cells in _grids(rulings):
        table = _table(cells, letters)
        if table is not None:
            tables.append(table)
            letters = [letter for letter in letters if not _inside(table, letter)]
    return tuple(tables), letters


def _inside(table: Table, letter: Letter) -> bool:
    middle = (letter.left + letter.right) / 2
    return table.left - 1 <= middle <= table.right + 1 and table.bottom - 1 <= letter.middle <= table.top + 1


def _grids(rulings: Sequence[Ruling]) -> list[list[Cell]]:
    """Return the cells of each table, as pdfplumber finds them from the crossings of lines."""
    # Its import costs a fifth of a second, spent only where lines are drawn both ways.
    from pdfplumber import table as plumber

    edges = [
        {
            "x0": ruling.left,
            "x1": ruling.right,
            # pdfplumber measures downwards; which way is down does not matter to crossings.
            "top": -ruling.top,
            "bottom": -ruling.bottom,
            "width": ruling.right - ruling.left,
            "height": ruling.top - ruling.bottom,
            "orientation": "h" if ruling.across else "v",
            "object_type": "line",
        }
        for ruling in rulings
        if max(ruling.right - ruling.left, ruling.top - ruling.bottom) > CELL
    ]
    merged = plumber.merge_edges(
        edges, snap_x_tolerance=THICK, snap_y_tolerance=THICK, join_x_tolerance=THICK, join_y_tolerance=THICK
    )
    crossings = plumber.edges_to_intersections(merged, THICK, THICK)
    found = plumber.cells_to_tables(plumber.intersections_to_cells(crossings))
    return [
        [Cell(x0, -bottom, x1, -top) for x0, top, x1, bottom in cells if x1 - x0 > CELL and bottom - top > CELL / 2]
        for cells in found
    ]


def _table(cells: list[Cell], letters: list[Letter]) -> Table | None:
    """Return a table with one text for each cell; a cell covered by a merged one is empty."""
    lefts = _apart(sorted(cell.left for cell in cells))
    tops = _apart(sorted(-cell.top for cell in cells))
    if len(lefts) < 2 or len(tops) < 2:
        return None
    rows = [[""] * len(lefts) for _ in tops]
    for cell in cells:
        low, high = (bisect_right(letters, edge, key=lambda letter: letter.middle) for edge in (cell.bottom, cell.top))
        text = "\n".join(line.text for line in lines_of_letters(one for one in letters[low:high] if cell.holds(one)))
        row, column = bisect_right(tops, -cell.top + THICK) - 1, bisect_right(lefts, cell.left + THICK) - 1
        rows[row][column] = unwrapped(text)
    return Table(
        tuple(tuple(row) for row in rows),
        min(cell.left for cell in cells),
        max(cell.right for cell in cells),
        min(cell.bottom for cell in cells),
        max(cell.top for cell in cells),
    )


def _apart(sorted_places: list[float]) -> list[float]:
    """Return the places without those that mean the same line as the one before."""
    return sorted_places[:1] + [second for first, second in pairwise(sorted_places) if second - first > THICK]
