"""Do the snapshots of a round say what its chain says? No database."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.replay import Told, same_instant
from bihuan.loop.trail.rows import Row


def check_snapshots(snapshots: list[Row], told: Told, damaged: Mapping[str, Fault]) -> None:
    """Compare the snapshots of a round, as `rows.snapshot_rows` reads them, with its chain and their files. Raises FaultFound."""
    stored = {row[1]: row for row in snapshots}
    for said, seq in told.snapshots:
        row, day = stored.pop(said["id"], None), str(said["day"])
        if row is None or not _same(row, said, told, seq):
            raise FaultFound(Fault.SNAPSHOT, day, seq=seq, verb=told.verb_of(seq))
        if said["file"] in damaged:
            raise FaultFound(damaged[said["file"]], day, seq=seq, verb=told.verb_of(seq))
    for row in stored.values():
        raise FaultFound(Fault.SNAPSHOT, str(row[2]), seq=told.seq, verb=told.verb_of(told.seq))


def _same(row: Row, said: Mapping[str, object], told: Told, seq: int) -> bool:
    day, made_at, made_by, automatic, cases, digest, size, figures = row[2:]
    _, by, at = told.acts[seq - 1]
    return (
        [day, cases, digest, size] == [said[name] for name in ("day", "cases", "file", "size")]
        and (made_by or 0, bool(automatic)) == (by, by == 0)
        and same_instant(made_at, at)
        and json.loads(figures) == said["figures"]
    )
