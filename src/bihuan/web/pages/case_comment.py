"""Write a note into the trail of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.actions import comment_on
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.case.plain import comment_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def comment(request: Request, file: CaseFile) -> HttpResponse:
    who = actor(request)
    shown = comment_page(file, who, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "case_comment", {"place": "ledger", "act": shown})
    try:
        comment_on(case=file.case, text=request.POST.get("text", ""), by=who, at=request.received_at)
    except Refused as refusal:
        shown.refuse(refusal, _("The note was not written"))
        return page(request, "case_comment", {"place": "ledger", "act": shown}, status=status_of(refusal))
    return redirect(f"{case_url(file.case)}#h-trail")


urlpatterns = [path("cases/<str:pack>/<str:number>/comment/", comment, name="case_comment")]
