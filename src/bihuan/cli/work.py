"""Do the long work that pages leave, and what is due by itself. `bihuan serve` starts one of these beside itself."""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import UTC, datetime
from threading import Event
from time import monotonic
from types import FrameType
from typing import Final

PAUSE: Final = 0.5  # seconds between two looks at what waits
HOUR: Final = 3600.0  # seconds between two looks at what is due by itself


def arguments(parser: argparse.ArgumentParser) -> None:
    """How long to go on."""
    parser.add_argument("--once", action="store_true", help="做完现有任务即退出 | end when nothing waits any more")


def run(options: argparse.Namespace) -> int:
    """Do what waits, until told to stop."""
    import django

    django.setup()
    from django.db import close_old_connections
    from django.db.utils import OperationalError

    from bihuan.loop.jobs.worker import work_off
    from bihuan.loop.nightly.running import pass_nights

    stop = Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    next_look = 0.0
    while not stop.is_set():
        try:
            if monotonic() >= next_look:
                next_look = monotonic() + HOUR
                pass_nights(now=lambda: datetime.now(UTC), stop=stop.is_set)
            taken = work_off(now=lambda: datetime.now(UTC), stop=stop.is_set)
        except OperationalError as error:  # the database is away or locked for long: it will be back
            print(f"bihuan work: {error}", file=sys.stderr, flush=True)
            taken = 0
        close_old_connections()
        if options.once and not taken:
            break
        if not taken:
            stop.wait(PAUSE)
    return 0
