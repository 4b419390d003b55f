"""Who looks after the packs of an area."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import can_manage_organisation
from bihuan.loop.errors import NotAllowed


def can_manage_packs(actor: Actor) -> bool:
    """Return whether the actor decides which packs the area uses."""
    return can_manage_organisation(actor)


def check_may_manage_packs(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is an administrator of the area."""
    if not can_manage_packs(actor):
        raise NotAllowed(_("Only an administrator of the area decides which systems it uses."))
