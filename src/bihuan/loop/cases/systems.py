"""All systems of an area at a glance: how much runs in each, how much of it is late, and how much waits for one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Value

from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import counted_for, visible_to
from bihuan.loop.clocks.light import with_light
from bihuan.loop.lifecycle.waiting import count_waiting, waiting_by_pack

LIVE = ~Q(category=Category.CLOSED)


@dataclass(frozen=True, slots=True)
class SystemCount:
    """
    What runs in one system. live: not closed; late, soon: of these, by their light; waits: live cases that wait for the person.
    """

    pack: str
    live: int = 0
    late: int = 0
    soon: int = 0
    closed: int = 0
    waits: int = 0


def systems_at(actor: Actor, day: date) -> dict[str, SystemCount]:
    """
    Return the counts of every pack that has cases, by its id, in two queries.

    Who sees the whole area is told of all cases, those behind a wall too, which are numbers here and nothing else; others of the cases they see.
    """
    counted = _counted(_rows(actor).order_by().values_list("pack"), day)
    by_pack = waiting_by_pack(actor)
    return {
        pack: SystemCount(pack, live, late, soon, closed, by_pack.get(pack, (0, 0))[0])
        for pack, live, late, soon, closed in counted
    }


def total_of(actor: Actor, counts: Iterable[SystemCount], day: date) -> SystemCount:
    """
    Return the counts of several systems together: a problem that stands in several ledgers once, as the case the others link to; two queries.

    A case whose other one the person does not see, or stands in none of these systems, counts for itself.
    """
    listed = list(counts)
    packs = [count.pack for count in listed]
    rows = _rows(actor)
    twice = rows.filter(pack__in=packs, same__pack__in=packs, same_id__in=rows.order_by().values("pk"))
    _, *less = next(iter(_counted(twice.order_by().values_list(Value("")), day)), ("", 0, 0, 0, 0))
    own = [sum(getattr(count, name) for count in listed) for name in ("live", "late", "soon", "closed")]
    live, late, soon, closed = (mine - again for mine, again in zip(own, less, strict=True))
    return SystemCount("", live, late, soon, closed, count_waiting(actor))


def _rows(actor: Actor) -> QuerySet[Case]:
    whole = Permission.SEE_AREA in actor.permissions
    return Case.objects.filter(area_id=actor.area_id) if whole else counted_for(actor)


def states_of(actor: Actor, pack: str, day: date) -> dict[str, dict[str, int]]:
    """Return how many cases of each kind of a pack stand in each state, and how many of the kind are late (under ""), as far as the actor sees."""
    rows = counted_for(actor).filter(pack=pack).order_by()
    found: dict[str, dict[str, int]] = {}
    late = Count("id", filter=LIVE & with_light("late", day))
    for kind, state, n, is_late in rows.values_list("kind", "state").annotate(n=Count("id"), late=late):
        of_kind = found.setdefault(kind, {"": 0})
        of_kind[state] = n
        of_kind[""] += is_late
    return found


def urgent_cases(actor: Actor, pack: str, day: date, limit: int) -> list[Case]:
    """Return the cases of a pack that are late or due soon, the longest late first, as far as the actor sees them."""
    rows = visible_to(actor).filter(LIVE, with_light("late", day) | with_light("soon", day), pack=pack)
    return list(rows.select_related("responsible", "handler").order_by("urgency", "id")[:limit])


def _counted(rows: QuerySet[Case, tuple[str]], day: date) -> Iterable[tuple[str, int, int, int, int]]:
    return rows.annotate(
        live=Count("id", filter=LIVE),
        late=Count("id", filter=LIVE & with_light("late", day)),
        soon=Count("id", filter=LIVE & with_light("soon", day)),
        closed=Count("id", filter=~LIVE),
    )
