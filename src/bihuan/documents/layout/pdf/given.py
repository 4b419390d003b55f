"""What the template is given: the lines of a paper, measured, as plain JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bihuan.documents.layout.cells import clean, shown
from bihuan.documents.layout.header import header_cells
from bihuan.documents.layout.lines import Line, lines_of
from bihuan.documents.layout.measures import TYPE_AREA, head_size, shared_widths, signature_margins
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.rows import group_of, runs_of, totals_of
from bihuan.documents.layout.sheet import Cell, Sheet, SheetColumn
from bihuan.documents.layout.titles import title_lines

RECORD = ("copies", "printed")
LONGEST_GROUP = 12
NARROW = 12


def given(paper: Paper) -> dict[str, Any]:
    """Return the data of a paper."""
    lines = lines_of(paper)
    roles = [line.role for line in lines]
    return {
        "layout": paper.layout,
        "has_head": "head" in roles,
        "has_number": "number" in roles,
        "lines": [_line(line, paper, roles) for line in lines if line.role not in RECORD],
        "record": [_line(line, paper, roles) for line in lines if line.role in RECORD],
    }


def _line(line: Line, paper: Paper, roles: Sequence[str]) -> dict[str, Any]:
    data: dict[str, Any] = {"role": line.role, "text": line.text, "whole": line.whole, "right": line.right}
    match line.role:
        case "head":
            size, scale = head_size(line.text, letter=paper.layout == "letter")
            marks = sum(role in ("copy_number", "secrecy", "urgency") for role in roles)
            data |= {"size": size, "scale": scale, "marks": marks}
        case "title":
            data["lines"] = title_lines(line.text)
        case "heading":
            data["level"] = line.level
        case "attachment":
            data["alone"] = "attachment_more" not in roles
        case "signature" | "date":
            margins = signature_margins(paper.signature, paper.dated)
            data |= {"margin": margins[line.role == "date"], "blank": "signature" not in roles}
        case "table":
            assert line.sheet is not None  # noqa: S101 - a line of this role has one
            data["sheet"] = _sheet(line.sheet)
        case _:
            pass
    return data


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": " ".join(clean(sheet.title).split("\n")),
        "asof": clean(sheet.asof),
        "notes": [clean(note) for note in sheet.notes],
        "widths": shared_widths(sheet.columns, round(TYPE_AREA * 20)),
        "header": [
            {"x": cell.column, "y": cell.row, "columns": cell.columns, "rows": cell.rows, "text": clean(cell.text)}
            for cell in header_cells(sheet.columns)
        ],
        "rows": _rows(sheet),
    }


def _rows(sheet: Sheet) -> list[list[dict[str, Any]]]:
    group = group_of(sheet)
    found = []
    for run in runs_of(sheet, LONGEST_GROUP):
        for place, row in enumerate(run):
            found.append(
                [
                    _cell(cell, column, len(run) if number == group else 1)
                    for number, (cell, column) in enumerate(zip(row, sheet.columns, strict=True))
                    if number != group or not place
                ]
            )
    if totals := totals_of(sheet):
        found.append(
            [_cell(cell, column, 1) | {"bold": True} for cell, column in zip(totals, sheet.columns, strict=True)]
        )
    return found


def _cell(cell: Cell, column: SheetColumn, rows: int) -> dict[str, Any]:
    align = "right" if column.kind in ("money", "percent") else "left"
    if column.kind in ("date", "number") or (column.kind == "text" and column.width <= NARROW):
        align = "center"
    return {"text": shown(cell, column.kind), "align": align, "rows": rows, "bold": False}
