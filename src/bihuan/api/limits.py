"""
How much a token may ask in a minute.

The count lies in the cache that all processes of a machine share, or of all machines with Redis, which counts by itself; of a cache in
files one counts at a time. It protects the area from a program that has gone astray.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache

MINUTE: Final = 60
LOCK: Final = "api.lock"


def left_for(token_id: int, at: datetime) -> tuple[int, int]:
    """Count one request of a token and return how many are left in this minute (below 0: too many) and the seconds until the next one."""
    shared = caches["shared"]
    window, seconds = divmod(int(at.timestamp()), MINUTE)
    key = f"api:{token_id}:{window}"
    with _alone():
        shared.add(key, 0, timeout=2 * MINUTE)
        try:
            used = shared.incr(key)
        except ValueError:  # the window ended between the two lines
            used = 1
    return settings.BIHUAN_API_PER_MINUTE - used, MINUTE - seconds


@contextmanager
def _alone() -> Iterator[None]:
    """Let one thread of one process at a time count in files, which are read and written in two steps; others count by themselves."""
    if not isinstance(caches["shared"], FileBasedCache):
        yield
        return
    folder = Path(settings.CACHES["shared"]["LOCATION"])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
