"""Finding jobs: everybody sees those they started."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from django.db.models import QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.jobs.models import Job, JobState


def jobs_of(actor: Actor) -> QuerySet[Job]:
    """Return the actor's own jobs, newest first."""
    mine = Job.objects.filter(area_id=actor.area_id, started_by_id=actor.person_id)
    return mine.select_related("file").order_by("-id")


def get_job(actor: Actor, job_id: int) -> Job | None:
    """Return an own job, None for a missing one and for somebody else's."""
    return jobs_of(actor).filter(pk=job_id).first()


def ahead_of(jobs: Sequence[Job]) -> dict[int, int]:
    """Return how many jobs of the area are taken before each one that waits, by its id; one query, none where nothing waits."""
    waiting = [job for job in jobs if job.state == JobState.WAITING]
    if not waiting:
        return {}
    states = [JobState.WAITING, JobState.RUNNING]
    live = Job.objects.filter(area_id=waiting[0].area_id, state__in=states).order_by("pk").values_list("pk", flat=True)
    places = list(live)
    return {job.pk: bisect_left(places, job.pk) for job in waiting}
