"""Do the long work that pages leave, send messages, and do what is due by itself. `bihuan serve` starts one of these beside itself."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread
from time import monotonic
from types import FrameType
from typing import Final

HOUR: Final = 3600.0  # seconds between two looks at what is due by itself
MINUTE: Final = 60.0  # seconds between two looks at clocks of hours


def arguments(parser: argparse.ArgumentParser) -> None:
    """How long to go on."""
    parser.add_argument("--once", action="store_true", help="做完现有任务即退出 | end when nothing waits any more")


def run(options: argparse.Namespace) -> int:
    """Do what waits, until told to stop."""
    import django

    django.setup()
    stop, asked = Event(), Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        asked.set()
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    work(stop, once=options.once)
    # Whoever starts it again (systemd) should know that it did not end by itself.
    return 0 if asked.is_set() or options.once else 1


def work(stop: Event, *, once: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """
    Do what waits until told to stop, or until nothing waits any more. Messages have a thread of their own: no export keeps them back.

    now: the clock of everything that is done.
    """
    from bihuan.loop.jobs.bell import JOBS, NOTICES
    from bihuan.loop.jobs.worker import work_off
    from bihuan.loop.nightly.running import pass_nights
    from bihuan.loop.notices.sending import Sender
    from bihuan.loop.warnings.hours import pass_hours

    sender = Sender(now=now, stop=stop.is_set)
    next_night = next_hour = 0.0

    def long_work() -> int:
        nonlocal next_night, next_hour
        if monotonic() >= next_night:
            pass_nights(now=now, stop=stop.is_set)
            next_night = monotonic() + HOUR
        if monotonic() >= next_hour:
            pass_hours(now=now, stop=stop.is_set)
            next_hour = monotonic() + MINUTE
        return work_off(now=now, stop=stop.is_set)

    if once:
        go_on(lambda: long_work() + sender.look(), JOBS, stop, once=True)
        return
    messages = Thread(target=go_on, args=(sender.look, NOTICES, stop), name="messages", daemon=True)
    messages.start()
    go_on(long_work, JOBS, stop)
    messages.join()


def go_on(look: Callable[[], int], bell: str, stop: Event, *, once: bool = False) -> None:
    """
    Look again and again, at once after something was done and else when the bell rings.

    look: does what waits and returns how much that was. once: end when that was nothing.
    """
    from django.db import DatabaseError, close_old_connections

    from bihuan.loop.jobs.bell import wait_for_bell

    try:
        while not stop.is_set():
            try:
                did = look()
            except DatabaseError as error:  # the database is away or locked for long: it will be back
                print(f"bihuan work: {error}", file=sys.stderr, flush=True)
                did = 0
            close_old_connections()
            if once and not did:
                break
            if not did:
                wait_for_bell(bell, stop.wait)
    finally:
        stop.set()  # one half of a worker alone would look like a whole one
