"""One meeting: its page and small acts, its sign-in sheet, its conclusions, its minutes, and that it was held."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.meetings.actions import conclude_meeting, hold_meeting
from bihuan.loop.meetings.attendance import fill_attendance
from bihuan.loop.meetings.calendar_file import ics_of
from bihuan.loop.meetings.guards import MINUTES
from bihuan.loop.meetings.minutes import write_minutes
from bihuan.loop.meetings.queries import in_calendar
from bihuan.loop.meetings.rules import may_keep
from bihuan.web.case.access import status_of
from bihuan.web.case.files import brought
from bihuan.web.meetings.access import of_meeting
from bihuan.web.meetings.acts import ACTS, conclusions_typed, sheet_typed
from bihuan.web.meetings.meeting import conclude_page, meeting_page
from bihuan.web.meetings.sheet import sheet_page
from bihuan.web.pages.meetings import CALENDAR
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor


def _show(request: Request, file: CaseFile, refusal: Refused | None = None) -> HttpResponse:
    typed = request.POST if refusal is not None else None
    shown = meeting_page(actor(request), file, typed, refusal)
    return page(request, "meeting", {"place": "meetings", "page": shown}, status=status_of(refusal) if refusal else 200)


@require_GET
@of_meeting
def show(request: Request, file: CaseFile) -> HttpResponse:
    return _show(request, file)


@require_POST
@of_meeting
def act(request: Request, file: CaseFile) -> HttpResponse:
    do = ACTS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        messages.success(request, do(request, file))
    except Refused as refusal:
        return _show(request, file, refusal)
    return redirect("meeting", file.case.number)


@require_POST
@of_meeting
def minutes(request: Request, file: CaseFile) -> HttpResponse:
    try:
        writing = write_minutes(meeting=file.case, by=actor(request), at=request.received_at)
    except Refused as refusal:
        return _show(request, file, refusal)
    messages.success(
        request,
        _("The minutes are drafted from the agenda, the sheet and the decisions; change the words as you like."),
    )
    return redirect("paper", writing.pk)


@require_POST
@of_meeting
def hold(request: Request, file: CaseFile) -> HttpResponse:
    try:
        hold_meeting(
            meeting=file.case,
            held_on=request.POST.get("held_on", ""),
            evidence=brought(request.FILES, "minutes", kind=MINUTES),
            by=actor(request),
            at=request.received_at,
        )
    except Refused as refusal:
        return _show(request, file, refusal)
    messages.success(request, _("The meeting is on record as held."))
    return redirect("meeting", file.case.number)


@of_meeting
def attendance(request: Request, file: CaseFile) -> HttpResponse:
    who = actor(request)
    if not may_keep(file, who):
        raise Http404
    if request.method != "POST":
        return page(request, "meeting_sheet", {"place": "meetings", "page": sheet_page(file)})
    marks, chaired, guests = sheet_typed(file, request.POST)
    try:
        fill_attendance(meeting=file.case, marks=marks, chaired=chaired, guests=guests, by=who, at=request.received_at)
    except Refused as refusal:
        shown = sheet_page(file, request.POST, refusal)
        return page(request, "meeting_sheet", {"place": "meetings", "page": shown}, status=status_of(refusal))
    messages.success(request, _("The sign-in sheet is kept."))
    return redirect("meeting", file.case.number)


@require_GET
@of_meeting
def sheet(request: Request, file: CaseFile) -> HttpResponse:
    """Answer with the sheet to print and to sign by hand."""
    return page(request, "meeting_sheet_paper", {"place": "meetings", "page": sheet_page(file)})


@of_meeting
def conclude(request: Request, file: CaseFile) -> HttpResponse:
    who = actor(request)
    if not may_keep(file, who):
        raise Http404
    if request.method != "POST":
        return page(request, "meeting_conclude", {"place": "meetings", "page": conclude_page(who, file)})
    try:
        conclusions = conclusions_typed(file, request.POST)
        conclude_meeting(meeting=file.case, conclusions=conclusions, by=who, at=request.received_at)
    except Refused as refusal:
        shown = conclude_page(who, file, request.POST, refusal)
        return page(request, "meeting_conclude", {"place": "meetings", "page": shown}, status=status_of(refusal))
    messages.success(request, _("The conclusions are recorded; decisions are with their units."))
    return redirect("meeting", file.case.number)


@require_GET
@of_meeting
def ics(request: Request, file: CaseFile) -> HttpResponse:
    data = ics_of(file.case.area_id, [in_calendar(file.case)])
    return attached(data, f"{file.case.number}.ics", CALENDAR)


urlpatterns = [
    path("meetings/<str:number>/", show, name="meeting"),
    path("meetings/<str:number>/act/", act, name="meeting_act"),
    path("meetings/<str:number>/minutes/", minutes, name="meeting_minutes"),
    path("meetings/<str:number>/hold/", hold, name="meeting_hold"),
    path("meetings/<str:number>/attendance/", attendance, name="meeting_attendance"),
    path("meetings/<str:number>/sheet/", sheet, name="meeting_sheet"),
    path("meetings/<str:number>/conclude/", conclude, name="meeting_conclude"),
    path("meetings/<str:number>/meeting.ics", ics, name="meeting_ics"),
]
