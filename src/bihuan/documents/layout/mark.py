"""
The hidden sheet that tells what a ledger is when it comes back from a unit.

Its first row holds the mark of the book, the following rows one sheet each, as JSON. A sheet survives Excel, WPS and LibreOffice, where
custom properties are lost by one or the other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

SHEET = "_bihuan"
NAME = "bihuan_mark"
PIECE = 30_000  # characters: a cell of Excel holds 32,767


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """
    One sheet as it was written.

    name: of the tab. header, first: 0-based rows where the head begins and where the data begin. columns: ids, from the left.
    """

    name: str
    header: int
    first: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in the hidden sheet: the mark the book was given, and its sheets."""

    text: str
    sheets: tuple[MarkedSheet, ...]


def rows_of(text: str, sheets: Sequence[MarkedSheet]) -> list[list[str]]:
    """Return the rows of the hidden sheet."""
    said = [
        json.dumps({"sheet": one.name, "header": one.header, "first": one.first, "columns": one.columns})
        for one in sheets
    ]
    return [_pieces(text), *(_pieces(line) for line in said)]


def _pieces(text: str) -> list[str]:
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)] or [""]


def mark_of(book: Path | IO[bytes]) -> Mark | None:
    """
    Return what the hidden sheet of a workbook says, None where there is none or it was spoilt.

    book: a workbook as `write_xlsx` wrote it and any spreadsheet program saved it again (xlsx, xls, ods).
    """
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_object(book)
    if SHEET not in workbook.sheet_names:
        return None
    rows = workbook.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    lines = ["".join(str(cell) for cell in row) for row in rows]
    if not lines:
        return None
    return Mark(lines[0], tuple(sheet for line in lines[1:] if (sheet := _sheet(line))))


def _sheet(line: str) -> MarkedSheet | None:
    try:
        said: Any = json.loads(line)
        return MarkedSheet(
            str(said["sheet"]), int(said["header"]), int(said["first"]), tuple(map(str, said["columns"]))
        )
    except (ValueError, KeyError, TypeError):
        return None
