"""The rows of cases as they are now, read in tree order and without model objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any, Final

from django.db.models import Case as Switch
from django.db.models import F, IntegerField, QuerySet, Value, When

from bihuan.loop.asof.names import Names
from bihuan.loop.asof.standing import Beside, CaseAt, Named, PointAt
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.values import UNIT_PARTIES
from bihuan.loop.clocks.days import local_day
from bihuan.loop.evidence.models import StandardPoint

CHUNK: Final = 1000
LEVELS: Final = 3  # below the root, as `cases.queries.below` knows them
PLACE: Final = "place_"
Key = tuple[int, ...]  # root, then kind, order and id on each level below it, then id
Parties = dict[str, list[int]]  # party → ids of its units or people; an outside body among people has its id below zero

COLUMNS: Final = (
    "pk", "pack", "pack_version", "kind", "number", "order", "parent_id", "root_id", "ancestors", "subject", "state",
    "category", "turn", "nature", "due", "original_due", "finished_on", "closed_on", "opened_at", "last_at", "statement",
    "evidence_count", "responsible_id", "lead_id", "leader_id", "handler_id", "fields", "paused", "runs_until", "soon_on",
    "held", "last_verb",
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """The columns of one case in the order of COLUMNS; reading the past writes over what was different then."""

    pk: int
    pack: str
    pack_version: int
    kind: str
    number: str
    order: int
    parent_id: int | None
    root_id: int
    ancestors: list[int]
    subject: str
    state: str
    category: str
    turn: int
    nature: str
    due: date | None
    original_due: date | None
    finished_on: date | None
    closed_on: date | None
    opened_at: datetime
    last_at: datetime
    statement: str
    evidence_count: int
    responsible_id: int | None
    lead_id: int | None
    leader_id: int | None
    handler_id: int | None
    fields: dict[str, Any]
    paused: bool
    runs_until: date | None
    soon_on: date | None
    held: str
    last_verb: str


def in_chunks(
    rows: QuerySet[Case], area_id: int, extra: Sequence[tuple[Key, Row]] = (), size: int = CHUNK
) -> Iterator[list[Row]]:
    """
    Yield rows in their order, `size` at a time, however many there are.

    extra: rows of cases that are not in the table any more, sorted by their place among rows in tree order.
    """
    # Only ids go through the sorting of the database: whole rows would lie in its memory, all of them at once.
    ids = _merged(rows, extra, size) if extra else rows.values_list("pk", flat=True).iterator(chunk_size=size)
    gone = {row.pk: row for _, row in extra}
    while wanted := list(islice(ids, size)):
        found = {row[0]: Row(*row) for row in Case.objects.filter(area_id=area_id, pk__in=wanted).values_list(*COLUMNS)}
        found |= {pk: gone[pk] for pk in wanted if pk in gone}
        yield [found[pk] for pk in wanted if pk in found]


def _merged(rows: QuerySet[Case], extra: Sequence[tuple[Key, Row]], size: int) -> Iterator[int]:
    places = sorted(name for name in rows.query.annotations if name.startswith(PLACE))
    keys = rows.values_list("root_id", *places, "pk").iterator(chunk_size=size)
    for key in merge(keys, (key for key, _ in extra)):
        yield key[-1]


def in_tree_order(rows: QuerySet[Case], kinds: Sequence[str], levels: int = LEVELS) -> QuerySet[Case]:
    """
    Return rows as a tree is read: each case before what stands below it, brothers by kind, order and id.

    kinds: all kinds of the pack, in its order. levels: how many there are below the root, at most LEVELS.
    """

    def rank(prefix: str) -> Switch:
        # By place and not by name: the databases sort letters differently.
        places = [When(**{f"{prefix}kind": kind}, then=Value(place)) for place, kind in enumerate(kinds)]
        return Switch(*places, default=Value(len(kinds)), output_field=IntegerField())

    keys = {
        f"{PLACE}{level}_{place}": _at_level(level, column)
        for level in range(1, min(levels, LEVELS) + 1)
        for place, column in enumerate((rank, lambda prefix: F(f"{prefix}order"), lambda prefix: F(f"{prefix}id")))
    }
    return rows.annotate(**keys).order_by("root_id", *keys, "id")


def _at_level(level: int, column: Callable[[str], Any]) -> Switch:
    """Return a column of the ancestor that stands on a level of the tree (1: below the root), or of the case itself there; -1 above it."""
    above = ["parent__" * depth for depth in range(LEVELS + 1)]
    # From how deep a case stands follows how far above it the level lies.
    depths = [
        When(
            **{f"{above[depth]}parent__isnull": True},
            then=column(above[depth - level]) if depth >= level else Value(-1),
        )
        for depth in range(LEVELS)
    ]
    return Switch(*depths, default=column(above[LEVELS - level]), output_field=IntegerField())


def parties_of(area_id: int, ids: Iterable[int]) -> dict[int, Parties]:
    """Return who takes part in each of these cases, without those that only take part below."""
    rows = CaseParty.objects.filter(area_id=area_id, case_id__in=list(ids)).exclude(party="below")
    found: dict[int, Parties] = {}
    for case_id, party, unit_id, person_id in rows.values_list("case_id", "party", "unit_id", "person_id"):
        who = person_id if unit_id is None else unit_id if party in UNIT_PARTIES else -unit_id
        found.setdefault(case_id, {}).setdefault(party, []).append(who)
    return found


def points_of(area_id: int, ids: Iterable[int]) -> dict[int, tuple[PointAt, ...]]:
    """Return the points of each of these cases' standards, in order."""
    rows = StandardPoint.objects.filter(area_id=area_id, case_id__in=list(ids)).order_by("case_id", "number")
    found: dict[int, list[PointAt]] = {}
    for case_id, number, text, answer, verdict in rows.values_list("case_id", "number", "text", "answer", "verdict"):
        found.setdefault(case_id, []).append(PointAt(number, text, answer, verdict))
    return {case_id: tuple(points) for case_id, points in found.items()}


def standing(
    row: Row,
    light: str,
    names: Names,
    parties: Mapping[str, list[int]],
    points: tuple[PointAt, ...],
    *,
    beside: Beside | None = None,
) -> CaseAt:
    """Return a row as the rest of the house sees cases."""
    return CaseAt(
        id=row.pk,
        pack=row.pack,
        pack_version=row.pack_version,
        kind=row.kind,
        number=row.number,
        order=row.order,
        parent_id=row.parent_id,
        root_id=row.root_id,
        ancestors=tuple(row.ancestors),
        subject=row.subject,
        state=row.state,
        category=row.category,
        turn=row.turn,
        nature=row.nature,
        due=row.due,
        original_due=row.original_due,
        finished_on=row.finished_on,
        closed_on=row.closed_on,
        opened_on=local_day(row.opened_at),
        light=light,
        statement=row.statement,
        evidence_count=row.evidence_count,
        responsible=names.unit(row.responsible_id),
        lead=names.unit(row.lead_id),
        leader=names.person(row.leader_id),
        handler=names.person(row.handler_id),
        parties={party: _members(party, ids, names) for party, ids in sorted(parties.items())},
        fields=row.fields,
        points=points,
        beside=beside,
    )


def _members(party: str, ids: Iterable[int], names: Names) -> tuple[Named, ...]:
    found = (
        names.unit(abs(pk)) if party in UNIT_PARTIES or pk < 0 else names.person(pk) for pk in sorted(ids, key=abs)
    )
    return tuple(named for named in found if named is not None)
