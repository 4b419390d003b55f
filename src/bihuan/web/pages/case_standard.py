"""Write the points of the completion standard, until the case is handed out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import set_standard
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.case.writing import standard_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def standard(request: Request, file: CaseFile) -> HttpResponse:
    who, texts = actor(request), request.POST.getlist("points")
    shown = standard_page(file, who, texts if request.method == "POST" else None)
    context = {"place": "ledger", "act": shown.act, "lines": shown.lines}
    if request.method != "POST":
        return page(request, "case_standard", context, status=409 if shown.act.closed else 200)
    try:
        set_standard(case=file.case, points=texts, by=who, at=request.received_at)
    except Refused as refusal:
        shown.act.refuse(refusal, _("The completion standard was not set"))
        return page(request, "case_standard", context, status=status_of(refusal))
    messages.success(request, _("The completion standard is set."))
    return redirect(case_url(file.case))


urlpatterns = [path("cases/<str:pack>/<str:number>/standard/", standard, name="case_standard")]
