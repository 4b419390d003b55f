"""
Ruled tables of one page, found by pdfplumber.

It is asked only where lines are drawn, because it takes fifty times as long as the text.
"""

from __future__ import annotations

import logging
from io import BytesIO

import pdfplumber
from pdfplumber.table import Table as FoundTable

from bihuan.documents.files.printed.cells import unwrapped
from bihuan.documents.files.printed.lines import Table

# What pdfminer stumbles over is of no use to the person who brought the file.
logging.getLogger("pdfminer").setLevel(logging.ERROR)
AIR = 0.6  # of a letter: narrower gaps are no spaces


def find_tables(data: bytes, index: int, height: float) -> tuple[Table, ...]:
    """Return the tables of a page (0-based index); none where pdfplumber fails, then their text stays in the lines."""
    try:
        with pdfplumber.open(BytesIO(data), pages=[index + 1]) as document:
            found = document.pages[0].find_tables()
            return tuple(table for part in found if (table := _table(part, height)))
    except Exception:
        # pdfminer raises whatever a broken file makes it stumble over; the text of the page is read all the same.
        return ()


def _table(found: FoundTable, height: float) -> Table | None:
    """Return a table with its edges measured from below; None for a frame of one cell or one column."""
    rows = tuple(tuple(unwrapped(cell or "") for cell in row) for row in found.extract(x_tolerance_ratio=AIR))
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    left, top, right, bottom = found.bbox
    return Table(rows, left, right, height - bottom, height - top)
