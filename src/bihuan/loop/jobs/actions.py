"""Starting a job and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import get_language, gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.bell import JOBS, ring
from bihuan.loop.jobs.kinds import KINDS
from bihuan.loop.jobs.models import Job, JobState

MOST_WAITING = 20


@transaction.atomic
def start_job(*, kind: str, given: Mapping[str, Any], by: Actor, at: datetime, title: str = "") -> Job:
    """
    Leave long work for a worker and return its row, in the caller's transaction: no job without what it speaks of.

    kind: key of `jobs.kinds.KINDS`. given: plain JSON. title: what it is, in the language of the person.
    Raises Refused when the person has too many jobs waiting already.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    waiting = Job.objects.filter(area_id=by.area_id, started_by_id=by.person_id, state=JobState.WAITING).count()
    if waiting >= MOST_WAITING:
        raise Refused(
            gettext("You have %(n)d jobs waiting already; wait until some are done, or cancel them.") % {"n": waiting}
        )
    ring(JOBS)
    return Job.objects.create(
        area_id=by.area_id,
        kind=kind,
        given=dict(given),
        title=title[:200] or kind,
        language=get_language() or "",
        started_by_id=by.person_id,
        asked_at=at,
    )


@transaction.atomic
def cancel_job(*, job_id: int, by: Actor, at: datetime) -> bool:
    """Take an own job back; a worker that runs it stops at its next step. Return whether there was anything to take back."""
    mine = Job.objects.filter(area_id=by.area_id, pk=job_id, started_by_id=by.person_id)
    live = mine.filter(state__in=[JobState.WAITING, JobState.RUNNING])
    return bool(live.update(state=JobState.CANCELLED, ended_at=at, held_until=None))
