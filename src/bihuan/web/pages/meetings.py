"""Series of meetings: all of them with the days around today, one of them, and calling a meeting."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.meetings.actions import call_meeting
from bihuan.loop.meetings.calendar_file import ics_of
from bihuan.loop.meetings.queries import meetings_of
from bihuan.loop.meetings.rules import may_keep
from bihuan.web.case.access import status_of
from bihuan.web.meetings.access import of_series
from bihuan.web.meetings.overview import AHEAD, meetings_page
from bihuan.web.meetings.series import call_page, called_with, series_page
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor

CALENDAR = "text/calendar; charset=utf-8"


@require_GET
def meetings(request: Request) -> HttpResponse:
    shown = meetings_page(actor(request), request.today)
    return page(request, "meetings", {"place": "meetings", "page": shown})


@require_GET
def own_file(request: Request) -> HttpResponse:
    """Answer with the coming meetings of the person as a calendar file."""
    who, day = actor(request), request.today
    found = meetings_of(who, day - timedelta(days=7), day + 4 * AHEAD)
    data = ics_of(who.area_id, found)
    return attached(data, "meetings.ics", CALENDAR)


@require_GET
@of_series
def series(request: Request, file: CaseFile) -> HttpResponse:
    shown = series_page(actor(request), file)
    return page(request, "meeting_series", {"place": "meetings", "page": shown})


@of_series
def call(request: Request, file: CaseFile) -> HttpResponse:
    who = actor(request)
    if not may_keep(file, who):
        raise Http404
    if request.method != "POST":
        return page(request, "meeting_call", {"place": "meetings", "page": call_page(who, file)})
    try:
        case = call_meeting(series=file.case, by=who, at=request.received_at, **called_with(who, file, request.POST))  # type: ignore[arg-type] # on, subject, given
    except Refused as refusal:
        shown = call_page(who, file, request.POST, refusal)
        return page(request, "meeting_call", {"place": "meetings", "page": shown}, status=status_of(refusal))
    messages.success(request, _("The meeting is called; everybody invited was told."))
    return redirect("meeting", case.number)


urlpatterns = [
    path("meetings/", meetings, name="meetings"),
    path("meetings/mine.ics", own_file, name="meetings_ics"),
    path("meetings/series/<str:number>/", series, name="meeting_series"),
    path("meetings/series/<str:number>/call/", call, name="meeting_call"),
]
