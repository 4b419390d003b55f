"""Who looks at the areas below, hands inspections down, and exchanges packages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed


def can_see_below(actor: Actor) -> bool:
    """Return whether the actor may compare the areas below: whoever sees the whole area, and who looks after it."""
    return bool({Permission.SEE_AREA, Permission.MANAGE_ORGANISATION} & actor.permissions)


def has_below(area_id: int) -> bool:
    """Return whether there are areas below."""
    return Area.objects.filter(parent_id=area_id).exists()


def check_may_exchange(actor: Actor) -> None:
    """Raise NotAllowed unless the actor looks after the area: keys, packages and areas below are an administrator's."""
    if Permission.MANAGE_ORGANISATION not in actor.permissions:
        raise NotAllowed(_("Only an administrator of the area exchanges packages."))


def can_hand_down(file: CaseFile, actor: Actor) -> bool:
    """Return whether the actor may hand a case down: the office of a case that stands under no other and is not closed."""
    fits = file.case.parent_id is None and file.case.wall is None and file.case.category != "closed"
    return fits and stands_as(actor, file, "desk.office")


def check_may_hand_down(file: CaseFile, actor: Actor) -> None:
    """Raise NotAllowed unless the actor may hand the case down."""
    if not can_hand_down(file, actor):
        raise NotAllowed(_("Only the office of a running inspection hands it down."))
