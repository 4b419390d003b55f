"""Begin or end watching a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from bihuan.loop.cases.actions import watch_case
from bihuan.loop.cases.file import CaseFile
from bihuan.web.case.access import of_case
from bihuan.web.case.marks import case_url
from bihuan.web.request import Request, actor


@require_POST
@of_case
def watch(request: Request, file: CaseFile) -> HttpResponse:
    watched = request.POST.get("watched") == "yes"
    watch_case(case=file.case, watched=watched, by=actor(request), at=request.received_at)
    return redirect(case_url(file.case))


urlpatterns = [path("cases/<str:pack>/<str:number>/watch/", watch, name="case_watch")]
