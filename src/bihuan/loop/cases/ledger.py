"""The ledger: cases somebody may see, filtered, sorted and paged by key; the counts of what is filtered."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor, units_below
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.search import containing
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.light import LightKind, with_light

LIGHTS: tuple[LightKind, ...] = ("late", "soon", "ok", "pause", "none")
SIZES = (25, 50, 100)
EXACT_UP_TO = 20_000  # rows counted one by one; a larger set is counted at most once in COUNTS_KEPT seconds
COUNTS_KEPT = 30
LONGEST_KEY = 600  # characters; a key of our own is shorter
_COUNTING = tuple(Lock() for _ in range(64))  # one for some sets each: the same large set is counted by one at a time
# sort id → (columns, descending); the last column makes the order total
SORTS: dict[str, tuple[str, ...]] = {
    "urgency": ("urgency", "id"),
    "number": ("number", "id"),
    "due": ("due", "id"),
    "changed": ("-last_at", "-id"),
    "opened": ("-id",),
}


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """
    What a ledger shows. Empty means: no condition.

    units: ids of responsible or lead units, each with all units below it; root: id of a round; typed: words searched.
    fields: values of indexed fields of the kind.
    """

    pack: str
    kind: str
    states: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    lights: tuple[LightKind, ...] = ()
    natures: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    leads: tuple[int, ...] = ()
    root: int | None = None
    parent: int | None = None
    leader: int | None = None
    turn_from: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    typed: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows; the keys are tokens for the pages before and after, empty where there is none."""

    rows: list[Case]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are filtered, by the three axes. exact: counted now; else at most COUNTS_KEPT seconds old."""

    total: int
    states: Mapping[str, int]
    categories: Mapping[str, int]
    natures: Mapping[str, int]
    lights: Mapping[str, int]
    exact: bool


def filtered(actor: Actor, wanted: LedgerFilter, day: date, *, for_page: bool = False) -> QuerySet[Case]:
    """
    Return the rows of a ledger, in no order, without the related rows a page shows.

    for_page: only the first rows in some order will be read; without it all of them, as for counting.
    """
    rows = visible_to(actor).filter(pack=wanted.pack, kind=wanted.kind)
    for column, values in (("state", wanted.states), ("category", wanted.categories), ("nature", wanted.natures)):
        if values:
            rows = rows.filter(**{f"{column}__in": values})
    for column, value in (
        ("root_id", wanted.root),
        ("parent_id", wanted.parent),
        ("leader_id", wanted.leader),
        ("turn__gte", wanted.turn_from),
        ("due__gte", wanted.due_from),
        ("due__lte", wanted.due_to),
        ("closed_on__gte", wanted.closed_from),
        ("closed_on__lte", wanted.closed_to),
    ):
        if value is not None:
            rows = rows.filter(**{column: value})
    rows = _of_units(rows, actor.area_id, wanted)
    if wanted.lights:
        shown = Q()
        for light in wanted.lights:
            shown |= with_light(light, day)
        rows = rows.filter(shown)
    for slot, options in wanted.fields.items():
        rows = rows.filter(**{f"{slot}__in": options})
    return containing(rows, wanted.typed, as_walked=for_page) if wanted.typed.strip() else rows


def _of_units(rows: QuerySet[Case], area_id: int, wanted: LedgerFilter) -> QuerySet[Case]:
    for column, ids in (("responsible_id__in", wanted.units), ("lead_id__in", wanted.leads)):
        if ids:
            paths = tuple(Unit.objects.filter(area_id=area_id, pk__in=ids).values_list("path", flat=True))
            rows = rows.filter(**{column: units_below(area_id, paths)})
    return rows


def page_of(rows: QuerySet[Case], sort: str, size: int, key: str = "", *, backwards: bool = False) -> Page:
    """
    Return one page by key: the rows after (or before) the row the key names, whatever was added meanwhile.

    sort: id in SORTS, with a leading “-” for the other direction. A key that cannot be read begins at the first row.
    """
    order = order_of(sort)
    if backwards:
        order = [_turned(column) for column in order]
    start = _read_key(key, order)
    if start is not None:
        rows = rows.filter(_after(order, start))
    found: list[Case] = []
    for part in _parts(rows, order, start):
        if len(found) <= size:
            found += part[: size + 1 - len(found)]
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    first = _key(found[0], sort) if found else ""
    last = _key(found[-1], sort) if found else ""
    has_before = more if backwards else start is not None
    has_after = start is not None if backwards else more
    return Page(found, first if has_before else "", last if has_after else "")


def order_of(sort: str) -> list[str]:
    """Return the columns of a sort, each with “-” where it descends; an unknown sort is by urgency."""
    columns = list(SORTS.get(sort.removeprefix("-"), SORTS["urgency"]))
    return [_turned(column) for column in columns] if sort.startswith("-") else columns


def _turned(column: str) -> str:
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _parts(rows: QuerySet[Case], order: Sequence[str], start: Sequence[Any] | None) -> list[QuerySet[Case]]:
    """
    Return the rows in their order, in one part or two.

    Cases without a due date come last, and first on the way back. As one query that would sort every row there is: no
    index has its empty values where the order wants them.
    """
    if order[0].removeprefix("-") != "due":
        return [rows.order_by(*order)]
    dated, undated = rows.filter(due__isnull=False), rows.filter(due__isnull=True)
    if start is not None and start[0] is not None:
        dated = dated.filter(**{"due__lte" if order[0] == "-due" else "due__gte": start[0]})
    parts = [dated.order_by(*order), undated.order_by(*order[1:])]
    return parts[::-1] if order[0] == "-due" else parts


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition that a row stands behind the row with these values in this order."""
    found, same = Q(), Q()
    for column, value in zip(order, values, strict=True):
        name, descends = column.removeprefix("-"), column.startswith("-")
        if value is None:
            beyond = Q(**{f"{name}__isnull": False}) if descends else None
        elif descends:
            beyond = Q(**{f"{name}__lt": value})
        else:
            beyond = Q(**{f"{name}__gt": value})
            if name == "due":
                beyond |= Q(due__isnull=True)
        if beyond is not None:
            found |= same & beyond
        same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    # The first column's bound said once more by itself is what an index can begin at.
    first, value = order[0], values[0]
    if value is not None and first.removeprefix("-") != "due":
        found &= Q(**{f"{first.removeprefix('-')}__{'lte' if first.startswith('-') else 'gte'}": value})
    return found


def _key(case: Case, sort: str) -> str:
    values = [getattr(case, column.removeprefix("-")) for column in order_of(sort)]
    return urlsafe_b64encode(json.dumps([_plain(value) for value in values]).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read_key(key: str, order: Sequence[str]) -> list[Any] | None:
    """Return the values of a key, None for one that was not made here: it comes from an address that anybody can write."""
    try:
        values = json.loads(urlsafe_b64decode(key + "=" * (-len(key) % 4))) if 0 < len(key) <= LONGEST_KEY else None
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [_read_value(column.removeprefix("-"), value) for column, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, OverflowError):
        return None


def _read_value(column: str, value: Any) -> Any:
    if column == "due" and value is None:
        return None
    if column in {"due", "urgency"}:
        return date.fromisoformat(value)
    if column == "last_at":
        return datetime.fromisoformat(value).astimezone(UTC)
    if column == "number" and written(value) == value:
        return value
    if not isinstance(value, int):
        raise TypeError(column)
    return value


def counts_of(rows: QuerySet[Case], day: date, *, known_as: str) -> Counts:
    """
    Return the counts of filtered rows: exact up to EXACT_UP_TO rows, else as they were at most COUNTS_KEPT seconds ago.

    known_as: what makes these rows this set (the sight and the filter), for keeping the counts of large sets.
    """
    key = f"ledger-counts:{sha256(f'{known_as}:{day}'.encode()).hexdigest()}"
    kept: Counts | None = cache.get(key)
    # While one counts a large set anew, the others who ask in this process still read what was known.
    if kept is not None and not cache.add(f"{key}:fresh", True, COUNTS_KEPT):
        return kept
    with _COUNTING[hash(key) % len(_COUNTING)]:
        # Who waited here finds what the one before has just counted.
        just_counted: Counts | None = cache.get(key) if kept is None else None
        if just_counted is not None:
            return just_counted
        counts = _counted(rows, day)
        if not counts.exact:
            cache.set(key, counts, COUNTS_KEPT * 10)
            cache.set(f"{key}:fresh", True, COUNTS_KEPT)
    return counts


def _counted(rows: QuerySet[Case], day: date) -> Counts:
    """Count in one pass over one index; the light is a matter of five more sums."""
    found: dict[str, dict[str, int]] = {"state": {}, "category": {}, "nature": {}}
    lights: dict[str, int] = dict.fromkeys(LIGHTS, 0)
    total = 0
    sums = {f"n_{light}": Count("id", filter=with_light(light, day)) for light in LIGHTS}
    grouped: Iterable[Mapping[str, Any]] = (
        rows.order_by().values("state", "category", "nature").annotate(n=Count("id"), **sums)
    )
    for row in grouped:
        total += row["n"]
        for axis, counts in found.items():
            counts[row[axis]] = counts.get(row[axis], 0) + row["n"]
        for light in LIGHTS:
            lights[light] += row[f"n_{light}"]
    return Counts(total, found["state"], found["category"], found["nature"], lights, total <= EXACT_UP_TO)
