"""
How much a token may ask in a minute.

The count lies in the cache that all processes of a machine share. It protects the area from a program that has gone astray; nothing is billed by it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.cache import caches

MINUTE: Final = 60


def left_for(token_id: int, at: datetime) -> tuple[int, int]:
    """Count one request of a token and return how many are left in this minute (below 0: too many) and the seconds until the next one."""
    shared = caches["shared"]
    window, seconds = divmod(int(at.timestamp()), MINUTE)
    key = f"api:{token_id}:{window}"
    shared.add(key, 0, timeout=2 * MINUTE)
    try:
        used = shared.incr(key)
    except ValueError:  # the window ended between the two lines
        used = 1
    return settings.BIHUAN_API_PER_MINUTE - used, MINUTE - seconds
