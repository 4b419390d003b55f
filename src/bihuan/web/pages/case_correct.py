"""Correct what is written down about a case; old and new value stay in the trail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.actions import correct_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.acting import STANDING, again
from bihuan.web.case.marks import case_url
from bihuan.web.case.plain import correct_page, corrected
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def correct(request: Request, file: CaseFile) -> HttpResponse:
    who = actor(request)
    shown = correct_page(file, who, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "case_correct", {"place": "ledger", "act": shown}, status=409 if shown.closed else 200)
    try:
        correct_case(
            case=file.case,
            given=corrected(shown.form),
            reason=request.POST.get("reason", ""),
            by=who,
            at=request.received_at,
            standing=request.POST.get(STANDING, ""),
        )
    except Refused as refusal:
        shown = correct_page(again(file, who), who, request.POST)
        shown.refuse(refusal, _("Nothing was corrected"))
        return page(request, "case_correct", {"place": "ledger", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The correction is recorded."))
    return redirect(case_url(file.case))


urlpatterns = [path("cases/<str:pack>/<str:number>/correct/", correct, name="case_correct")]
