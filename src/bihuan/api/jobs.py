"""Tasks done in the background: how far they are, what they made. Everybody sees those they started."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Router

from bihuan.api.asked import MOST_ROWS, RowId
from bihuan.api.request import actor, at_of, stored_file
from bihuan.api.shown import picked
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.jobs.actions import cancel_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.jobs.queries import get_job, jobs_of

router = Router(tags=["jobs"])


@router.get("/jobs", summary="The tasks of whoever asks, newest first")
def jobs(request: HttpRequest) -> dict[str, Any]:
    return {"rows": [job_of(one) for one in jobs_of(actor(request))[:MOST_ROWS]]}


@router.get("/jobs/{job}", summary="A task: how far it is, and what it said")
def job(request: HttpRequest, job: RowId) -> dict[str, Any]:
    return job_of(_own(request, job))


@router.get("/jobs/{job}/file", summary="The file that a task made")
def job_file(request: HttpRequest, job: RowId) -> FileResponse:
    found = _own(request, job)
    return stored_file(found.area_id, found.file, found.file_name)


@router.post("/jobs/{job}/cancel", summary="Take a task back")
def cancelling(request: HttpRequest, job: RowId) -> dict[str, Any]:
    cancel_job(job_id=_own(request, job).pk, by=actor(request), at=at_of(request))
    return job_of(_own(request, job))


def job_of(one: Job) -> dict[str, Any]:
    """Return a task as this door tells of it."""
    columns = ("kind", "title", "state", "done", "total", "asked_at", "begun_at", "ended_at", "said", "file_name")
    return {"job": one.pk, **picked(one, *columns)}


def _own(request: HttpRequest, job: int) -> Job:
    found = get_job(actor(request), job)
    if found is None:
        raise CaseNotFound(str(job))
    return found
