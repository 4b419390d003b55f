"""Do the rows of outcomes say what the chain says? No database."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from bihuan.loop.trail.digest import algorithm_of, digest
from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.replay import Told, same_instant
from bihuan.loop.trail.rows import Row

_SAID: Final = ("sort", "group", "kind", "persons", "amount", "name", "document", "on", "evidence")


def check_outcomes(outcomes: list[Row], told: Told) -> None:
    """Compare the outcomes of a case, as `rows.outcome_rows` reads them, with its chain. Raises FaultFound."""
    stored = {row[1]: row for row in outcomes}
    for pk, (reference, seq) in told.outcomes.items():
        row = stored.pop(pk, None)
        what = str(reference.get("kind", pk))
        if row is None or not told.is_by(seq, row[2], row[3]) or not _same(row, reference):
            raise FaultFound(Fault.OUTCOME, what, seq=seq, verb=told.verb_of(seq))
        gone = told.outcomes_gone.get(pk)
        if not (row[4] is None if gone is None else same_instant(row[4], told.acts[gone - 1][2])):
            raise FaultFound(Fault.OUTCOME, what, seq=gone or seq, verb=told.verb_of(gone or seq))
    for row in stored.values():
        raise FaultFound(Fault.OUTCOME, str(row[10]), seq=told.seq, verb=told.verb_of(told.seq))


def _same(row: Row, reference: Mapping[str, Any]) -> bool:
    seal, who, unit = row[5:8]
    said = [reference.get(name) for name in _SAID]
    stored = list(row[8:])
    stored[4] = None if stored[4] is None else f"{Decimal(stored[4]):.2f}"
    if stored != said:
        return False
    person = reference.get("who")
    if person is None or not who:
        return person is None and not who
    return digest(f"{seal}\n{who}\n{unit}".encode(), algorithm_of(str(person))) == str(person)
