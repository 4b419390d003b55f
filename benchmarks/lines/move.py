"""
Moves by eight at once, on distinct cases, each with guards, evidence check, chained event and notice.

In two processes of four threads each, as the server runs them: `submit` brings a statement as evidence and is checked
for it; and `accept` over HTTP, with session, form and answer. Each run uses cases up; a small area is soon out of them.
"""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.load import Request, load, share
from benchmarks.server import CSRF, cookie_of, serving
from benchmarks.table import Row
from benchmarks.work import ready
from bihuan.accounts.models import Area, Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.locking import standing_of

PROCESSES, THREADS = 2, 4
LEAST = 150
MOST = 4000
AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Job:
    """One case and who moves it."""

    case_id: int
    area_id: int
    username: str


def measure(cases: int, seconds: float) -> list[Row]:
    """Return moves a second."""
    area = Area.objects.get()
    jobs = _jobs(area.pk, "working", int(max(200, min(MOST, 400 * seconds))))
    return [_row("move in process (submit)", *_in_processes(jobs, seconds)), *_over_http(area.pk, seconds)]


def _row(what: str, rate: float, p50: float, p99: float, cpu: float) -> Row:
    return Row(what, rate, p50, p99, cpu, "≥ 150/s", rate >= LEAST)


def _jobs(area_id: int, state: str, most: int) -> list[Job]:
    """Return measures that stand in a state with a member of their unit, few of one unit side by side."""
    posts = Person.objects.filter(area_id=area_id, username__startswith="member")
    members = dict(posts.values_list("posts__unit_id", "username"))
    found = Case.objects.filter(area_id=area_id, pack="rectification", kind="measure", state=state).order_by(
        "responsible_id"
    )
    rows = list(found.values_list("id", "responsible_id"))
    step = max(1, len(rows) // most)
    return [Job(pk, area_id, members[unit]) for pk, unit in rows[::step] if unit in members][:most]


def _in_processes(jobs: list[Job], seconds: float) -> tuple[float, float, float, float]:
    parts = [jobs[number::PROCESSES] for number in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), initializer=ready) as pool:
        list(pool.map(_nothing, range(PROCESSES)))
        begun = time.perf_counter()
        found = list(pool.map(_process, parts, [seconds] * PROCESSES))
        took = time.perf_counter() - begun
    times = sorted(one for part, _ in found for one in part)
    cpu = sum(used for _, used in found)
    return len(times) / took, share(times, 50), share(times, 99), cpu * 1000 / len(times)


def _nothing(number: int) -> None:
    time.sleep(0.5)  # so that each process takes one and is imported when the clock starts


def _process(jobs: list[Job], seconds: float) -> tuple[list[float], float]:
    actors = {
        person.username: actor_of(person, on=AT.date())
        for person in Person.objects.filter(username__in={job.username for job in jobs})
    }
    deadline, cpu = time.perf_counter() + seconds, time.process_time()

    def client(mine: list[Job]) -> list[float]:
        from django.db import connection

        from bihuan.loop.evidence.actions import NewEvidence
        from bihuan.loop.lifecycle.actions import move_case

        times = []
        for job in mine:
            if time.perf_counter() > deadline:
                break
            begun = time.perf_counter()
            move_case(
                case=Case(pk=job.case_id, area_id=job.area_id),
                move="submit",
                given={"statement": "已按要求完成"},
                by=actors[job.username],
                at=AT,
                evidence=[NewEvidence("办理情况说明", statement="材料附后", kind="proof")],
            )
            times.append((time.perf_counter() - begun) * 1000)
        connection.close()
        return times

    with ThreadPoolExecutor(THREADS) as pool:
        times = [one for found in pool.map(client, [jobs[n::THREADS] for n in range(THREADS)]) for one in found]
    return times, time.process_time() - cpu


def _over_http(area_id: int, seconds: float) -> list[Row]:
    jobs = _jobs(area_id, "handed_out", MOST)
    cookies = {name: cookie_of(name) for name in {job.username for job in jobs}}
    rows = Case.objects.filter(area_id=area_id).in_bulk([job.case_id for job in jobs])
    asked = [
        Request(
            f"/cases/rectification/{rows[job.case_id].number}/move/accept/",
            cookies[job.username],
            f"csrfmiddlewaretoken={CSRF}&_standing={standing_of(rows[job.case_id])}",
        )
        for job in jobs
    ]
    enough = seconds * 2.5 * LEAST
    with serving() as served:
        # Not longer than the cases last.
        speed = load(served, asked, max(1.0, seconds * min(1.0, len(asked) / enough)))
    return [_row("move over HTTP (accept)", speed.rate, speed.p50, speed.p99, speed.cpu)]
