"""
Cases that stood in the ledger on a past day and have no row any more: drafts that were withdrawn since.

Their chains stay, and so a past day goes on telling what it told: a ledger that was brought in and taken back was there meanwhile.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.rows import LEVELS, Key, Row
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import sees_whole_pack
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.model import Pack

# What the chain tells afterwards.
_UNTOLD: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("subject", "state", "category", "nature", "statement", "held", "last_verb"), ""),
    **dict.fromkeys(("due", "original_due", "finished_on", "closed_on", "runs_until", "soon_on")),
    **dict.fromkeys(("responsible_id", "lead_id", "leader_id", "handler_id")),
    "turn": 1,
    "evidence_count": 0,
    "paused": False,
}
LAST_NUMBER = re.compile(r"(\d+)\D*$")


def withdrawn_since(
    actor: Actor, *, pack: Pack, kinds: Collection[str], end: datetime, root: Case | None, levels: int = LEVELS
) -> list[tuple[Key, Row]]:
    """
    Return the cases that were opened before an instant and withdrawn from it on, each with its place in the tree, sorted.

    Only their unchanging columns are filled in; the chain tells the rest. Seen by who sees the whole pack, and by who opened them.
    """
    gone = Event.objects.filter(area_id=actor.area_id, verb=Verb.WITHDRAWN, at__gte=end)
    ids = list(gone.values_list("case_id", flat=True))
    if not ids:
        return []
    first = Event.objects.filter(area_id=actor.area_id, case_id__in=ids, seq=1, at__lt=end)
    opened = {case_id: (at, json.loads(record)) for case_id, at, record in first.values_list("case_id", "at", "record")}
    of_pack = {pk: one for pk, one in opened.items() if one[1]["pack"] == pack.id}
    rows = _rows(actor.area_id, of_pack, end)
    all_seen = not actor.person_id or sees_whole_pack(actor, pack.id)
    shown = [
        row
        for pk, row in rows.items()
        if row.kind in kinds
        and not (row.kind in pack.kinds and pack.kinds[row.kind].walled)  # a draft behind a wall is gone for everybody
        and (root is None or root.pk in row.ancestors)
        and (all_seen or of_pack[pk][1]["by"]["id"] == actor.person_id)
    ]
    places = _places(actor.area_id, rows, list(pack.kinds))
    return sorted(((_key(row, places, levels), row) for row in shown), key=lambda one: one[0])


def _rows(area_id: int, opened: Mapping[int, tuple[datetime, dict[str, Any]]], end: datetime) -> dict[int, Row]:
    """Return the rows as far as the opening says; a case stands below a living one, or below one that is gone too."""
    numbers = {record["case"]: pk for pk, (_, record) in opened.items()}
    wanted = {record["body"]["parent"] for _, record in opened.values()} - numbers.keys() - {None}
    alive = Case.objects.filter(area_id=area_id, number__in=wanted)
    paths = {
        (pack, number): [*above, pk]
        for pk, pack, number, above in alive.values_list("pk", "pack", "number", "ancestors")
    }

    def path_above(record: Mapping[str, Any]) -> list[int] | None:
        parent = record["body"]["parent"]
        if parent is None:
            return []
        if parent in numbers:
            above = path_above(opened[numbers[parent]][1])
            return None if above is None else [*above, numbers[parent]]
        return paths.get((record["pack"], parent))

    found = {}
    for pk, (at, record) in opened.items():
        above = path_above(record)
        if above is not None:
            found[pk] = _row(pk, at, record, above, end)
    return found


def _row(pk: int, at: datetime, record: Mapping[str, Any], above: list[int], end: datetime) -> Row:
    order = LAST_NUMBER.search(record["case"])
    return Row(
        pk=pk,
        pack=record["pack"],
        pack_version=record["version"],
        kind=record["kind"],
        number=record["case"],
        order=int(order[1]) if order else 0,
        parent_id=above[-1] if above else None,
        root_id=above[0] if above else pk,
        ancestors=above,
        opened_at=at,
        last_at=end,
        fields={},
        **_UNTOLD,
    )


def _places(area_id: int, rows: Mapping[int, Row], kinds: list[str]) -> dict[int, Key]:
    """Return kind (by its place in the pack), order and id of every case on the ways to these rows."""
    above = {pk for row in rows.values() for pk in row.ancestors} - rows.keys()
    found = Case.objects.filter(area_id=area_id, pk__in=above).values_list("pk", "kind", "order")
    known = [*found, *((row.pk, row.kind, row.order) for row in rows.values())]
    return {pk: (kinds.index(kind) if kind in kinds else len(kinds), order, pk) for pk, kind, order in known}


def _key(row: Row, places: Mapping[int, Key], levels: int) -> Key:
    path = [*row.ancestors, row.pk][1 : levels + 1]
    steps = [number for pk in path for number in places[pk]]
    return (row.root_id, *steps, *[-1] * (3 * levels - len(steps)), row.pk)
