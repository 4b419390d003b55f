"""Do final documents say what the chains of their cases say? No database."""

from __future__ import annotations

import json
from typing import Final

from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.replay import Told
from bihuan.loop.trail.rows import Row
from bihuan.loop.writing.sealing import seal_of

_SAID: Final = ("document", "title", "number", "asof", "version", "digest")


def check_documents(documents: list[Row], told: Told) -> None:
    """Compare the final documents about a case, as `rows.document_rows` reads them, with its chain and their own text. Raises FaultFound."""
    stored = {row[1]: row for row in documents}
    for pk, (said, seq) in told.issued.items():
        row = stored.pop(pk, None)
        if row is None or not told.is_by(seq, row[2] or 0, row[3]) or list(row[4:10]) != [said[name] for name in _SAID]:
            raise FaultFound(Fault.DOCUMENT, str(said["title"]), seq=seq, verb=told.verb_of(seq))
        if (
            seal_of(json.loads(row[10]), number=said["number"], asof=said["asof"], like=said["digest"])
            != said["digest"]
        ):
            raise FaultFound(Fault.DOCUMENT, str(said["title"]), seq=seq, verb=told.verb_of(seq))
    for row in stored.values():
        raise FaultFound(Fault.DOCUMENT, str(row[5]), seq=told.seq, verb=told.verb_of(told.seq))
