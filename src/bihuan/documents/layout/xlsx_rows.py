"""A worksheet whose rows are as high as their text needs, and that writes them without detours."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bihuan.documents.layout.xlsx_cells import letters_of, text_element

LINE_HEIGHT = 14.5  # points, of a line of 五号
TALLEST = 409  # points, what Excel allows
PIECE = 1 << 20  # bytes copied at a time


class FittedSheet(Worksheet):  # type: ignore[misc]
    """
    A worksheet of a workbook in constant memory, that gives each row a height without fixing it.

    Excel fits rows by itself when it opens a file, LibreOffice does not; `set_row` would fix the height, and a row would no
    longer grow with what a unit writes into it, and would be kept in memory besides.

    Rows are written here and not by the library, which takes a text “<r>…</r>” for markup, and needs three times as long.
    """

    def put_row(self, row: int, columns: int, cells: str, lines: int) -> None:
        """Write a whole row; nothing else may be put into it. cells: as `RowCells` puts them together. lines: what it needs room for."""
        if row > self.previous_row:
            self._write_single_row(row)
        self._check_dimensions(row, 0)
        self._check_dimensions(row, columns - 1)
        height = f' ht="{min(lines * LINE_HEIGHT + 3, TALLEST):.16g}"' if lines > 1 else ""
        self.fh.write(f'<row r="{row + 1}"{height}>{cells}</row>')

    def put_text(self, row: int, column: int, text: str, style: Format) -> None:
        """Write a text that has no signs that XML forbids and fits into a cell."""
        self._write_string(row, column, text, style)

    def put_nothing(self, row: int, column: int, style: Format) -> None:
        """Write an empty cell with its border."""
        self._write_blank(row, column, None, style)

    def merge_written(self, row: int, column: int, rows: int, columns: int) -> None:
        """Merge cells that are written already; `merge_range` would write them once more, which constant memory forbids."""
        if rows * columns > 1:
            self.merge.append([row, column, row + rows - 1, column + columns - 1])

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if cell.format is None or type(cell).__name__ != "String":
            super()._write_cell(row, col, cell)
            return
        begins = f'<c r="{letters_of(col + 1)}{row + 1}" s="{cell.format._get_xf_index()}"'
        self.fh.write(f'{begins} t="inlineStr"><is>{text_element(cell.string)}</is></c>')

    def _write_optimized_sheet_data(self) -> None:
        """Take the rows over from where they were kept, as bytes: the library reads and writes them as text once more."""
        if self.dim_rowmin is None:
            super()._write_optimized_sheet_data()
            return
        self._xml_start_tag("sheetData")
        self.fh.flush()
        self.row_data_fh.flush()
        self.row_data_fh.buffer.seek(0)
        shutil.copyfileobj(self.row_data_fh.buffer, self.fh.buffer, PIECE)
        self.row_data_fh.close()
        Path(self.row_data_filename).unlink()
        self._xml_end_tag("sheetData")
