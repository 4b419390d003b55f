"""Finding hand-overs and their lists."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import can_manage_organisation
from bihuan.loop.handover.models import HandOver, HandOverLine


def hand_overs(actor: Actor) -> QuerySet[HandOver]:
    """Return the hand-overs an actor may look at, latest first: administrators all, everybody else those they take part in."""
    rows = HandOver.objects.filter(area_id=actor.area_id).select_related("person", "to", "by")
    rows = rows.annotate(count=Count("lines"), gone=Count("lines", filter=Q(lines__went=True)))
    if not can_manage_organisation(actor):
        rows = rows.filter(Q(person_id=actor.person_id) | Q(to_id=actor.person_id))
    return rows.order_by("-id")


def lines_of(made: HandOver) -> list[HandOverLine]:
    """Return the list of a hand-over in its order."""
    return list(HandOverLine.objects.filter(area_id=made.area_id, hand_over=made).order_by("id"))
