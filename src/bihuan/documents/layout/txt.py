"""Official documents as plain text: one line for each paragraph, numbers in front, cells parted by tabs."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.documents.layout.cells import shown
from bihuan.documents.layout.header import depth_of, header_cells
from bihuan.documents.layout.lines import Line, lines_of
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.rows import totals_of
from bihuan.documents.layout.sheet import Cell, Sheet

INDENT = "　　"
INDENTED = frozenset({"paragraph", "heading", "attachment", "note"})


def write_txt(paper: Paper) -> str:
    """Return a paper as text, in the order it is read; lines end with a line feed."""
    return "".join(f"{line}\n" for one in lines_of(paper) for line in _lines(one))


def _lines(line: Line) -> Iterator[str]:
    if line.sheet is not None:
        yield from sheet_lines(line.sheet)
    else:
        yield (INDENT if line.role in INDENTED else "") + line.whole


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """Return the lines of a sheet: title, date, head, rows, totals, notes; merged cells repeat what they say."""
    yield from filter(None, (_flat(sheet.title), _flat(sheet.asof)))
    head = [[""] * len(sheet.columns) for _ in range(depth_of(sheet.columns))]
    for cell in header_cells(sheet.columns):
        head[cell.row][cell.column] = _flat(cell.text)
    yield from ("\t".join(row) for row in head)
    for row in sheet.rows:
        yield _row(sheet, row)
    if totals := totals_of(sheet):
        yield _row(sheet, totals)
    yield from filter(None, map(_flat, sheet.notes))


def _row(sheet: Sheet, cells: tuple[Cell, ...]) -> str:
    return "\t".join(_flat(shown(cell, column.kind)) for cell, column in zip(cells, sheet.columns, strict=True))


def _flat(text: str) -> str:
    return " ".join(shown(text).split())
