"""Sheets as tables of a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bihuan.documents.layout.cells import shown
from bihuan.documents.layout.docx.markup import paragraph, run
from bihuan.documents.layout.header import HeaderCell, depth_of, header_cells
from bihuan.documents.layout.measures import shared_widths
from bihuan.documents.layout.rows import group_of, runs_of, totals_of
from bihuan.documents.layout.sheet import Cell, CellKind, Sheet, SheetColumn

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
MARGINS = "".join(
    f'<w:{side} w:w="{wide}" w:type="dxa"/>'
    for side, wide in (("top", 40), ("left", 57), ("bottom", 40), ("right", 57))
)
KEPT = "<w:trPr><w:cantSplit/></w:trPr>"
NARROW = 12  # half-width characters: up to here text is centred
SPLIT = 400  # characters: a row with more may run over two pages
LONGEST_GROUP = 12  # rows of one merged cell: it may run over a page, and says then what it is again


def table(sheet: Sheet, width: int) -> str:
    """
    Return a sheet as title, line of the date, table and notes.

    width: twips the table may take.
    """
    above = [paragraph("TableTitle", run(sheet.title))] if sheet.title else []
    above += [paragraph("TableAsOf", run(sheet.asof))] if sheet.asof else []
    below = [paragraph("TableNote", run(note)) for note in sheet.notes]
    # Two tables without a paragraph between them become one in Word.
    return "".join((*above, *grid(sheet, width), *(below or [paragraph("TableNote")])))


def grid(sheet: Sheet, width: int, done: Callable[[int], None] | None = None) -> Iterator[str]:
    """Return the table alone, piece by piece; `done` is told how many rows were written."""
    widths = shared_widths(sheet.columns, width)
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{MARGINS}</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )
    yield from _head(sheet.columns, widths)
    yield from _rows(sheet, widths, done)
    yield "</w:tbl>"


def _head(columns: Sequence[SheetColumn], widths: Sequence[int]) -> Iterator[str]:
    cells = sorted(header_cells(columns), key=lambda cell: cell.column)
    for row in range(depth_of(columns)):
        inside = "".join(_head_cell(cell, row, widths) for cell in cells if cell.row <= row < cell.row + cell.rows)
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{inside}</w:tr>"


def _head_cell(cell: HeaderCell, row: int, widths: Sequence[int]) -> str:
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    merged = "" if cell.rows == 1 else '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    wide = sum(widths[cell.column : cell.column + cell.columns])
    text = run(cell.text) if row == cell.row else ""
    return _cell(wide, span + merged, paragraph("TableHead", text), centred=True)


def _cell(width: int, properties: str, inside: str, *, centred: bool = False) -> str:
    middle = '<w:vAlign w:val="center"/>' if centred else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}{middle}</w:tcPr>{inside}</w:tc>'


def _rows(sheet: Sheet, widths: Sequence[int], done: Callable[[int], None] | None) -> Iterator[str]:
    group = group_of(sheet)
    for run_ in runs_of(sheet, LONGEST_GROUP):
        yield from _run(run_, sheet.columns, widths, group)
        if done:
            done(len(run_))
    if totals := totals_of(sheet):
        inside = "".join(
            _data(cell, column, width, bold=True)
            for cell, column, width in zip(totals, sheet.columns, widths, strict=True)
        )
        yield f"<w:tr>{KEPT}{inside}</w:tr>"


def _run(
    rows: Sequence[tuple[Cell, ...]], columns: Sequence[SheetColumn], widths: Sequence[int], group: int
) -> Iterator[str]:
    """Return the rows that share the cell of the group column."""
    for place, row in enumerate(rows):
        inside = ""
        for number, (cell, column, width) in enumerate(zip(row, columns, widths, strict=True)):
            merged = ""
            if number == group and len(rows) > 1:
                merged = "<w:vMerge/>" if place else '<w:vMerge w:val="restart"/>'
            inside += _data(None if merged and place else cell, column, width, merged)
        whole = "" if max(len(cell) if isinstance(cell, str) else 0 for cell in row) > SPLIT else KEPT
        yield f"<w:tr>{whole}{inside}</w:tr>"


def _data(cell: Cell, column: SheetColumn, width: int, merged: str = "", *, bold: bool = False) -> str:
    text = shown(cell, column.kind)
    align = f'<w:jc w:val="{_align(column.kind, column.width)}"/>'
    look = "<w:b/>" if bold else ""
    inside = "".join(
        paragraph("TableText", run(line, look) if line else "", properties=align) for line in text.split("\n")
    )
    return _cell(width, merged, inside, centred=True)


def _align(kind: CellKind, width: int) -> str:
    if kind in ("money", "percent"):
        return "right"
    return "center" if kind in ("date", "number") or width <= NARROW else "left"
