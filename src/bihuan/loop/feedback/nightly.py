"""The night of the feedback: what was kept of network addresses is forgotten after some days."""

from __future__ import annotations

from bihuan.loop.feedback.guarding import KEPT_DAYS, forget_knocks
from bihuan.loop.feedback.queries import forget_addresses
from bihuan.loop.nightly.duties import Tonight


def forget_old_addresses(tonight: Tonight) -> int:
    """Forget counts and hashed addresses that are older than some days, and return how many."""
    tonight.hold()
    return forget_knocks(tonight.area_id, tonight.at) + forget_addresses(tonight.area_id, tonight.at, days=KEPT_DAYS)
