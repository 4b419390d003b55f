"""Sign the running step of a review: pass, return or refuse."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.queries import VERDICTS
from bihuan.loop.lifecycle.signing import Verdict, sign_case
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.acting import STANDING, done_words
from bihuan.web.case.marks import case_url
from bihuan.web.case.signing import judged, photographed, refuse_signature, sign_page, ticked, visited
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def sign(request: Request, file: CaseFile) -> HttpResponse:
    if request.method != "POST":
        shown = sign_page(file, actor(request))
        return page(request, "case_sign", {"place": "ledger", "act": shown}, status=200 if shown.exits else 409)
    typed = request.POST
    if typed.get("verdict") not in VERDICTS:
        return HttpResponseBadRequest()
    try:
        signed = sign_case(
            case=file.case,
            verdict=cast(Verdict, typed["verdict"]),
            by=actor(request),
            at=request.received_at,
            opinion=typed.get("opinion", ""),
            checks=ticked(typed),
            points=judged(typed),
            standing=typed.get(STANDING, ""),
            site=visited(typed),
            photos=photographed(request.FILES),
        )
    except Refused as refusal:
        context = {"place": "ledger", "act": refuse_signature(file, request, refusal)}
        return page(request, "case_sign", context, status=status_of(refusal))
    messages.success(request, done_words(CaseFile(signed, request.today), _("Review")))
    return redirect(case_url(signed))


urlpatterns = [path("cases/<str:pack>/<str:number>/sign/", sign, name="case_sign")]
