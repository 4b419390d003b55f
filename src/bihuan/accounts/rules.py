"""Who may change units, people and posts: `check_…` raises a sentence, `can_…` answers yes or no."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.accounts.errors import NotAllowed, NotInArea, Refused
from bihuan.accounts.models import Person, Post, Unit
from bihuan.accounts.queries import Actor
from bihuan.accounts.roles import Permission, roles_with


def can_manage_organisation(actor: Actor) -> bool:
    """Return whether the actor keeps units, people, posts and desks of the area."""
    return Permission.MANAGE_ORGANISATION in actor.permissions


def check_may_manage_organisation(actor: Actor) -> None:
    """Raise NotAllowed unless the actor keeps units, people, posts and desks of the area."""
    if not can_manage_organisation(actor):
        raise NotAllowed(_("Only an administrator of the area changes units, people and posts."))


def check_in_area(actor: Actor, subject: Unit | Person | Post) -> None:
    """Raise NotInArea if the unit, person or post belongs to another area."""
    if subject.area_id != actor.area_id:
        raise NotInArea(_("This does not exist in your area."))


def check_is_oneself(actor: Actor, person: Person) -> None:
    """Raise NotAllowed unless the person is the actor: own language and own password are nobody else's business."""
    if actor.person_id != person.pk:
        raise NotAllowed(_("Only the person concerned changes this."))


def check_leaves_an_administrator(area_id: int, *, on: date, without: Q) -> None:
    """
    Raise Refused if nobody could manage the area any more.

    on: the day from which it must hold; without: which posts are about to go.
    """
    left = (
        Post.objects.filter(
            area_id=area_id,
            role__in=roles_with(Permission.MANAGE_ORGANISATION),
            person__is_active=True,
            from_on__lte=on,
        )
        .filter(Q(to_on__isnull=True) | Q(to_on__gt=on))
        .exclude(without)
    )
    if not left.exists():
        raise Refused(
            _("Not done: the area would have no administrator left. Make somebody else an administrator first.")
        )
