"""
The bell that wakes a worker at once. It says that there is something to do and never what: only the rows say that.

Without Redis nobody rings, and workers look twice a second. With Redis (BIHUAN_REDIS) whoever writes a row rings after the
commit, and one of the workers that wait begins within milliseconds. A bell that is lost, or a Redis that is away, costs half a
second and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import transaction

PAUSE: Final = 0.5  # seconds between two looks at the rows without a bell
LONGEST: Final = 2.0  # with one: what falls due by itself rings no bell
PATIENCE: Final = 0.5  # seconds for Redis to answer; a page must not wait for a bell
REST: Final = 15.0  # seconds without asking a Redis that did not answer
JOBS: Final = "jobs"
NOTICES: Final = "notices"
MOST_RINGS: Final = 64  # as many workers may be woken by what piled up
log = logging.getLogger("bihuan.bell")


class _Redis:
    """The list in Redis through which bells are rung; one of those that wait takes each."""

    def __init__(self, url: str) -> None:
        import redis

        self.broken: tuple[type[Exception], ...] = (redis.RedisError, OSError)
        self.client: Any = redis.Redis.from_url(url, socket_connect_timeout=PATIENCE, socket_timeout=LONGEST + 3)
        self.rests_until = 0.0

    def ring(self, what: str) -> None:
        key = f"bihuan:bell:{what}"
        self._ask(lambda: self.client.pipeline().rpush(key, 1).ltrim(key, -MOST_RINGS, -1).execute())

    def wait(self, what: str, seconds: float) -> bool:
        """Return whether the bell rang; False at once where Redis does not answer."""
        return bool(self._ask(lambda: self.client.blpop([f"bihuan:bell:{what}"], timeout=seconds)))

    def rests(self) -> bool:
        return monotonic() < self.rests_until

    def _ask(self, question: Callable[[], Any]) -> Any:
        if self.rests():
            return None
        try:
            return question()
        except self.broken as error:
            self.rests_until = monotonic() + REST
            # The address may hold a password, and so may what the library says of it.
            log.warning("Redis does not answer (%s); workers look for themselves meanwhile.", type(error).__name__)
            return None


@cache
def _redis(url: str) -> _Redis | None:
    if not url:
        return None
    if find_spec("redis") is None:
        log.warning("BIHUAN_REDIS is set, but the package redis is not installed: pip install 'bihuan[redis]'.")
        return None
    return _Redis(url)


def ring(what: str) -> None:
    """
    Wake a worker after the commit of the caller's transaction, or at once outside of one; does nothing without Redis.

    what: JOBS or NOTICES.
    """
    bell = _redis(settings.BIHUAN_REDIS)
    if bell is not None:
        transaction.on_commit(lambda: bell.ring(what))


def wait_for_bell(what: str, rest: Callable[[float], object]) -> None:
    """
    Wait until the bell rings, or until it is time to look without it.

    what: JOBS or NOTICES. rest: waits so many seconds, and less when the worker is told to stop.
    """
    bell = _redis(settings.BIHUAN_REDIS)
    if bell is not None and not bell.rests():
        bell.wait(what, LONGEST)
    if bell is None or bell.rests():
        rest(PAUSE)
