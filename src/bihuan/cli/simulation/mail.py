"""The mail of the simulation: what the worker sends, and whether it is what arrived."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time

from bihuan.cli.simulation.postbox import Postbox
from bihuan.cli.simulation.world import World
from bihuan.loop.books.account import Account
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.notices.models import Delivery, DeliveryState
from bihuan.loop.notices.sending import send_notices
from bihuan.packspec.bilingual import Text

HOURS = (
    time(8, 40),
    time(18, 30),
)  # when the worker of the simulation looks: after the morning's digests, and in the evening


def deliver(world: World) -> None:
    """Send what is due by an hour of the day, as the worker does."""
    hour = HOURS[0] if world.acts == 0 else HOURS[1]
    at = datetime.combine(world.day, hour, LEGAL_ZONE)
    world.done["notices worked out and sent"] += send_notices(now=lambda: at)


def posted(world: World, box: Postbox) -> Account:
    """Return whether every mail that arrived stands in the books as sent, once, and every one sent has arrived."""
    account = Account("posted", Text("邮件服务器收到的与发出记录一致", "what arrived is what was sent"))
    arrived = Counter(box.message_ids)
    sent = Delivery.objects.filter(area_id=world.area_id, state=DeliveryState.SENT, person__isnull=False)
    known = set(sent.values_list("message_id", flat=True))
    for message_id in sorted(arrived.keys() | known):
        faults = []
        if arrived[message_id] > 1:
            faults.append(f"arrived {arrived[message_id]} times")
        if message_id not in known:
            faults.append("arrived, and nobody sent it")
        if message_id not in arrived:
            faults.append("sent, and never arrived")
        account.look(message_id, faults)
    return account
