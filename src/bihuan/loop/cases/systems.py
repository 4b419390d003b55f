"""All systems of an area at a glance: how much runs in each, how much of it is late, and how much waits for one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import counted_for, visible_to
from bihuan.loop.clocks.light import with_light
from bihuan.loop.lifecycle.waiting import waiting_rows

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

    Who sees the whole area is told of all cases, those behind a wall among them, which are numbers here and nothing else; others of the cases they see.
    """
    whole = Permission.SEE_AREA in actor.permissions
    rows = Case.objects.filter(area_id=actor.area_id) if whole else counted_for(actor)
    counted = _counted(rows.order_by().values_list("pack"), day)
    waits = waiting_rows(actor).values_list("case__pack").annotate(n=Count("case_id", distinct=True)).order_by()
    by_pack = dict(waits)
    return {
        pack: SystemCount(pack, live, late, soon, closed, by_pack.get(pack, 0))
        for pack, live, late, soon, closed in counted
    }


def states_of(actor: Actor, pack: str, day: date) -> dict[str, dict[str, int]]:
    """Return how many cases of each kind of a pack stand in each state, and how many of the kind are late (under ""), as far as the actor sees them."""
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
