"""The instructions that wait for somebody's receipt or answer."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.queries import own_and_upper_units
from bihuan.loop.instructions.models import Addressee


def lines_waiting(actor: Actor) -> QuerySet[Addressee]:
    """Return what running instructions still ask of the actor, or of a unit acted for, those due first."""
    mine = Q(person_id=actor.stands_for) | Q(unit_id__in=own_and_upper_units(actor))
    lines = Addressee.objects.filter(mine, area_id=actor.area_id, answered_at__isnull=True)
    running = lines.filter(instruction__area_id=actor.area_id, instruction__closed_at__isnull=True)
    return running.order_by("instruction__due", "id")
