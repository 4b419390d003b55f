"""What waits for somebody: read from the waiting rows, sorted by urgency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.counting import Statement, count_each
from bihuan.loop.cases.models import Case, Watch
from bihuan.loop.cases.queries import meant_parts, own_and_upper_units, visible_to
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.notices.models import Notice, NoticeSeen

SHOWN = 60
UNSEEN = 100
COUNTED = 1000  # every page asks how much waits; nobody reads such a number to its last digit


def meant_for(actor: Actor) -> Q:
    """Return the condition that a waiting row or a notice is meant for the actor: by unit, as its head where it must be, or in person."""
    units = own_and_upper_units(actor)
    heads = [post.unit_id for post in actor.posts if post.heads]
    return (
        Q(person_id=actor.stands_for) | Q(unit_id__in=units, heads_only=False) | Q(unit_id__in=heads, heads_only=True)
    )


def waiting_rows(actor: Actor, *, to_hand_out: bool = False) -> QuerySet[Waiting]:
    """
    Return the waiting rows meant for the actor, in no order, a case once for each row that means the actor.

    to_hand_out: those of cases still to be handed out, which lists and counts leave out otherwise.
    """
    rows = Waiting.objects.filter(area_id=actor.area_id, to_hand_out=to_hand_out).filter(_may_sign(actor))
    first, *others = [rows.filter(one).values("pk") for one in _meant(actor)]
    return Waiting.objects.filter(area_id=actor.area_id, pk__in=first.union(*others, all=True))


def _may_sign(actor: Actor) -> Q:
    """Leave out reviews of what the actor submitted: nobody signs the own work, so it does not wait for them."""
    return Q(submitted_by__isnull=True) | ~Q(submitted_by__in=sorted(actor.persons))


def waiting_for(actor: Actor, *, limit: int = SHOWN, pack: str = "") -> list[Waiting]:
    """
    Return what waits for the actor with its cases, most urgent first; what is still to be handed out is left to `to_hand_out`.

    Each case once; cases that are the same problem once, the most urgent of them. pack: only cases of this pack, and each for itself.
    """
    seen: dict[int, int] = {}
    for _, pk, case_id, same in sorted(_first_rows(actor, limit * 2, pack), key=lambda row: row[:2]):
        seen.setdefault(case_id if pack or same is None else same, pk)
    ids = list(seen.values())[:limit]
    rows = Waiting.objects.filter(area_id=actor.area_id, pk__in=ids)
    return sorted(
        rows.select_related("case", "case__parent", "case__responsible"), key=lambda row: (row.urgency, row.pk)
    )


def _first_rows(actor: Actor, limit: int, pack: str) -> list[tuple[date, int, int, int | None]]:
    """Return urgency, id, case and its head of the first rows of each unit and of the person: each is read off an index in its order."""
    rows = Waiting.objects.filter(area_id=actor.area_id, to_hand_out=False).filter(_may_sign(actor))
    rows = rows.filter(case__pack=pack) if pack else rows
    return [
        row
        for one in _meant(actor)
        for row in rows.filter(one)
        .order_by("urgency", "id")
        .values_list("urgency", "id", "case_id", "case__same_id")[:limit]
    ]


def _meant(actor: Actor) -> list[Q]:
    """Return `meant_for` unit by unit: an “or” over them would read the rows of everybody."""
    heads = {post.unit_id for post in actor.posts if post.heads}
    units = sorted(own_and_upper_units(actor) | heads)
    own = own_and_upper_units(actor)
    return [
        Q(person_id=actor.stands_for),
        *(Q(unit_id=unit, heads_only=False) for unit in units if unit in own),
        *(Q(unit_id=unit, heads_only=True) for unit in units if unit in heads),
    ]


def waiting_by_pack(actor: Actor) -> dict[str, tuple[int, int]]:
    """
    Return how many cases of each pack wait for the actor, and the newest version of the pack among them.

    Each row of a ledger counts for itself; those still to be handed out are left out.
    """
    rows = waiting_rows(actor).order_by().values_list("case__pack")
    found = rows.annotate(n=Count("case_id", distinct=True), version=Max("case__pack_version"))
    return {pack: (n, version) for pack, n, version in found}


def count_waiting(actor: Actor) -> int:
    """Return how many problems wait for the actor, without those still to be handed out; counts no further than COUNTED."""
    return count_each(waiting_counted(actor))[0]


def waiting_counted(actor: Actor) -> Statement:
    """Return the statement of `count_waiting`."""
    parts: list[str] = []
    values: list[int] = []
    for meant, ids in meant_parts(actor):
        parts.append(
            "SELECT coalesce(c.same_id, w.case_id) AS problem FROM loop_waiting w"  # noqa: S608 - no value in it
            " JOIN loop_case c ON c.area_id = w.area_id AND c.id = w.case_id"
            f" WHERE w.area_id = %s AND NOT to_hand_out AND {meant}"
            " AND (submitted_by IS NULL OR submitted_by NOT IN (%s, %s))"
        )
        values += [actor.area_id, *ids, actor.person_id, actor.stands_for]
    return _counting("DISTINCT problem", parts, COUNTED), values


def _counting(what: str, parts: list[str], limit: int) -> str:
    """Return the statement that counts rows of several parts, each off its own index, up to a limit."""
    return f"SELECT count({what}) FROM ({' UNION ALL '.join(parts)} LIMIT {limit}) counted"  # noqa: S608 - no value in it


@dataclass(frozen=True, slots=True)
class HandOut:
    """How many cases of one kind below one top case the actor still has to hand out."""

    root_id: int
    pack: str
    version: int
    kind: str
    number: str
    subject: str
    count: int


def to_hand_out(actor: Actor) -> list[HandOut]:
    """Return what the actor still has to hand out: after an import many cases, so one row for each kind below a top case."""
    rows = waiting_rows(actor, to_hand_out=True)
    root = ("case__root_id", "case__root__pack", "case__root__pack_version", "case__kind")
    names = ("case__root__number", "case__root__subject")
    grouped = rows.values_list(*root, *names).annotate(n=Count("case_id", distinct=True))
    return [HandOut(*row) for row in sorted(grouped)]


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


def watched_cases(actor: Actor, *, among: QuerySet[Case] | None = None, limit: int = 20) -> list[Case]:
    """
    Return the cases the actor watches and may still see, last changed first.

    among: what the actor may see, where the caller has asked for it already.
    """
    marks = Watch.objects.filter(area_id=actor.area_id, person_id=actor.person_id).values("case_id")
    seen = visible_to(actor) if among is None else among
    return list(seen.filter(pk__in=marks).select_related("responsible").order_by("-last_at", "-id")[:limit])


def moved_cases(
    actor: Actor, *, among: QuerySet[Case] | None = None, limit: int = 12, after: datetime | None = None
) -> list[Case]:
    """Return the visible cases that changed last; `after`: only those that changed since."""
    seen = visible_to(actor) if among is None else among
    if after is not None:
        seen = seen.filter(last_at__gte=after)
    return list(seen.select_related("responsible").order_by("-last_at", "-id")[:limit])


def unseen_notices(actor: Actor) -> int:
    """Return how many notices the actor has not looked at, at most 100."""
    return count_each(unseen_counted(actor))[0]


def unseen_counted(actor: Actor) -> Statement:
    """Return the statement of `unseen_notices`."""
    parts: list[str] = []
    values: list[int] = []
    for meant, ids in meant_parts(actor):
        parts.append(
            f"SELECT id FROM loop_notice WHERE area_id = %s AND {meant}"  # noqa: S608 - no value in it
            " AND id > coalesce((SELECT up_to FROM loop_noticeseen WHERE area_id = %s AND person_id = %s), 0)"
        )
        values += [actor.area_id, *ids, actor.area_id, actor.person_id]
    return _counting("*", parts, UNSEEN), values


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with its case, as the case stands now; `fresh`: the actor has not looked at it yet."""

    notice: Notice
    case: Case
    fresh: bool


@dataclass(frozen=True, slots=True)
class Notices:
    """Some notices, newest first. newest: what to remember as looked at; before: where older ones begin, 0 for none."""

    rows: list[Told]
    newest: int
    before: int


def notices_of(actor: Actor, *, before: int = 0, limit: int = 50, kind: str = "", fresh: bool = False) -> Notices:
    """
    Return what changed for the actor, newest first; what the actor may not see any more is left out.

    kind: only this kind of notices; fresh: only those the actor has not looked at.
    """
    looked = NoticeSeen.objects.filter(area_id=actor.area_id, person_id=actor.person_id)
    up_to = looked.values_list("up_to", flat=True).first() or 0
    rows = Notice.objects.filter(area_id=actor.area_id).filter(meant_for(actor)).order_by("-id")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(pk__gt=up_to) if fresh else rows
    found = list((rows.filter(pk__lt=before) if before else rows)[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    seen = visible_to(actor).filter(pk__in=[row.case_id for row in found]).select_related("responsible")
    cases = {case.pk: case for case in seen}
    # One event may mean somebody twice, as the head of a unit and by name.
    once = {(row.case_id, row.seq): row for row in reversed(found)}
    told = [Told(row, cases[row.case_id], row.pk > up_to) for row in reversed(once.values()) if row.case_id in cases]
    return Notices(told, found[0].pk if found else 0, found[-1].pk if more else 0)
