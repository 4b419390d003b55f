"""What nobody starts: work that is due by itself once a day. Doing it again on the same day does nothing."""

from __future__ import annotations

import logging
from datetime import datetime

from bihuan.accounts.models import Area
from bihuan.loop.asof.actions import take_due_snapshots
from bihuan.loop.errors import Refused

log = logging.getLogger("bihuan.jobs")


def do_daily(*, at: datetime) -> int:
    """Freeze the month ends that lack their snapshot, in every area, and return how many were frozen; missed nights are made up."""
    taken = 0
    for area_id in Area.objects.order_by("pk").values_list("pk", flat=True):
        try:
            taken += len(take_due_snapshots(area_id=area_id, at=at))
        except Refused as refusal:
            log.warning("area %s: %s", area_id, refusal.sentence)
    return taken
