"""Who may bring documents in and turn them into cases: the office of the pack."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import DeskHolder
from bihuan.loop.cases.queries import own_and_upper_units
from bihuan.loop.errors import NotAllowed, Refused

PACK = "rectification"


def check_may_bring_in(actor: Actor) -> None:
    """Raise NotAllowed unless the actor sits in the rectification office."""
    held = Q(person_id=actor.person_id) | Q(unit_id__in=own_and_upper_units(actor))
    if (
        not DeskHolder.objects.filter(area_id=actor.area_id, pack=PACK, desk="office", case__isnull=True)
        .filter(held)
        .exists()
    ):
        raise NotAllowed(gettext("Only the rectification office imports documents."))


def can_bring_in(actor: Actor) -> bool:
    """Return whether the actor may import documents."""
    try:
        check_may_bring_in(actor)
    except Refused:
        return False
    return True
