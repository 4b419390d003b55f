"""Who may act for whom on a day (委托代办)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Delegation, Person
from bihuan.accounts.queries import Actor, OnBehalf, actor_of
from bihuan.accounts.roles import ROLES, Permission


def delegations_of(area_id: int) -> QuerySet[Delegation]:
    """Return the delegations of an area, latest first, with their people."""
    return Delegation.objects.filter(area_id=area_id).select_related("person", "to", "made_by").order_by("-id")


def current(on: date) -> Q:
    """Return the condition that a delegation counts on a day: it has begun, has not run out and was not ended early."""
    ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    return ended & Q(from_on__lte=on, to_on__gte=on, person__is_active=True, to__is_active=True)


def delegations_to(person_id: int, area_id: int, on: date) -> list[Delegation]:
    """Return the delegations by which a person may act for others on a day."""
    return list(delegations_of(area_id).filter(current(on), to_id=person_id))


def standing_in(person: Person, *, delegation_id: int, on: date) -> Actor | None:
    """
    Return who `person` is while acting for somebody who is away: own name, the other's posts. None once the delegation does not count.

    Posts that keep units and people are never handed on with it: who administers stays who was made administrator.
    """
    if person.area_id is None:
        return None
    found = delegations_of(person.area_id).filter(current(on), pk=delegation_id, to_id=person.pk).first()
    if found is None:
        return None
    away = actor_of(found.person, on=on, area=person.area_id, posts=found.posts or None)
    posts = tuple(post for post in away.posts if Permission.MANAGE_ORGANISATION not in ROLES[post.role].permissions)
    if not posts:
        return None
    behalf = OnBehalf(found.pk, found.person_id, found.person.name)
    return replace(away, person_id=person.pk, name=person.name, posts=posts, language=person.language, on_behalf=behalf)
