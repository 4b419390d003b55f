"""Finding jobs: everybody sees those they started."""

from __future__ import annotations

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


def ahead_of(job: Job) -> int:
    """Return how many jobs of the area are taken before this one."""
    live = Job.objects.filter(area_id=job.area_id, state__in=[JobState.WAITING, JobState.RUNNING])
    return live.filter(pk__lt=job.pk).count()
