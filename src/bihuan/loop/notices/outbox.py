"""What is on its way, for those who keep the house: how many, what does not arrive and why, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_may_manage_organisation
from bihuan.loop.jobs.bell import NOTICES, ring
from bihuan.loop.notices.errors import BY_HAND, NoSuchDelivery, told
from bihuan.loop.notices.models import Delivery, DeliveryState, Notice

TROUBLED: Final = (DeliveryState.FAILED, DeliveryState.UNCLEAR)
KEPT: Final = timedelta(days=30)  # how far back the page looks


@dataclass(frozen=True, slots=True)
class Health:
    """
    How sending goes in an area.

    troubled: given up or unclear, to be looked at; trying: tried in vain and tried again; late_since: when the oldest of what
    is due was due; unexpanded_since: the oldest notice that no worker has looked at.
    """

    waiting: int
    trying: int
    troubled: int
    sent: int
    late_since: datetime | None
    unexpanded_since: datetime | None

    def is_well(self, at: datetime) -> bool:
        """Return whether nothing has to be looked at: no trouble, and nothing lies around for a quarter of an hour."""
        late = [since for since in (self.late_since, self.unexpanded_since) if since is not None]
        return not self.troubled and all(since > at - timedelta(minutes=15) for since in late)


def health_of(area_id: int, at: datetime) -> Health:
    """Return how sending goes in an area; two queries."""
    rows = Delivery.objects.filter(area_id=area_id)
    waiting = Q(state=DeliveryState.WAITING)
    counted = rows.filter(waiting | Q(state__in=TROUBLED) | Q(made_at__gt=at - timedelta(days=1))).aggregate(
        waiting=Count("pk", filter=waiting & Q(tries=0)),
        trying=Count("pk", filter=waiting & Q(tries__gt=0)),
        troubled=Count("pk", filter=Q(state__in=TROUBLED)),
        sent=Count("pk", filter=Q(state=DeliveryState.SENT)),
        late_since=Min("due_at", filter=waiting & Q(due_at__lte=at)),
    )
    oldest = Notice.objects.filter(area_id=area_id, expanded_at__isnull=True).order_by("pk")
    return Health(**counted, unexpanded_since=oldest.values_list("at", flat=True).first())


def troubled(area_id: int, most: int = 99) -> QuerySet[Delivery, int]:
    """Return the ids of deliveries that have to be looked at, at most so many."""
    return Delivery.objects.filter(area_id=area_id, state__in=TROUBLED).values_list("pk", flat=True)[:most]


def deliveries_of(actor: Actor, *, show: str, at: datetime) -> QuerySet[Delivery]:
    """
    Return deliveries of the actor's area, newest first.

    show: "trouble" (given up, unclear, or tried in vain), "waiting", "sent" or "all". Raises NotAllowed.
    """
    check_may_manage_organisation(actor)
    rows = Delivery.objects.filter(area_id=actor.area_id, made_at__gt=at - KEPT).select_related(
        "person", "hook", "notice"
    )
    busy = [DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.HANDING]
    match show:
        case "trouble":
            rows = rows.filter(Q(state__in=TROUBLED) | Q(state=DeliveryState.WAITING, tries__gt=0))
        case "waiting":
            rows = rows.filter(state__in=busy)
        case "sent":
            rows = rows.filter(state=DeliveryState.SENT)
    return rows.order_by("-pk")


def _settled(delivery_id: int, by: Actor, *states: DeliveryState) -> QuerySet[Delivery]:
    """Return the delivery with those that left in the same mail, if it stands in one of these states."""
    check_may_manage_organisation(by)
    own = Delivery.objects.filter(area_id=by.area_id, state__in=states)
    row = own.filter(pk=delivery_id).first()
    if row is None:
        raise NoSuchDelivery(delivery_id)
    return own.filter(batch=row.batch) if row.batch is not None else own.filter(pk=row.pk)


@transaction.atomic
def send_again(*, delivery_id: int, by: Actor, at: datetime) -> int:
    """
    Let a message be tried again from the beginning, with all that left in the same mail, and return how many that were.

    Raises NotAllowed; NoSuchDelivery where it neither waits nor is given up nor unclear.
    """
    rows = _settled(delivery_id, by, DeliveryState.WAITING, *TROUBLED)
    done = rows.update(
        state=DeliveryState.WAITING, tries=0, next_try_at=at, batch=None, error="", message_id="", held_until=None
    )
    ring(NOTICES)
    return done


@transaction.atomic
def drop(*, delivery_id: int, by: Actor, at: datetime) -> int:
    """Send a message no more, with all that left in the same mail, and return how many that were. Raises as `send_again`."""
    rows = _settled(delivery_id, by, DeliveryState.WAITING, *TROUBLED)
    return rows.update(state=DeliveryState.DROPPED, held_until=None, error=told(BY_HAND, by.name))


@transaction.atomic
def note_arrival(*, delivery_id: int, by: Actor, at: datetime) -> int:
    """Note that an unclear message did arrive, as the mail server's log says. Raises as `send_again`."""
    rows = _settled(delivery_id, by, DeliveryState.UNCLEAR)
    return rows.update(state=DeliveryState.SENT, sent_at=at, held_until=None, error=told(BY_HAND, by.name))
