"""Tasks done in the background: how far they are, what they made. Everybody sees those they started."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.evidence.store import open_file
from bihuan.loop.jobs.actions import cancel_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.jobs.queries import get_job
from bihuan.web.jobs.page import head_of, no_jobs, own_jobs, shown_job
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head


def _own(request: Request, job: int) -> Job:
    found = get_job(actor(request), job)
    if found is None:
        raise Http404
    return found


@require_GET
def jobs(request: Request) -> HttpResponse:
    context = {"head": Head(_("Tasks")), "jobs": own_jobs(actor(request)), "empty": no_jobs()}
    return page(request, "jobs", context)


@require_GET
def job(request: Request, job: int) -> HttpResponse:
    found = _own(request, job)
    return page(request, "job", {"head": head_of(found), "shown": shown_job(found)})


@require_GET
def fetch(request: Request, job: int) -> FileResponse:
    found = _own(request, job)
    if found.file is None:
        raise Http404
    stream = open_file(found.area_id, found.file.digest)
    return FileResponse(stream, as_attachment=True, filename=found.file_name, content_type=found.file.media_type)


@require_POST
def cancel(request: Request, job: int) -> HttpResponse:
    found = _own(request, job)
    if cancel_job(job_id=found.pk, by=actor(request), at=request.received_at):
        messages.success(request, _("The task is cancelled."))
    return redirect("job", found.pk)


urlpatterns = [
    path("jobs/", jobs, name="jobs"),
    path("jobs/<int:job>/", job, name="job"),
    path("jobs/<int:job>/file", fetch, name="job_file"),
    path("jobs/<int:job>/cancel/", cancel, name="job_cancel"),
]
