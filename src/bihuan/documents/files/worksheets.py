"""
Workbooks as they are, cell by cell, for ledgers that go back into rows: nothing is joined, nothing is made into text.

    for sheet in read_worksheets(data, "台账.xlsx"):
        for row in sheet.rows(): ...

Rows are made one by one, so that a hundred thousand of them never lie in memory together.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import python_calamine

from bihuan.documents.blocks import Block
from bihuan.documents.files.encodings import decode
from bihuan.documents.files.limits import DEFAULT, Limits
from bihuan.documents.files.refusals import refuse, size
from bihuan.documents.files.workbook.package import Package
from bihuan.packspec.bilingual import Text

Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
Area: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells; 0-based, ends inclusive."""

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_COLUMNS = 300
QUOTES = Text("第 {line} 行的引号没有配对", "the quotation marks of line {line} do not pair")
BROKEN = Text("工作簿的结构不完整", "the structure of the workbook is incomplete")


@dataclass(frozen=True, slots=True)
class Worksheet:
    """
    One table of a file.

    name: of the tab. height: how many rows. merged: merged cells, empty where the format does not say.
    read: makes the rows anew, the first of the sheet first.
    """

    name: str
    merged: tuple[Area, ...]
    read: Callable[[], Iterator[Sequence[Value]]]
    height: int = 0

    def rows(self) -> Iterator[Sequence[Value]]:
        """Return the rows from the first of the sheet on; empty cells are "" or None, a row may be shorter than the table is wide."""
        return self.read()

    def head(self, count: int) -> list[Sequence[Value]]:
        """Return the first rows."""
        return [row for _, row in zip(range(count), self.read(), strict=False)]


def is_workbook(data: bytes, name: str) -> bool:
    """Return whether these bytes are a workbook or a table of separated values, and no document with tables in it."""
    if data.startswith(ZIP):
        return b"word/document.xml" not in data[-65_536:] and b"OFD.xml" not in data[:65_536]
    if data.startswith(OLE):
        return "WordDocument".encode("utf-16-le") not in data
    return name.lower().endswith((".csv", ".tsv", ".txt"))


def read_worksheets(data: bytes, name: str, *, limits: Limits = DEFAULT) -> list[Worksheet]:
    """
    Return the visible sheets of a workbook (xlsx, xls, ods), or the one table of separated values, that hold anything.

    name: as the person called it; becomes the name of the only sheet of a csv file.
    Raises Unreadable with a sentence that says what is wrong and what to do.
    """
    if len(data) > limits.file_bytes:
        raise refuse("too_large", size=size(len(data)), limit=size(limits.file_bytes))
    if not data.strip():
        raise refuse("empty")
    sheets = _of_workbook(data, limits) if data.startswith((ZIP, OLE)) else [_of_text(data, name)]
    if not sheets:
        raise refuse("empty")
    return sheets


def worksheets_of_blocks(blocks: Sequence[Block]) -> list[Worksheet]:
    """Return the tables of a document that was read into blocks; names are their places in it, 1, 2, 3 …"""
    tables: dict[int, list[tuple[str, ...]]] = {}
    for block in blocks:
        if block.table is not None and block.cells:
            tables.setdefault(block.table, []).append(block.cells)
    return [Worksheet(str(number), (), lambda rows=rows: iter(rows), len(rows)) for number, rows in tables.items()]  # type: ignore[misc]


def _of_workbook(data: bytes, limits: Limits) -> list[Worksheet]:
    if data.startswith(ZIP):
        Package(data, limits).check_extent()
    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
        shown = [one.name for one in book.sheets_metadata if one.visible == python_calamine.SheetVisibleEnum.Visible]
        sheets = [book.get_sheet_by_name(name) for name in shown]
        return [_of_sheet(sheet) for sheet in sheets if sheet.start is not None]
    except python_calamine.PasswordError:
        raise refuse("encrypted") from None
    except (python_calamine.CalamineError, OSError, ValueError, KeyError):
        raise refuse("damaged", detail=BROKEN) from None


def _of_sheet(sheet: python_calamine.CalamineSheet) -> Worksheet:
    merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    left = sheet.start[1] if sheet.start else 0
    return Worksheet(sheet.name, merged, lambda: _rows(sheet, [""] * left), sheet.total_height)


def _rows(sheet: python_calamine.CalamineSheet, left: list[Value]) -> Iterator[Sequence[Value]]:
    """Rows come from the first row on, but cells only from the first filled column on."""
    for row in sheet.iter_rows():
        yield [*left, *row[:MOST_COLUMNS]] if left else row[:MOST_COLUMNS]


def _of_text(data: bytes, name: str) -> Worksheet:
    text, _ = decode(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    comma = max(",;\t", key=first.count)
    _check_values(text, comma)
    return Worksheet(
        name.rpartition(".")[0] or name,
        (),
        lambda: (row[:MOST_COLUMNS] for row in csv.reader(io.StringIO(text, newline=""), delimiter=comma)),
        text.count("\n") + 1,
    )


def _check_values(text: str, comma: str) -> None:
    """Read all values once, so that a quotation that never ends is said here and not in the middle of a ledger."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        deque(rows, maxlen=0)
    except csv.Error:
        raise refuse("damaged", detail=QUOTES.format(line=rows.line_num)) from None


def text_of(value: Value) -> str:
    """
    Return a cell as somebody would have typed it: 2026-03-31 for a date, 12 for 12.0, 是 and 否 for a truth.

    Runs of blanks inside stay; blanks around go.
    """
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date | time) else str(value)
