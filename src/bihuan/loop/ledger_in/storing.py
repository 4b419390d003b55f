"""Writing the judged rows of a ledger: a hundred thousand of them, so by one prepared statement rather than by objects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

COLUMNS: Final = (
    "area_id", "ledger_id", "place", "sheet", "number", "kind", "does", "title", "case", "seq", "above", "given", "changes", "faults", "cells",
    "undone",
)  # fmt: skip
_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row that is to be kept; the fields are those of `LedgerRow`."""

    place: int
    sheet: str
    number: int
    kind: str
    does: str
    title: str
    case: int | None
    seq: int
    above: int | None
    given: dict[str, Any]
    changes: list[list[str]]
    faults: list[list[str]]
    cells: list[str]


def store_rows(area_id: int, ledger_id: int, rows: Sequence[JudgedRow]) -> None:
    """Store new rows of a ledger in the caller's transaction."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    sql = f"INSERT INTO loop_ledgerrow ({names}) VALUES ({places})"  # noqa: S608 - no value in it
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_values(area_id, ledger_id, row) for row in rows])


def _values(area_id: int, ledger_id: int, row: JudgedRow) -> tuple[Any, ...]:
    told = (row.place, row.sheet, row.number, row.kind, str(row.does), row.title, row.case, row.seq, row.above)
    return (
        area_id, ledger_id, *told, _encode(row.given), _encode(row.changes), _encode(row.faults), _encode(row.cells), False,
    )  # fmt: skip
