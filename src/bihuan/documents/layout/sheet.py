"""A ledger or list as plain values, before any file format: the same sheet becomes xlsx, docx and a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Cell = str | int | Decimal | date | None
CellKind = Literal["text", "number", "money", "percent", "date"]
DEEPEST_HEADER = 3  # rows: at most two bands above the title of a column


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """
    One column.

    id: what reading back knows it by, unique in the sheet. bands: merged headers above the title, outermost first, at most two;
        neighbours with the same bands share one merged cell. unit: 个、万元、% …, shown in the header.
    kind: a percent value reads as it is written, 85.3 for 85.3%; money is in the unit of the column.
    width: in half-width characters. fill: a unit fills it in (unlocked, tinted); choices: what may be filled in.
    """

    id: str
    title: str
    kind: CellKind = "text"
    bands: tuple[str, ...] = ()
    unit: str = ""
    width: int = 12
    fill: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    One table with what stands around it.

    name: of the tab. asof: the line under the title, “截至2024年02月22日”. rows: one cell for each column, in order; may be a generator that
        is read once, so that a hundred thousand rows never lie in memory together. group: id of the column whose equal neighbours are merged.
    totals: cells of the last row by column id. notes: lines under the table (口径). landscape, paper: for printing.
    """

    name: str
    title: str
    asof: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[tuple[Cell, ...]]
    group: str = ""
    totals: Mapping[str, Cell] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    landscape: bool = True
    paper: Literal["A4", "A3"] = "A4"


@dataclass(frozen=True, slots=True)
class Book:
    """
    Sheets that leave as one file.

    mark: JSON that names what this book is and where it came from; kept hidden in the file, so that it is known again when it comes back.
    """

    sheets: tuple[Sheet, ...]
    mark: str = ""
