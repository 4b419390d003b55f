"""`bihuan work` as a process of its own: it does what waits, and a killed one loses nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

MADE = """
import os, django
django.setup()
from datetime import UTC, datetime, timedelta
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from bihuan.accounts.models import Area, Person
from bihuan.loop.jobs.models import Job
area = Area.objects.create(code="a", name="甲区")
person = Person.objects.create(username="p", name="某甲", area=area)
for number in range(int(os.environ["JOBS"])):
    Job.objects.create(area=area, kind="count", given={"to": 60}, title=str(number), started_by=person, asked_at=datetime.now(UTC))
"""
TOLD = """
import django
django.setup()
from bihuan.loop.jobs.models import Job
print(*[f"{job.state}:{job.tries}" for job in Job.objects.filter(area_id=1).order_by("pk")])
"""
WORKER = """
import sys
from datetime import timedelta
import django
django.setup()
from bihuan.loop.jobs import kinds, worker
kinds.KINDS["count"] = "tests.rooms.loop.jobs.chores:slowly"
worker.HOLD = timedelta(seconds=1)
worker.TELL_EVERY = timedelta(seconds=0.1)
from bihuan.cli.main import main
sys.exit(main(["work", *sys.argv[1:]]))
"""


def python(home: Path, code: str, *arguments: str, **more: str) -> subprocess.Popen[str]:
    variables = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PYTEST_VERSION"}}
    variables |= {"BIHUAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bihuan.settings", **more}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(home: Path, code: str, *arguments: str, **more: str) -> str:
    out, err = python(home, code, *arguments, **more).communicate(timeout=120)
    assert not err.strip(), err
    return out.strip()


def is_running(home: Path) -> bool:
    """Return whether a job is being done at this moment."""
    with closing(sqlite3.connect(home / "bihuan.sqlite3", timeout=20)) as rows:
        return bool(rows.execute("SELECT 1 FROM loop_job WHERE area_id = 1 AND state = 'running'").fetchone())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    said(tmp_path, MADE, JOBS="3")
    return tmp_path


def test_what_waits_is_done_and_the_worker_ends(home: Path) -> None:
    said(home, WORKER, "--once")
    assert said(home, TOLD) == "done:1 done:1 done:1"


def test_a_killed_worker_loses_nothing(home: Path) -> None:
    worker = python(home, WORKER)
    # The rows are read here: a process that tells of them may take as long as all three jobs.
    while not is_running(home):
        assert worker.poll() is None, worker.communicate()
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    time.sleep(1.2)  # until nobody holds the job of the dead any more
    said(home, WORKER, "--once")
    states = said(home, TOLD).split()
    assert [state.partition(":")[0] for state in states] == ["done", "done", "done"]
    assert sorted(states)[-1] == "done:2"  # begun again, and only that one
