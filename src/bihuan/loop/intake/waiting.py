"""Drafts that wait for somebody of the office to check them."""

from __future__ import annotations

from django.db.models import Exists, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import DeskHolder
from bihuan.loop.cases.queries import own_and_upper_units
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.rules import PACK


def drafts_to_check(actor: Actor) -> list[IntakeDraft]:
    """Return the drafts neither confirmed nor put away, newest first and without their texts; none for who may not import."""
    office = DeskHolder.objects.filter(area_id=actor.area_id, pack=PACK, desk="office", case__isnull=True)
    held = Q(person_id=actor.stands_for) | Q(unit_id__in=own_and_upper_units(actor))
    drafts = IntakeDraft.objects.filter(area_id=actor.area_id, confirmed_at__isnull=True, dropped_at__isnull=True)
    return list(drafts.filter(Exists(office.filter(held))).defer("blocks", "read", "lines").order_by("-id"))


def open_drafts(area_id: int) -> QuerySet[IntakeDraft, int]:
    """Return the ids of the drafts that wait in the office of an area; ask only for who may import."""
    rows = IntakeDraft.objects.filter(area_id=area_id, confirmed_at__isnull=True, dropped_at__isnull=True)
    return rows.order_by().values_list("pk", flat=True)
