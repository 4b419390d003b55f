"""Saved views of the ledger: a filter, an order and columns under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import SavedView
from bihuan.loop.errors import CaseNotFound, Refused

NAME_LIMIT = 40
MOST = 30


def views_of(actor: Actor) -> QuerySet[SavedView]:
    """Return the actor's own views and those shared in the area, own first."""
    own = Q(person_id=actor.person_id) | Q(shared=True)
    return SavedView.objects.filter(area_id=actor.area_id).filter(own).order_by("shared", "order", "id")


@transaction.atomic
def save_view(*, name: str, query: str, by: Actor, at: datetime, shared: bool = False) -> SavedView:
    """Keep a view under a name; the same name again replaces it. Raises Refused."""
    name = name.strip()
    if not name or len(name) > NAME_LIMIT:
        raise Refused(
            gettext("Give the view a name of up to %(limit)s characters.") % {"limit": NAME_LIMIT},
            fields={"name": gettext("Give the view a name of up to %(limit)s characters.") % {"limit": NAME_LIMIT}},
        )
    others = SavedView.objects.filter(area_id=by.area_id, person_id=by.person_id).exclude(name=name)
    if others.count() >= MOST:
        raise Refused(gettext("You have %(most)s views already; remove one first.") % {"most": MOST})
    SavedView.objects.filter(area_id=by.area_id, person_id=by.person_id, name=name).delete()
    return SavedView.objects.create(area_id=by.area_id, person_id=by.person_id, name=name, query=query, shared=shared)


@transaction.atomic
def remove_view(*, view_id: int, by: Actor, at: datetime) -> None:
    """Remove one of the actor's own views. Raises CaseNotFound."""
    gone, _ = SavedView.objects.filter(area_id=by.area_id, person_id=by.person_id, pk=view_id).delete()
    if not gone:
        raise CaseNotFound(str(view_id))
