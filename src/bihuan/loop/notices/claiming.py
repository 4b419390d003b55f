"""
Taking deliveries and writing what became of them. Every step is a compare-and-set on the row, so no two workers have the same.

waiting → sending → handing → sent. Until `handing` nothing has left, and a worker's death costs only its hold; from then on the message
may have arrived, and is never sent again by itself (docs/decisions/0013-an-unclear-mail-is-not-sent-again.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from bihuan.loop.notices.errors import STOPPED
from bihuan.loop.notices.models import Delivery, DeliveryState, HookStyle
from bihuan.loop.notices.timing import MOST_TRIES, pause_after

HOLD: Final = timedelta(minutes=5)  # longer than any wait of `posting.py` and `mailing.py`
IN_ONE_MAIL: Final = 200
IN_ONE_CALL: Final = 10
LOOKED_AT: Final = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """Deliveries that leave together; the first leads."""

    rows: tuple[Delivery, ...]

    @property
    def lead(self) -> Delivery:
        """The delivery whose id names the message."""
        return self.rows[0]

    def _held(self, *states: DeliveryState) -> QuerySet[Delivery]:
        return Delivery.objects.filter(
            area_id=self.lead.area_id,
            pk__in=[row.pk for row in self.rows],
            batch=self.lead.pk,
            held_until=self.lead.held_until,
            state__in=states,
        )

    def leaves(self, message_id: str) -> bool:
        """Mark that the message leaves now; False when another worker took it over, and it must not."""
        done = self._held(DeliveryState.SENDING).update(state=DeliveryState.HANDING, message_id=message_id)
        return done == len(self.rows)

    def arrived(self, at: datetime) -> None:
        """Mark it as taken over by the other side."""
        self._held(DeliveryState.HANDING).update(state=DeliveryState.SENT, sent_at=at, held_until=None, error="")

    def try_again(self, error: str, at: datetime) -> None:
        """Put it back to be tried after a pause, or give it up after the last try: surely nothing arrived."""
        mine = self._held(DeliveryState.SENDING, DeliveryState.HANDING)
        if self.lead.tries >= MOST_TRIES:
            mine.update(state=DeliveryState.FAILED, held_until=None, error=error)
            return
        pause = pause_after(self.lead.tries, self.lead.pk)
        mine.update(
            state=DeliveryState.WAITING, held_until=None, batch=None, next_try_at=at + pause, error=error, message_id=""
        )

    def give_up(self, error: str) -> None:
        """Mark it as refused for good."""
        self._held(DeliveryState.SENDING, DeliveryState.HANDING).update(
            state=DeliveryState.FAILED, held_until=None, error=error
        )

    def unclear(self, error: str) -> None:
        """Mark that nobody knows whether it arrived."""
        self._held(DeliveryState.HANDING).update(state=DeliveryState.UNCLEAR, held_until=None, error=error)

    def without(self, unwanted: Sequence[Delivery], error: str) -> Batch | None:
        """Take some out that nobody wants any more, and return the rest, None when nothing is left."""
        gone = {row.pk for row in unwanted}
        if not gone:
            return self
        Delivery.objects.filter(
            area_id=self.lead.area_id, pk__in=gone, batch=self.lead.pk, state=DeliveryState.SENDING
        ).update(state=DeliveryState.DROPPED, held_until=None, error=error)
        rest = tuple(row for row in self.rows if row.pk not in gone)
        if not rest:
            return None
        # The name of the mail is that of its first delivery: the rest follows a new one.
        Delivery.objects.filter(
            area_id=self.lead.area_id, pk__in=[row.pk for row in rest], batch=self.lead.pk, state=DeliveryState.SENDING
        ).update(batch=rest[0].pk)
        for row in rest:
            row.batch = rest[0].pk
        return Batch(rest)


def due_deliveries(area_id: int, at: datetime, *, by_mail: bool) -> QuerySet[Delivery]:
    """Return what waits and is due, the oldest first. by_mail: mail or calls of hooks."""
    rows = Delivery.objects.filter(
        area_id=area_id, state=DeliveryState.WAITING, next_try_at__lte=at, hook__isnull=by_mail
    )
    return rows.order_by("next_try_at", "pk")


def claims(area_id: int, *, now: Callable[[], datetime], by_mail: bool) -> Iterator[Batch]:
    """
    Yield the messages that are due one by one, each held by the caller from then on, until nothing more is due.

    now: read anew for each, so that a hold is as long as it should be. What others took meanwhile is passed over.
    """
    goals = ("notice", "person", "hook")
    while rows := list(due_deliveries(area_id, now(), by_mail=by_mail).select_related(*goals)[:LOOKED_AT]):
        found = False
        for row in rows:
            with transaction.atomic():
                batch = _claimed(row, now())
            if batch is not None:
                found = True
                yield batch
        if not found:  # others are at the same rows
            return


def _claimed(row: Delivery, at: datetime) -> Batch | None:
    same = Delivery.objects.filter(area_id=row.area_id, pk=row.pk, state=DeliveryState.WAITING, tries=row.tries)
    if row.tries >= MOST_TRIES:  # it stopped every worker that had it
        same.update(state=DeliveryState.FAILED, error=STOPPED)
        return None
    held = {"state": DeliveryState.SENDING, "held_until": at + HOLD, "batch": row.pk, "tries": F("tries") + 1}
    if not same.update(**held):
        return None
    if not row.digest:
        row.state, row.held_until, row.batch, row.tries = DeliveryState.SENDING, at + HOLD, row.pk, row.tries + 1
        return Batch((row,))
    limit = IN_ONE_MAIL if row.hook_id is None else IN_ONE_CALL
    goal = Q(person_id=row.person_id) if row.hook_id is None else Q(hook_id=row.hook_id)
    joined = due_deliveries(row.area_id, at, by_mail=row.hook_id is None).filter(goal, digest=True)
    others = [one for one in joined.values_list("pk", flat=True)[:limit] if one != row.pk]
    Delivery.objects.filter(area_id=row.area_id, pk__in=others, state=DeliveryState.WAITING).update(**held)
    taken = Delivery.objects.filter(area_id=row.area_id, batch=row.pk, state=DeliveryState.SENDING)
    rows = list(taken.select_related("notice", "hook", "person"))
    return Batch(tuple(sorted(rows, key=lambda one: (one.pk != row.pk, one.pk))))


def take_back(area_id: int, *, at: datetime) -> int:
    """
    Look after what dead workers left, and return how many: what had not left waits again, what may have arrived is unclear.

    A generic hook is called again: it is told the same name of the delivery and can tell that it knows it.
    """
    busy = [DeliveryState.SENDING, DeliveryState.HANDING]
    over = Delivery.objects.filter(area_id=area_id, held_until__lt=at, state__in=busy)
    if not over.exists():  # an update would ask for the right to write, twice a second
        return 0
    safe = Q(state=DeliveryState.SENDING) | Q(state=DeliveryState.HANDING, hook__style=HookStyle.GENERIC)
    again = over.filter(pk__in=over.filter(safe).values("pk"))
    back = again.update(state=DeliveryState.WAITING, held_until=None, batch=None, next_try_at=at)
    lost = over.filter(state=DeliveryState.HANDING).update(
        state=DeliveryState.UNCLEAR,
        held_until=None,
        error=STOPPED,
    )
    return back + lost
