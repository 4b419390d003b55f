"""Ask for a later date, and answer who asked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.errors import Refused
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.acting import again
from bihuan.web.case.marks import case_url
from bihuan.web.case.plain import asked_date, extension_answer_page, extension_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def ask(request: Request, file: CaseFile, clock: str) -> HttpResponse:
    who = actor(request)
    shown = extension_page(file, who, clock, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "case_extension", {"place": "ledger", "act": shown}, status=409 if shown.closed else 200)
    try:
        ask_extension(
            case=file.case,
            clock=clock,
            asked_for=asked_date(shown.form, "asked_for"),
            reason=request.POST.get("reason", ""),
            by=who,
            at=request.received_at,
        )
    except Refused as refusal:
        shown = extension_page(again(file, who), who, clock, request.POST)
        shown.refuse(refusal, _("The extension was not asked for"))
        return page(request, "case_extension", {"place": "ledger", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The extension is asked for."))
    return redirect(case_url(file.case))


@of_case
def answer(request: Request, file: CaseFile) -> HttpResponse:
    who, granted = actor(request), request.POST.get("granted") == "yes"
    shown = extension_answer_page(file, who, request.POST if request.method == "POST" else None)
    context = {"place": "ledger", "act": shown, "answering": True}
    if request.method != "POST":
        return page(request, "case_extension", context, status=409 if shown.closed else 200)
    try:
        decide_extension(
            case=file.case, granted=granted, answer=request.POST.get("answer", ""), by=who, at=request.received_at
        )
    except Refused as refusal:
        shown.refuse(refusal, _("The extension was not answered"))
        return page(request, "case_extension", context, status=status_of(refusal))
    messages.success(request, _("The due date is moved.") if granted else _("The due date stays."))
    return redirect(case_url(file.case))


urlpatterns = [
    path("cases/<str:pack>/<str:number>/extension/answer/", answer, name="case_extension_answer"),
    path("cases/<str:pack>/<str:number>/extension/<slug:clock>/", ask, name="case_extension"),
]
