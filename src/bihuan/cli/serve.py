"""Serve the pages on this machine: brings the database and the static files up to date, then waits for browsers."""

import argparse
import os
import subprocess
import sys
from typing import Final

GRACE: Final = 10.0  # seconds for the worker beside to end what it does


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1), help="processes (one per core)")
    parser.add_argument(
        "--no-work",
        action="store_true",
        help="start no worker beside; `bihuan work` runs elsewhere, under its own care",
    )


def run(options: argparse.Namespace) -> int:
    """Prepare and serve until stopped."""
    check_port(options.host, options.port)
    prepare()
    print(f"http://{options.host}:{options.port}/", flush=True)
    (answer if options.no_work else serve)(host=options.host, port=options.port, workers=options.workers)
    return 0


def prepare() -> None:
    """Apply missing migrations, release the shipped packs, and put the static files where the server finds them."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.utils import timezone

    from bihuan.loop.lifecycle.packs import release_packs

    call_command("check")
    call_command("migrate", verbosity=0, interactive=False)
    release_packs(at=timezone.now())
    call_command("collectstatic", verbosity=0, interactive=False)


def check_port(host: str, port: int) -> None:
    """Stop with a sentence when the address cannot be listened on."""
    import socket

    try:
        with socket.create_server((host, port), reuse_port=False):
            pass
    except OSError as error:
        raise SystemExit(
            f"{host}:{port} 不能使用（{os.strerror(error.errno or 0)}），请用 --port 换一个端口。\n"
            f"{host}:{port} cannot be used ({os.strerror(error.errno or 0)}); choose another with --port."
        ) from None


def serve(*, host: str, port: int, workers: int) -> None:
    """Answer browsers, with one worker for long work beside, until the process is told to stop."""
    beside = subprocess.Popen([sys.executable, "-m", "bihuan", "work"])
    try:
        answer(host=host, port=port, workers=workers)
    finally:
        beside.terminate()
        try:
            beside.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            # What it was doing is held by its row, and is done again by the next worker.
            beside.kill()


def answer(*, host: str, port: int, workers: int) -> None:
    """Answer browsers until the process is told to stop."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "bihuan.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        # Python runs one thread of a process at a time; the others only wait for the database or for a large file.
        blocking_threads=4,
        backpressure=128,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
