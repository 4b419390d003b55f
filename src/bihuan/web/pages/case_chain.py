"""Set how many levels the reviews of a round have, and who signs each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.actions import set_review_chain
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.chain import chain_page, steps_typed
from bihuan.web.case.marks import case_url
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def levels(request: Request, file: CaseFile, kind: str, state: str) -> HttpResponse:
    who = actor(request)
    if request.method != "POST":
        shown = chain_page(file, who, kind, state)
        return page(request, "case_chain", shown.context(), status=409 if shown.act.closed else 200)
    shown = chain_page(file, who, kind, state, request.POST)
    try:
        back = request.POST.get("do") == "pack"
        steps, pledge = ([], "") if back else (steps_typed(request.POST), request.POST.get("pledge"))
        set_review_chain(
            case=file.case, kind=kind, state=state, steps=steps, by=who, at=request.received_at, pledge=pledge
        )
    except Refused as refusal:
        shown.act.refuse(refusal, _("The levels were not set"))
        return page(request, "case_chain", shown.context(), status=status_of(refusal))
    messages.success(request, _("The levels of review are set."))
    return redirect(case_url(file.case))


urlpatterns = [path("cases/<str:pack>/<str:number>/levels/<slug:kind>/<slug:state>/", levels, name="case_chain")]
