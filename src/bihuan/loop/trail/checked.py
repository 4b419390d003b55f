"""Do the rows of samples, check lists and call-backs say what the chain says? No database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bihuan.loop.trail.canonical import canonical
from bihuan.loop.trail.digest import algorithm_of, digest
from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.replay import Told, same_instant
from bihuan.loop.trail.rows import Row

CHECK: Final = "check."
_PARTS: Final = ("text", "verdict", "note")
_CALL: Final = ("whom", "phone", "way", "on", "answer", "agrees")
_SAMPLE: Final = ("method", "seed", "size", "digest")


def check_checks(points: list[Row], calls: list[Row], samples: list[Row], told: Told) -> None:
    """
    Compare samples, points of a check and call-backs of a case, as `rows` reads them, with its chain. Raises FaultFound.

    A frame must give the digest that the trail keeps: who changed what could be drawn is found out.
    """
    _check_points(points, told)
    _check_calls(calls, told)
    _check_samples(samples, told)


def _check_points(points: list[Row], told: Told) -> None:
    stored = {f"{CHECK}{row[1]}.{part}": value for row in points for part, value in zip(_PARTS, row[2:], strict=True)}
    said = {name for name in told.values if name.startswith(CHECK)}
    for name in sorted(stored.keys() | said):
        if (stored.get(name) or "") != (told.value(name) or ""):
            seq = told.said_in(name)
            raise FaultFound(Fault.CHECKED, name.removeprefix(CHECK), seq=seq, verb=told.verb_of(seq))


def _check_calls(calls: list[Row], told: Told) -> None:
    stored = {row[1]: row for row in calls}
    for pk, (said, seq) in told.calls.items():
        row = stored.pop(pk, None)
        whom = str(said.get("whom", pk))
        if row is None or tuple(row[3:]) != tuple(said.get(name) for name in _CALL):
            raise FaultFound(Fault.CHECKED, whom, seq=seq, verb=told.verb_of(seq))
        gone = told.calls_gone.get(pk)
        if not (row[2] is None if gone is None else same_instant(row[2], told.acts[gone - 1][2])):
            raise FaultFound(Fault.CHECKED, whom, seq=gone or seq, verb=told.verb_of(gone or seq))
    for row in stored.values():
        raise FaultFound(Fault.CHECKED, str(row[3]), seq=told.seq, verb=told.verb_of(told.seq))


def _check_samples(samples: list[Row], told: Told) -> None:
    stored = {row[1]: row for row in samples}
    for pk, (said, seq) in told.samples.items():
        row = stored.pop(pk, None)
        if row is None or not _same(row, said):
            raise FaultFound(Fault.SAMPLE, str(said.get("seed", pk)), seq=seq, verb=told.verb_of(seq))
    for row in stored.values():
        raise FaultFound(Fault.SAMPLE, str(row[3]), seq=told.seq, verb=told.verb_of(told.seq))


def _same(row: Row, said: Mapping[str, Any]) -> bool:
    if tuple(row[2:6]) != tuple(said.get(name) for name in _SAMPLE):
        return False
    written = str(said["digest"])
    return digest(canonical({"frame": json.loads(row[6])}).encode(), algorithm_of(written)) == written
