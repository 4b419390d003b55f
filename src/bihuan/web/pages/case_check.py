"""Fill in the check of one case: on site, on a phone, without scripts if need be."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.sampling.checking import is_check
from bihuan.loop.sampling.filling import fill_check, withdraw_call_back
from bihuan.web.case.access import of_case, status_of
from bihuan.web.checks.smaller import reason_asks, small_page
from bihuan.web.checks.visit import call_typed, files_typed, had_files, points_typed, visit_page
from bihuan.web.checks.words import check_url
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def _check(file: CaseFile) -> CaseFile:
    if not is_check(file):
        raise CaseNotFound(file.case.number)
    return file


@of_case
def check(request: Request, file: CaseFile) -> HttpResponse:
    """Show a check, or keep what was found."""
    who = actor(request)
    _check(file)
    if request.method != "POST":
        return page(request, "case_check", {"place": "checks", "visit": visit_page(file, who)})
    typed, files = request.POST, request.FILES
    try:
        fill_check(
            case=file.case,
            points=points_typed(file, typed),
            call=call_typed(typed),
            brought=files_typed(file, files),
            by=who,
            at=request.received_at,
        )
    except Refused as refusal:
        shown = visit_page(file, who, typed, refusal, files=had_files(files))
        return page(request, "case_check", {"place": "checks", "visit": shown}, status=status_of(refusal))
    messages.success(request, _("What you found is kept."))
    return redirect(check_url(file.case))


@of_case
def call(request: Request, file: CaseFile, call: int) -> HttpResponse:
    """Take a call-back back."""
    who = actor(request)
    typed = request.POST if request.method == "POST" else None
    shown = small_page(_check(file), who, _("Take the call-back back"), reason_asks(), typed)
    if typed is None:
        return page(request, "case_outcome", {"place": "checks", "act": shown})
    try:
        withdraw_call_back(case=file.case, call_id=call, reason=typed.get("reason", ""), by=who, at=request.received_at)
    except Refused as refusal:
        shown.refuse(refusal, _("The call-back stands"))
        return page(request, "case_outcome", {"place": "checks", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The call-back is taken back; the trail keeps it."))
    return redirect(check_url(file.case))


urlpatterns = [
    path("cases/<str:pack>/<str:number>/check/", check, name="case_check"),
    path("cases/<str:pack>/<str:number>/check/calls/<int:call>/withdraw/", call, name="case_check_call"),
]
