"""The duty of the night: ends of months are frozen."""

from __future__ import annotations

from bihuan.loop.asof.actions import take_due_snapshots
from bihuan.loop.nightly.duties import Tonight


def freeze_month_ends(tonight: Tonight) -> int:
    """Freeze the ends of months that lack their snapshot and return how many were frozen."""
    return len(take_due_snapshots(area_id=tonight.area_id, at=tonight.at))
