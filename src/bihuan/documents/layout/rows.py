"""The rows of a table: runs that share a merged cell, and the totals below them."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.documents.layout.sheet import Cell, Sheet

TOTAL = "合计"


def group_of(sheet: Sheet) -> int:
    """Return the number of the column whose equal neighbours are merged, -1 where there is none."""
    return next((number for number, column in enumerate(sheet.columns) if column.id == sheet.group), -1)


def runs_of(sheet: Sheet, longest: int) -> Iterator[list[tuple[Cell, ...]]]:
    """
    Return the rows in runs that share the cell of the group column; without one each row is a run of its own.

    longest: rows of a run at most, so that a merged cell does not reach over pages that then do not say what it says.
    Rows are read once; no more than one run lies in memory.
    """
    group = group_of(sheet)
    held: list[tuple[Cell, ...]] = []
    for row in sheet.rows:
        same = bool(held) and group >= 0 and row[group] is not None and row[group] == held[0][group]
        if held and not (same and len(held) < longest):
            yield held
            held = []
        held.append(row)
    if held:
        yield held


def totals_of(sheet: Sheet) -> tuple[Cell, ...]:
    """Return the cells of the last row, 合计 in front where the sheet says nothing else; empty where there is none."""
    if not sheet.totals:
        return ()
    first, *others = (sheet.totals.get(column.id) for column in sheet.columns)
    return (TOTAL if first is None else first, *others)
