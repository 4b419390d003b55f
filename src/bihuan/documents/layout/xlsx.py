"""Ledgers and lists as xlsx, row by row in constant memory."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from bihuan.documents.layout import mark, xlsx_filling
from bihuan.documents.layout.cells import clean
from bihuan.documents.layout.header import HeaderCell, depth_of, header_cells
from bihuan.documents.layout.rows import group_of, totals_of
from bihuan.documents.layout.sheet import Book, Cell, Sheet, SheetColumn
from bihuan.documents.layout.xlsx_cells import RowCells, Tails, fitting, letters_of
from bihuan.documents.layout.xlsx_rows import FittedSheet
from bihuan.documents.layout.xlsx_styles import Styles

MOST_ROWS = 1_048_576
LONGEST_GROUP = 30  # rows: a merged cell taller than a page hides what it says
BLANK_ROWS = 100  # of a template that has no rows yet
FROZEN_WIDTH, FROZEN_COLUMNS = 40, 3
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the same book gives the same bytes; Excel wants some day without a zone
EVERY = 500  # rows between two calls of progress
PAPERS = {"A3": 8, "A4": 9}
READABLE = {"A3": 390, "A4": 275}  # half-width characters that lie side by side and can still be read in print
UPRIGHT = 0.68  # of them on paper that stands
FOOTER = '&C&"宋体"&10第 &P 页 共 &N 页'


def write_xlsx(book: Book, path: Path | IO[bytes], *, progress: Callable[[int], None] | None = None) -> None:
    """
    Write a book as a workbook.

    path: a file, or something open for writing bytes. progress: called with the number of rows written so far over all sheets.
    Rows are read once and not kept. Text never becomes a formula, a link or a number; percent values are written as they read (85.3 for 85.3%).
    Raises ValueError if a sheet has more rows than a spreadsheet holds, or a row not one cell for each column.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    workbook = Workbook(path if not isinstance(path, Path) else str(path), options)
    workbook.set_properties({"title": clean(book.sheets[0].title) if book.sheets else "", "created": MADE})
    try:
        writer = _Writer(workbook, progress)
        for sheet in book.sheets:
            writer.write(sheet)
        writer.close(book.mark)
    except BaseException:
        # What was written so far lies in temporary files, which closing removes; a book that failed leaves no file that looks whole.
        workbook.filename = BytesIO()
        workbook.close()
        raise
    workbook.close()


class _Writer:
    """Writes the sheets of one workbook, one after the other."""

    def __init__(self, workbook: Workbook, progress: Callable[[int], None] | None) -> None:
        self._workbook = workbook
        self._styles = Styles(workbook)
        self._progress = progress
        self._names: set[str] = {mark.SHEET.casefold()}
        self._marked: list[mark.MarkedSheet] = []
        self._choices: list[tuple[str, ...]] = []
        self._choosing: list[tuple[FittedSheet, SheetColumn, int, tuple[int, int]]] = []
        self._written = 0

    def write(self, sheet: Sheet) -> None:
        worksheet = self._workbook.add_worksheet(self._name(sheet.name or sheet.title), FittedSheet)
        for number, column in enumerate(sheet.columns):
            worksheet.set_column(number, number, max(column.width, 4) + 0.7)
        header = self._above(worksheet, sheet)
        first = self._head(worksheet, sheet, header)
        after = self._rows(worksheet, sheet, first)
        filled = after
        if after == first and any(column.fill for column in sheet.columns):
            filled = self._blank(worksheet, sheet, first)
        last = self._totals(worksheet, sheet, filled)
        self._below(worksheet, sheet, last)
        self._print(worksheet, sheet, (header, first))
        self._handle(worksheet, sheet, first, max(filled - 1, first))
        ids = tuple(column.id for column in sheet.columns)
        self._marked.append(mark.MarkedSheet(worksheet.get_name(), header, first, ids))

    def close(self, text: str) -> None:
        """Write the hidden sheet: the mark, the sheets, and the choices that the drop-down lists take."""
        hidden = self._workbook.add_worksheet(mark.SHEET)
        hidden.very_hidden()
        plain = self._workbook.add_format({"num_format": "@"})
        rows = mark.rows_of(text, self._marked)
        before = len(rows)
        for number, pieces in enumerate([*rows, *self._choices]):
            for place, piece in enumerate(pieces):
                hidden.write_string(number, place, piece, plain)
        self._workbook.define_name(mark.NAME, f"={mark.SHEET}!$A$1")
        for worksheet, column, number, span in self._choosing:
            source = ""
            if choices := tuple(map(clean, column.choices)):
                row = before + self._choices.index(choices) + 1
                source = f"={mark.SHEET}!$A${row}:${letters_of(len(choices))}${row}"
            xlsx_filling.guard(worksheet, column, number, span, source)

    def _name(self, wanted: str) -> str:
        """Return a name that a tab may have: 31 characters, some signs forbidden, unlike the others."""
        name = re.sub(r"[\[\]:*?/\\]", "-", clean(wanted)).replace("\n", " ").strip().strip("'")[:31] or "Sheet"
        plain, number = name, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{plain[: 31 - len(str(number)) - 2]}（{number}）"[:31]
        self._names.add(name.casefold())
        return name

    def _above(self, worksheet: FittedSheet, sheet: Sheet) -> int:
        """Write title and date; return the row the head begins in."""
        row = 0
        width = len(sheet.columns)
        if sheet.title:
            worksheet.set_row(row, 32 * _lines(sheet.title, sum(one.width for one in sheet.columns) * 0.65))
            self._across(worksheet, row, width, clean(sheet.title), self._styles.title)
            row += 1
        if sheet.asof:
            worksheet.set_row(row, 18)
            self._across(worksheet, row, width, clean(sheet.asof), self._styles.asof)
            row += 1
        return row

    def _head(self, worksheet: FittedSheet, sheet: Sheet, row: int) -> int:
        """Write the head; return the first row of data."""
        depth, columns = depth_of(sheet.columns), sheet.columns
        cells = header_cells(columns)
        texts = {(cell.row, cell.column): cell for cell in cells}
        for level in range(depth):
            worksheet.set_row(row + level, 18 * _header_lines(cells, columns, level))
            for number, column in enumerate(columns):
                style = self._styles.head_fill if column.fill else self._styles.head
                if cell := texts.get((level, number)):
                    covered = columns[number : number + cell.columns]
                    mixed = not all(one.fill for one in covered)
                    _put_text(worksheet, row + level, number, clean(cell.text), self._styles.head if mixed else style)
                else:
                    worksheet.put_nothing(row + level, number, style)
        for cell in cells:
            worksheet.merge_written(row + cell.row, cell.column, cell.rows, cell.columns)
        return row + depth

    def _rows(self, worksheet: FittedSheet, sheet: Sheet, first: int) -> int:
        """Write the rows; return the row after the last one."""
        columns, row = sheet.columns, first
        group = group_of(sheet)
        made = RowCells([self._tails(column, merged=number == group) for number, column in enumerate(columns)])
        run = _Run(worksheet, group, first)
        for given in sheet.rows:
            if len(given) != len(columns):
                raise ValueError(f"row {row - first + 1} has {len(given)} cells for {len(columns)} columns")
            if row >= MOST_ROWS - 1:
                raise ValueError(f"a spreadsheet holds {MOST_ROWS} rows")
            cells = run.take(row, given) if group >= 0 else given
            worksheet.put_row(row, len(columns), *made.row(row, cells))
            row += 1
            if self._progress and (row - first) % EVERY == 0:
                self._progress(self._written + row - first)
        run.end(row)
        self._written += row - first
        if self._progress:
            self._progress(self._written)
        return row

    def _tails(self, column: SheetColumn, *, bold: bool = False, merged: bool = False) -> Tails:
        """Return how the values of a column are written: a text in a column of dates is still a text."""
        number = column.kind if column.kind not in ("text", "date") else "number"
        kinds = {str: "text", date: "date", int: number, type(None): column.kind}
        styles = {one: self._styles.of(column, kind, bold=bold, merged=merged) for one, kind in kinds.items()}
        return Tails(styles, 0 if merged else column.width)

    def _blank(self, worksheet: FittedSheet, sheet: Sheet, first: int) -> int:
        for row in range(first, first + BLANK_ROWS):
            for number, column in enumerate(sheet.columns):
                worksheet.put_nothing(row, number, self._styles.of(column, column.kind))
        return first + BLANK_ROWS

    def _totals(self, worksheet: FittedSheet, sheet: Sheet, row: int) -> int:
        if totals := totals_of(sheet):
            cells, _ = RowCells([self._tails(column, bold=True) for column in sheet.columns]).row(row, totals)
            worksheet.put_row(row, len(totals), cells, 1)
        return row + bool(totals)

    def _below(self, worksheet: FittedSheet, sheet: Sheet, row: int) -> None:
        width = sum(column.width for column in sheet.columns)
        for number, note in enumerate(map(clean, sheet.notes)):
            worksheet.set_row(row + number, 16 * _lines(note, width))
            self._across(worksheet, row + number, len(sheet.columns), note, self._styles.note)

    def _across(self, worksheet: FittedSheet, row: int, width: int, text: str, style: Format) -> None:
        _put_text(worksheet, row, 0, text, style)
        for number in range(1, width):
            worksheet.put_nothing(row, number, style)
        worksheet.merge_written(row, 0, 1, width)

    def _print(self, worksheet: FittedSheet, sheet: Sheet, head: tuple[int, int]) -> None:
        if sheet.landscape:
            worksheet.set_landscape()
        worksheet.set_paper(PAPERS[sheet.paper])
        worksheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)
        worksheet.center_horizontally()
        room = READABLE[sheet.paper] * (1 if sheet.landscape else UPRIGHT)
        pages = math.ceil(sum(column.width for column in sheet.columns) / room)
        worksheet.fit_to_pages(max(pages, 1), 0)
        if pages > 1 and (frozen := _frozen(sheet.columns)):
            worksheet.repeat_columns(0, frozen - 1)
        worksheet.repeat_rows(head[0], head[1] - 1)
        worksheet.set_footer(FOOTER, {"margin": 0.35})

    def _handle(self, worksheet: FittedSheet, sheet: Sheet, first: int, last: int) -> None:
        """Set what helps on the screen: frozen panes, filter, checks of what is typed."""
        columns = sheet.columns
        worksheet.freeze_panes(first, _frozen(columns))
        worksheet.set_zoom(100)
        worksheet.ignore_errors({"number_stored_as_text": f"A1:{letters_of(len(columns))}{last + 1}"})
        if not sheet.group:
            worksheet.autofilter(first - 1, 0, last, len(columns) - 1)
        for number, column in enumerate(columns):
            if column.note:
                worksheet.write_comment(first - 1, number, clean(column.note), {"author": ""})
            if column.fill:
                choices = tuple(map(clean, column.choices))
                if choices and choices not in self._choices:
                    self._choices.append(choices)
                self._choosing.append((worksheet, column, number, (first, last)))
        if any(column.fill for column in columns):
            xlsx_filling.lock(worksheet)


class _Run:
    """The rows whose equal cells become one merged cell."""

    def __init__(self, worksheet: FittedSheet, column: int, first: int) -> None:
        self._worksheet, self._column = worksheet, column
        self._start = first
        self._value: Cell = None

    def take(self, row: int, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        """Return the cells without what the merged cell says already."""
        value = cells[self._column]
        if row > self._start and value is not None and value == self._value and row - self._start < LONGEST_GROUP:
            return (*cells[: self._column], None, *cells[self._column + 1 :])
        self.end(row)
        self._start, self._value = row, value
        return cells

    def end(self, row: int) -> None:
        """Merge what belongs together; `row` is the one after it."""
        if self._column >= 0 and row > self._start:
            self._worksheet.merge_written(self._start, self._column, row - self._start, 1)


def _put_text(worksheet: FittedSheet, row: int, number: int, text: str, style: Format) -> None:
    if text:
        worksheet.put_text(row, number, fitting(text), style)
    else:
        worksheet.put_nothing(row, number, style)


def _frozen(columns: tuple[SheetColumn, ...]) -> int:
    """Return how many columns stay in sight: the first ones, as long as they leave room for the others."""
    width = number = 0
    for column in columns[:FROZEN_COLUMNS]:
        width += column.width
        if column.fill or width > FROZEN_WIDTH:
            break
        number += 1
    return number if sum(column.width for column in columns) > 2 * FROZEN_WIDTH else 0


def _header_lines(cells: tuple[HeaderCell, ...], columns: tuple[SheetColumn, ...], row: int) -> int:
    """Return how many lines the texts need that end in one row of the head; the rows above carry some of them."""
    most = 1
    for cell in cells:
        if cell.row + cell.rows - 1 == row:
            width = sum(column.width for column in columns[cell.column : cell.column + cell.columns])
            most = max(most, _lines(cell.text, width - 1) - (cell.rows - 1))
    return most


def _lines(text: str, width: float) -> int:
    """Return over how many lines a text runs in a width of so many half-width characters."""
    size = sum(2 if ord(sign) > 0x2000 else 1 for sign in text)
    return max(1, math.ceil(size / max(width, 1)))
