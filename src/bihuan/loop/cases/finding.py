"""Finding cases by what somebody types into the search box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.search import containing

SHOWN = 8  # cases of each kind


@dataclass(frozen=True, slots=True)
class KindHits:
    """The cases of one kind that contain what was typed: how many, and the first of them."""

    pack: str
    kind: str
    count: int
    cases: list[Case]


def cases_with(actor: Actor, number: str) -> list[Case]:
    """Return the visible cases with exactly this number; usually one."""
    return list(visible_to(actor).filter(number=number)[:2])


def search_cases(
    actor: Actor, typed: str, *, shown: int = SHOWN, among: QuerySet[Case] | None = None
) -> list[KindHits]:
    """
    Return the visible cases that contain every word typed, by kind in the order the kinds first occur in the loop.

    Most urgent first within a kind. One query counts, one more for each kind found. among: the cases to search, else all visible ones.
    """
    seen = visible_to(actor) if among is None else among
    rows = containing(seen, typed)
    listed = containing(seen, typed, as_walked=True)
    counted = list(rows.order_by().values_list("pack", "kind").annotate(n=Count("id")))
    return [
        KindHits(pack, kind, n, list(_of(listed.filter(pack=pack, kind=kind))[:shown]))
        for pack, kind, n in sorted(counted)
    ]


def cases_to_link(actor: Actor, kinds: Sequence[str], typed: str, *, without: int = 0, limit: int = 8) -> list[Case]:
    """
    Return visible cases of these kinds, written `pack.kind`, that contain what is being typed: the newest first.

    without: id of the case that links, which is never offered.
    """
    wanted = Q(pk__in=[])
    for pack, _, kind in (one.partition(".") for one in kinds):
        wanted |= Q(pack=pack, kind=kind)
    rows = containing(visible_to(actor).filter(wanted), typed).exclude(pk=without)
    return list(rows.select_related("responsible").order_by("-id")[:limit])


def _of(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("responsible").order_by("urgency", "id")
