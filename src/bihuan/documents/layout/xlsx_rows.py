"""A worksheet whose rows are as high as their text needs, and that writes them without detours."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LINE_HEIGHT = 14.5  # points, of a line of 五号
TALLEST = 409  # points, what Excel allows
LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")


class FittedSheet(Worksheet):  # type: ignore[misc]
    """
    A worksheet of a workbook in constant memory, that gives each row a height without fixing it.

    Excel fits rows by itself when it opens a file, LibreOffice does not; `set_row` would fix the height, and a row would no
    longer grow with what a unit writes into it, and would be kept in memory besides.

    Texts and numbers are written here and not by the library, which would take a text “<r>…</r>” for markup, and needs twice the time.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, int] = {}
        self._letters: dict[int, str] = {}

    def fit(self, row: int, lines: int) -> None:
        """Give `row`, which is being written, room for so many lines."""
        if lines > 1:
            self._heights[row] = lines

    def put_text(self, row: int, column: int, text: str, style: Format) -> None:
        """Write a text that has no signs that XML forbids and fits into a cell."""
        self._write_string(row, column, text, style)

    def put_number(self, row: int, column: int, number: int | Decimal, style: Format) -> None:
        """Write a number."""
        self._write_number(row, column, number, style)

    def put_day(self, row: int, column: int, day: date, style: Format) -> None:
        """Write a day."""
        self._write_datetime(row, column, day, style)

    def put_nothing(self, row: int, column: int, style: Format) -> None:
        """Write an empty cell with its border."""
        self._write_blank(row, column, None, style)

    def merge_written(self, row: int, column: int, rows: int, columns: int) -> None:
        """Merge cells that are written already; `merge_range` would write them once more, which constant memory forbids."""
        if rows * columns > 1:
            self.merge.append([row, column, row + rows - 1, column + columns - 1])

    def _write_row(self, row: int, spans: Any, row_info: Any = None, empty_row: bool = False) -> None:
        lines = self._heights.pop(row, 0)
        if not lines or row_info or empty_row:
            super()._write_row(row, spans, row_info, empty_row)
        else:
            height = min(lines * LINE_HEIGHT + 3, TALLEST)
            self._xml_start_tag_unencoded("row", [("r", row + 1), ("ht", f"{height:.16g}")])

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        if cell.format is None or kind not in ("String", "Number", "Datetime"):
            super()._write_cell(row, col, cell)
            return
        if (letters := self._letters.get(col)) is None:
            letters = self._letters[col] = letters_of(col + 1)
        begins = f'<c r="{letters}{row + 1}" s="{cell.format._get_xf_index()}"'
        if kind != "String":
            self.fh.write(f"{begins}><v>{cell.number:.16G}</v></c>")
            return
        text: str = cell.string
        space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "\n" in text else ""
        self.fh.write(f'{begins} t="inlineStr"><is><t{space}>{_escaped(text)}</t></is></c>')


def _escaped(text: str) -> str:
    if "_x" in text:
        text = LOOKS_ESCAPED.sub("_x005F_", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def letters_of(number: int) -> str:
    """Return the letters of a 1-based column: A, Z, AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
