"""
Doing the jobs that wait.

The rows are the truth: a worker takes a job by one compare-and-set, holds it for HOLD and renews that with every step it reports. A
worker that is killed loses its hold, and the next one does the job again from its beginning; the functions are written so that
this shows nowhere.
"""

from __future__ import annotations

import logging
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext

from bihuan.accounts.models import Area, Person
from bihuan.accounts.queries import actor_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import store_file
from bihuan.loop.jobs.kinds import function_of
from bihuan.loop.jobs.models import Job, JobState
from bihuan.loop.jobs.work import Cancelled, Result, Work

Clock = Callable[[], datetime]

HOLD: Final = timedelta(seconds=60)
TELL_EVERY: Final = timedelta(seconds=1)
MOST_TRIES: Final = 3
log = logging.getLogger("bihuan.jobs")


def work_off(*, now: Clock, stop: Callable[[], bool] = lambda: False) -> int:
    """
    Do every job that waits, oldest first in each area, and return how many were taken.

    now: the clock; a job's acts are dated by one reading of it. stop: asked between two jobs.
    """
    taken = 0
    for area_id in Area.objects.order_by("pk").values_list("pk", flat=True):
        while not stop() and (job := take_job(area_id, now=now)) is not None:
            do_job(job, now=now)
            taken += 1
    return taken


def take_job(area_id: int, *, now: Clock) -> Job | None:
    """Return the oldest job nobody holds, now held by the caller; None if there is none. No two workers get the same."""
    at = now()
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, held_until__lt=at)
    for job in Job.objects.filter(free, area_id=area_id).order_by("pk")[:10]:
        same = Job.objects.filter(area_id=area_id, pk=job.pk, state=job.state, tries=job.tries)
        if job.tries >= MOST_TRIES:
            same.update(state=JobState.FAILED, ended_at=at, said=_never_ended(job))
        elif same.update(state=JobState.RUNNING, tries=F("tries") + 1, begun_at=at, held_until=at + HOLD):
            job.refresh_from_db(from_queryset=Job.objects.filter(area_id=area_id))
            return job
    return None


def do_job(job: Job, *, now: Clock) -> None:
    """Do one job that was taken, and write what became of it. Raises nothing: whatever happens stands in the row."""
    with translation.override(job.language or "zh-hans"), tempfile.TemporaryDirectory(prefix="bihuan-job-") as folder:
        try:
            _end(job, _done(job, Path(folder), now), at=now())
        except Cancelled:
            return
        except Refused as refusal:
            _fail(job, "\n".join([refusal.sentence, *refusal.missing, *refusal.fields.values()]), at=now())
        except Exception:
            log.error("job %s (%s) of area %s failed\n%s", job.pk, job.kind, job.area_id, traceback.format_exc())
            _fail(
                job,
                gettext(
                    "Something went wrong on our side; the log of the server says what. Nothing half-done was kept."
                ),
                at=now(),
            )


def _done(job: Job, folder: Path, now: Clock) -> Result:
    at = now()
    person = Person.objects.get(pk=job.started_by_id)
    teller = _Teller(job, now)
    work = Work(
        job.pk,
        job.area_id,
        actor_of(person, on=local_day(at), area=job.area_id),
        at,
        job.given,
        folder,
        teller.tell,
    )
    return function_of(job.kind)(work)


class _Teller:
    """Writes how far a job is, at most once a second, and learns that way whether it is still ours."""

    def __init__(self, job: Job, now: Clock) -> None:
        self.job, self.now = job, now
        self.next = now()

    def tell(self, done: int, total: int) -> None:
        at = self.now()
        if at < self.next:
            return
        self.next = at + TELL_EVERY
        if not _ours(self.job).update(done=done, total=total, held_until=at + HOLD):
            raise Cancelled


def _ours(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(area_id=job.area_id, pk=job.pk, state=JobState.RUNNING, tries=job.tries)


def _end(job: Job, result: Result, *, at: datetime) -> None:
    kept = None
    if result.file is not None:
        with result.file.open("rb") as stream:
            kept = store_file(job.area_id, result.file_name, stream, at, media_type=result.media_type)
    _ours(job).update(
        state=JobState.DONE,
        ended_at=at,
        held_until=None,
        said=result.said,
        file=kept,
        file_name=result.file_name[:200],
        url=result.url,
        done=F("total"),
    )


def _fail(job: Job, sentence: str, *, at: datetime) -> None:
    _ours(job).update(state=JobState.FAILED, ended_at=at, held_until=None, said=sentence)


def _never_ended(job: Job) -> str:
    with translation.override(job.language or "zh-hans"):
        return gettext(
            "The job was begun several times and never came to an end. Start it again, or ask the administrator."
        )
