"""Writing the judged rows of a ledger: a hundred thousand of them, so by one prepared statement rather than by objects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from bihuan.loop.ledger_in.models import LedgerRow

COLUMNS: Final = (
    "area_id", "ledger_id", "place", "sheet", "number", "kind", "does", "title", "case", "seq", "above", "given", "changes", "faults", "cells",
    "written", "undone",
)  # fmt: skip
JSON: Final = frozenset({"given", "changes", "faults", "cells"})


def store_rows(rows: Sequence[LedgerRow]) -> None:
    """Store new rows in the caller's transaction."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    sql = f"INSERT INTO loop_ledgerrow ({names}) VALUES ({places})"  # noqa: S608 - no value in it
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[_kept(row, name) for name in COLUMNS] for row in rows])


def _kept(row: LedgerRow, name: str) -> Any:
    value = getattr(row, name)
    return json.dumps(value, ensure_ascii=False) if name in JSON else value
