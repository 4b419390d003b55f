"""The sign-in sheet of what is no meeting of a series: a fair, a visit day, a training."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.meetings.attendance import fill_attendance
from bihuan.loop.meetings.names import PACK
from bihuan.loop.meetings.rules import has_sheet, may_keep
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.meetings.acts import sheet_typed
from bihuan.web.meetings.sheet import sheet_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def _with_sheet(file: CaseFile) -> CaseFile:
    if not has_sheet(file) or file.case.pack == PACK:
        raise CaseNotFound(file.case.number)
    return file


@of_case
def attendance(request: Request, file: CaseFile) -> HttpResponse:
    """Show the sheet to fill in, or keep it."""
    who = actor(request)
    if not may_keep(_with_sheet(file), who):
        raise Http404
    if request.method != "POST":
        return page(request, "meeting_sheet", {"place": "systems", "page": sheet_page(file)})
    marks, chaired, guests = sheet_typed(file, request.POST)
    try:
        fill_attendance(meeting=file.case, marks=marks, chaired=chaired, guests=guests, by=who, at=request.received_at)
    except Refused as refusal:
        shown = sheet_page(file, request.POST, refusal)
        return page(request, "meeting_sheet", {"place": "systems", "page": shown}, status=status_of(refusal))
    messages.success(request, _("The sign-in sheet is kept."))
    return redirect(case_url(file.case))


@require_GET
@of_case
def paper(request: Request, file: CaseFile) -> HttpResponse:
    """Answer with the sheet to print and to sign by hand."""
    return page(request, "meeting_sheet_paper", {"place": "systems", "page": sheet_page(_with_sheet(file))})


urlpatterns = [
    path("cases/<str:pack>/<str:number>/attendance/", attendance, name="case_attendance"),
    path("cases/<str:pack>/<str:number>/attendance/paper/", paper, name="case_attendance_paper"),
]
