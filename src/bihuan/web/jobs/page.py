"""A job as its page shows it: how far it is, what became of it, what it made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.jobs.models import Job, JobState
from bihuan.loop.jobs.queries import ahead_of, jobs_of
from bihuan.web.shapes import Empty, Head, Link

SHOWN = 50


@dataclass(frozen=True, slots=True)
class JobShown:
    """
    One job.

    percent: how far, None where it is not known. lines: what became of it, a sentence a line. file: the address of what it made.
    """

    id: int
    title: str
    word: str
    state: str
    over: bool
    percent: int | None
    facts: str
    lines: tuple[str, ...]
    file: str
    file_name: str
    size: int
    url: str
    asked_at: datetime
    page: str


def head_of(job: Job) -> Head:
    """Return the head of a job's page."""
    return Head(job.title, crumbs=(Link(_("Tasks"), reverse("jobs")), Link(job.title)))


def shown_job(job: Job) -> JobShown:
    """Return a job as its page shows it."""
    return _shown(job, ahead_of([job]))


def _shown(job: Job, ahead: Mapping[int, int]) -> JobShown:
    percent = min(100, job.done * 100 // job.total) if job.total else None
    return JobShown(
        id=job.pk,
        title=job.title,
        word=state_word(job.state),
        state=job.state,
        over=job.is_over,
        percent=100 if job.state == JobState.DONE else percent,
        facts=_facts(job, ahead.get(job.pk, 0)),
        lines=tuple(line for line in job.said.split("\n") if line),
        file=reverse("job_file", args=[job.pk]) if job.file_id else "",
        file_name=job.file_name,
        size=job.file.size if job.file is not None else 0,
        url=job.url,
        asked_at=job.asked_at,
        page=reverse("job", args=[job.pk]),
    )


def _facts(job: Job, ahead: int) -> str:
    if job.state == JobState.WAITING:
        return (
            ngettext("%(n)d task comes before it.", "%(n)d tasks come before it.", ahead) % {"n": ahead}
            if ahead
            else _("It begins in a moment.")
        )
    if job.state == JobState.RUNNING and job.total:
        return _("%(done)s of %(total)s") % {"done": job.done, "total": job.total}
    return ""


def state_word(state: str) -> str:
    """Return the word for how far a job is."""
    return {
        JobState.WAITING: _("Waiting"),
        JobState.RUNNING: _("Being done"),
        JobState.DONE: _("Done"),
        JobState.FAILED: _("Not done"),
        JobState.CANCELLED: _("Cancelled"),
    }[JobState(state)]


def own_jobs(who: Actor) -> tuple[JobShown, ...]:
    """Return the newest of somebody's own jobs."""
    jobs = list(jobs_of(who)[:SHOWN])
    ahead = ahead_of(jobs)
    return tuple(_shown(job, ahead) for job in jobs)


def no_jobs() -> Empty:
    """Return what the list says when there is nothing in it."""
    return Empty(
        _("No tasks yet"),
        _("Exports, imports and reports that take longer than a moment are done in the background and stand here."),
    )
