"""What waits for somebody: read from the waiting rows, sorted by urgency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, Watch
from bihuan.loop.cases.queries import own_and_upper_units, visible_to
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.notices.models import Notice, NoticeSeen

SHOWN = 200


def meant_for(actor: Actor) -> Q:
    """Return the condition that a waiting row or a notice is meant for the actor: by unit, as its head where it must be, or in person."""
    units = own_and_upper_units(actor)
    heads = [post.unit_id for post in actor.posts if post.heads]
    return Q(person_id=actor.person_id) | Q(unit_id__in=units, heads_only=False) | Q(unit_id__in=heads, heads_only=True)


def waiting_rows(actor: Actor) -> QuerySet[Waiting]:
    """Return the waiting rows meant for the actor, most urgent first, a case once for each row that means the actor."""
    rows = Waiting.objects.filter(area_id=actor.area_id).filter(meant_for(actor)).filter(_may_sign(actor))
    return rows.order_by(F("until").asc(nulls_last=True), "id")


def _may_sign(actor: Actor) -> Q:
    """Leave out reviews of what the actor submitted: nobody signs the own work, so it does not wait for them."""
    return ~Q(move="pass", case__review__submitted_by=actor.person_id)


def waiting_for(actor: Actor, *, limit: int = SHOWN) -> list[Waiting]:
    """Return what waits for the actor with its cases, each case once."""
    rows = waiting_rows(actor).select_related("case", "case__parent", "case__responsible")[: limit * 2]
    seen: dict[int, Waiting] = {}
    for row in rows:
        seen.setdefault(row.case_id, row)
    return list(seen.values())[:limit]


def count_waiting(actor: Actor) -> int:
    """Return how many cases wait for the actor."""
    return waiting_rows(actor).order_by().values("case_id").distinct().count()


@dataclass(frozen=True, slots=True)
class DueOn:
    """How many of the actor's waiting cases end on a working day."""

    day: date
    count: int


def due_days(rows: Iterable[Waiting], day: date, calendar: WorkCalendar, *, days: int = 10) -> list[DueOn]:
    """Return the next working days with the number of waiting cases that end on each; what ends on a day off is counted the day before."""
    listed: list[date] = []
    one = day
    while len(listed) < days:
        if calendar.is_worked_or_weekday(one):
            listed.append(one)
        one += timedelta(days=1)
    counts: Counter[date] = Counter()
    for row in rows:
        if row.until is not None and day <= row.until:
            counts[max((d for d in listed if d <= row.until), default=day)] += row.until <= listed[-1]
    return [DueOn(one, counts[one]) for one in listed]


def watched_cases(actor: Actor, *, limit: int = 20) -> list[Case]:
    """Return the cases the actor watches and may still see, last changed first."""
    marks = Watch.objects.filter(area_id=actor.area_id, person_id=actor.person_id).values("case_id")
    return list(
        visible_to(actor).filter(pk__in=marks).select_related("responsible").order_by("-last_at", "-id")[:limit]
    )


def moved_cases(actor: Actor, *, limit: int = 12) -> list[Case]:
    """Return the visible cases that changed last."""
    return list(visible_to(actor).select_related("responsible").order_by("-last_at", "-id")[:limit])


def unseen_notices(actor: Actor) -> int:
    """Return how many notices the actor has not looked at, at most 99."""
    seen = NoticeSeen.objects.filter(area_id=actor.area_id, person_id=actor.person_id).values_list("up_to", flat=True)
    rows = Notice.objects.filter(area_id=actor.area_id).filter(meant_for(actor))
    return rows.filter(pk__gt=seen.first() or 0).order_by()[:99].count()
