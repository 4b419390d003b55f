"""Do the approved and published texts of a round say what its chain says? No database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bihuan.loop.trail.faults import Fault, FaultFound
from bihuan.loop.trail.replay import Told
from bihuan.loop.trail.rows import Row

_OMISSION = ("disclosure", "ground", "anchors", "granted", "answer")
_FROZEN = ("version", "title", "replaces", "inner", "public")
_PUBLISHED = ("version", "channel", "where", "until", "text")


def check_disclosures(
    omissions: list[Row], frozen: list[Row], published: list[Row], told: Told, damaged: Mapping[str, Fault]
) -> None:
    """
    Compare decisions, approved texts and publications, as `rows` reads them, with the chain of their round, and their files.

    Raises FaultFound.
    """
    _check(omissions, told.omissions, _OMISSION, told)
    _check(frozen, told.frozen, _FROZEN, told)
    _check(published, told.published, _PUBLISHED, told)
    for said, seq in told.frozen.values():
        for digest in (said["inner"], said["public"]):
            if digest in damaged:
                raise FaultFound(damaged[digest], str(said["title"]), seq=seq, verb=told.verb_of(seq))


def _check(
    rows: list[Row], said_of: Mapping[int, tuple[Mapping[str, Any], int]], names: tuple[str, ...], told: Told
) -> None:
    """Rows: case, id, who, when, and the values that `names` name."""
    stored = {row[1]: row for row in rows}
    for pk, (said, seq) in said_of.items():
        row = stored.pop(pk, None)
        if row is None or not told.is_by(seq, row[2], row[3]) or list(row[4:]) != [said.get(name) for name in names]:
            raise FaultFound(
                Fault.DISCLOSURE, str(said.get("title", said.get("version", pk))), seq=seq, verb=told.verb_of(seq)
            )
    for row in stored.values():
        raise FaultFound(Fault.DISCLOSURE, str(row[4]), seq=told.seq, verb=told.verb_of(told.seq))
