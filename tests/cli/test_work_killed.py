"""
Workers are killed at random moments while messages, long work and nights wait: nothing is lost, and nothing is seen twice.

BIHUAN_KILLS says how many are killed (4 by default); the database is the one of the test run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.cli.killed import ACTS, JOBS, NIGHTS, PER_NIGHT
from tests.rooms.loop.notices.servers import MailServer, mail_server

RUN = "import django; django.setup(); from tests.cli import killed; killed.{}()"
ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("BIHUAN_KILLS", "4"))
LIMIT = 600.0  # seconds in which everything must be done after the last death
WORKERS = 2


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind the tests run on; empty for SQLite in the home folder."""
    if connection.vendor != "postgresql":
        yield ""
        return
    import psycopg

    at = settings.DATABASES["default"]
    where: dict[str, Any] = {
        "host": at["HOST"],
        "port": at["PORT"] or None,
        "user": at["USER"],
        "password": at["PASSWORD"] or None,
    }
    name = f"killed_{os.getpid()}"
    with psycopg.connect(dbname="postgres", autocommit=True, **where) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            yield os.environ["DATABASE_URL"].replace("/postgres?", f"/{name}?")
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def post_office() -> Iterator[MailServer]:
    """A mail server that takes its time, so that workers die in the middle."""
    with mail_server() as server:
        server.slow = 0.02
        yield server


class Place:
    """One installation and the processes that work on it."""

    def __init__(self, home: Path, database: str, port: int) -> None:
        variables = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PYTEST_VERSION"}
        }
        self.variables = variables | {
            "BIHUAN_HOME": str(home),
            "BIHUAN_SMTP_HOST": "127.0.0.1",
            "BIHUAN_SMTP_PORT": str(port),
            "BIHUAN_SMTP_SECURITY": "none",
            "BIHUAN_SMTP_FROM": "bihuan@yunhu.example",
            "DJANGO_SETTINGS_MODULE": "bihuan.settings",
        }
        if database:
            self.variables["DATABASE_URL"] = database
        self.log = home / "workers.log"

    def begin(self, what: str) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-c", RUN.format(what)], cwd=ROOT, env=self.variables, stdout=log, stderr=log
            )

    def said(self, what: str) -> Any:
        command = [sys.executable, "-c", RUN.format(what)]
        done = subprocess.run(
            command, cwd=ROOT, env=self.variables, capture_output=True, text=True, check=False, timeout=500
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None


def is_done(stands: dict[str, Any]) -> bool:
    return (
        not stands["unexpanded"]
        and not {row["state"] for row in stands["deliveries"] if row["kind"] != "waits"} - {"sent", "unclear"}
        and {state for state, _ in stands["jobs"]} == {"done"}
        and len(stands["nights"]) == NIGHTS + 1
        and all(over for _, over, _ in stands["nights"])
    )


def test_killed_workers_lose_nothing_and_repeat_nothing(tmp_path: Path, database: str, post_office: MailServer) -> None:
    place, chance = Place(tmp_path, database, post_office.port), random.Random(7)
    place.said("prepare")
    workers = [place.begin("work") for _ in range(WORKERS)]
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(1.5, 4.0))
            victim = workers.pop(0)
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            workers.append(place.begin("work"))
        until = time.monotonic() + LIMIT
        stands = place.said("tell")
        while not is_done(stands) and time.monotonic() < until:
            time.sleep(2)
            stands = place.said("tell")
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            with suppress(subprocess.TimeoutExpired):
                worker.wait(timeout=20)
            worker.kill()
            worker.wait()
    log = place.log.read_text(encoding="utf-8")
    assert is_done(stands), f"{stands}\n{log}"
    check_mails(stands, post_office, log)
    days = [day for day, _, _ in stands["nights"]]
    assert days == sorted(days)
    assert stands["broken"] == []
    assert len(stands["jobs"]) == JOBS


def check_mails(stands: dict[str, Any], server: MailServer, log: str) -> None:
    """Hold the rows against what the server took."""
    taken = Counter(str(mail["Message-ID"]) for mail in server.mails)
    assert [name for name, times in taken.items() if times > 1] == []
    rows = [row for row in stands["deliveries"] if row["kind"] != "waits"]
    states = Counter(row["state"] for row in rows)
    # Three people act for 住建局: each is told of each act, and of each case of a night.
    assert Counter(row["kind"] for row in rows) == {"letter": ACTS * 3, "check": NIGHTS * PER_NIGHT * 3}
    assert len({(row["to"], row["case"], row["kind"]) for row in rows}) == len(rows)
    assert all(taken[row["name"]] == 1 for row in rows if row["state"] == "sent")
    assert set(taken) <= {row["name"] for row in rows}
    assert states["unclear"] <= KILLS, f"{states}\n{log}"
