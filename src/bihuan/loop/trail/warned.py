"""Do the rows of warnings say what the chain says? No database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.replay import Told
from bihuan.loop.trail.rows import Row

_SAID: Final = ("turn", "clock", "at", "colour", "word", "due_on", "on", "made_up_on")


def check_warnings(rows: list[Row], told: Told) -> None:
    """Compare the warnings of a case, as `rows.warning_rows` reads them, with its chain. Raises FaultFound."""
    stored = {row[1]: row for row in rows}
    for seq, said in told.warned.items():
        row = stored.pop(seq, None)
        if row is None or not _same(row, said):
            raise FaultFound(Fault.WARNING, str(said.get("on", seq)), seq=seq, verb=told.verb_of(seq))
        lifted, where = told.lifted.get(seq, ({}, seq))
        if (row[10], row[11]) != (lifted.get("on"), lifted.get("because", "")):
            raise FaultFound(Fault.WARNING, str(said.get("on", seq)), seq=where, verb=told.verb_of(where))
    for row in stored.values():
        raise FaultFound(Fault.WARNING, str(row[8]), seq=told.seq, verb=told.verb_of(told.seq))


def _same(row: Row, said: Mapping[str, Any]) -> bool:
    return tuple(row[2:10]) == tuple(said.get(name) for name in _SAID)
