"""Long work is left in a row and done by whichever worker takes it: once, also when a worker dies over it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bihuan.loop.errors import Refused
from bihuan.loop.evidence.store import open_file
from bihuan.loop.jobs.actions import MOST_WAITING, cancel_job, start_job
from bihuan.loop.jobs.kinds import KINDS, function_of
from bihuan.loop.jobs.models import Job, JobState
from bihuan.loop.jobs.queries import get_job
from bihuan.loop.jobs.worker import HOLD, MOST_TRIES, do_job, take_job, work_off
from tests.people import NOW, SmallArea, actor

CHORES = "tests.rooms.loop.jobs.chores"


@pytest.fixture(autouse=True)
def chores(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("count", "refuse", "fall"):
        monkeypatch.setitem(KINDS, name, f"{CHORES}:{name}")


class Time:
    """A clock that goes on by a step with every look."""

    def __init__(self, step: float = 0.0) -> None:
        self.at, self.step = NOW, timedelta(seconds=step)

    def __call__(self) -> datetime:
        self.at += self.step
        return self.at


def started(area: SmallArea, kind: str = "count", to: int = 3) -> Job:
    return start_job(kind=kind, given={"to": to}, by=actor(area.people.office), at=NOW, title="数一数")


def again(job: Job) -> Job:
    return Job.objects.select_related("file").get(area_id=job.area_id, pk=job.pk)


def test_every_kind_names_a_function_that_is_there() -> None:
    assert all(callable(function_of(kind)) for kind in KINDS)


def test_a_job_is_done_and_its_file_is_kept(small_area: SmallArea) -> None:
    job = started(small_area)
    assert work_off(now=Time()) == 1
    done = again(job)
    assert (done.state, done.said, done.url) == (JobState.DONE, "数到3", "/ledger/")
    assert done.file is not None
    with open_file(done.area_id, done.file.digest) as stream:
        assert stream.read().decode() == f"{small_area.people.office.name} 3"


def test_what_a_job_refuses_stands_in_its_row(small_area: SmallArea) -> None:
    job = started(small_area, "refuse")
    work_off(now=Time())
    assert again(job).state == JobState.FAILED
    assert again(job).said.split("\n") == ["这一份表没有标题行。", "第3行：缺少编号"]


def test_a_job_that_breaks_tells_nobody_its_inside_and_stops_no_other(small_area: SmallArea) -> None:
    broken, next_one = started(small_area, "fall"), started(small_area)
    assert work_off(now=Time()) == 2
    assert again(broken).state == JobState.FAILED
    assert "secret" not in again(broken).said
    assert again(next_one).state == JobState.DONE


def test_no_two_workers_take_the_same_job(small_area: SmallArea) -> None:
    started(small_area)
    assert take_job(small_area.area.pk, now=Time()) is not None
    assert take_job(small_area.area.pk, now=Time()) is None


def test_a_job_whose_worker_died_is_done_by_the_next(small_area: SmallArea) -> None:
    job = started(small_area)
    dead = take_job(small_area.area.pk, now=Time())
    later = Time()
    later.at += HOLD + timedelta(seconds=1)
    assert work_off(now=later) == 1
    assert again(job).state == JobState.DONE
    assert again(job).tries == 2
    # The first worker was only slow: what it says now changes nothing.
    before = again(job).ended_at
    assert dead is not None
    do_job(dead, now=later)
    assert again(job).ended_at == before


def test_a_job_that_kills_every_worker_is_given_up(small_area: SmallArea) -> None:
    job, time = started(small_area), Time()
    for _ in range(MOST_TRIES):
        assert take_job(small_area.area.pk, now=time) is not None
        time.at += HOLD + timedelta(seconds=1)
    assert take_job(small_area.area.pk, now=time) is None
    assert again(job).state == JobState.FAILED


def test_a_working_job_keeps_its_hold_as_long_as_it_reports(small_area: SmallArea) -> None:
    job = started(small_area, to=500)
    work_off(now=Time(step=1.0))  # five hundred seconds of work, longer than a hold
    assert (again(job).state, again(job).tries) == (JobState.DONE, 1)


def test_a_cancelled_job_is_not_done(small_area: SmallArea) -> None:
    waiting, running = started(small_area), started(small_area, to=500)
    office = actor(small_area.people.office)
    assert cancel_job(job_id=waiting.pk, by=office, at=NOW)
    taken = take_job(small_area.area.pk, now=Time())
    assert taken == running
    assert cancel_job(job_id=running.pk, by=office, at=NOW)
    do_job(taken, now=Time(step=1.0))
    assert again(running).state == JobState.CANCELLED
    assert again(running).file is None
    assert not cancel_job(job_id=running.pk, by=office, at=NOW)


def test_nobody_else_sees_or_cancels_a_job(small_area: SmallArea) -> None:
    job, other = started(small_area), actor(small_area.people.office_second)
    assert get_job(other, job.pk) is None
    assert not cancel_job(job_id=job.pk, by=other, at=NOW)


def test_one_person_cannot_fill_the_queue(small_area: SmallArea) -> None:
    for _ in range(MOST_WAITING):
        started(small_area)
    with pytest.raises(Refused, match=str(MOST_WAITING)):
        started(small_area)
