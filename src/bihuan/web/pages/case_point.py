"""Answer one point of the completion standard, with the material that proves it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import answer_point
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.acting import again
from bihuan.web.case.files import brought
from bihuan.web.case.marks import case_url
from bihuan.web.case.writing import point_answer_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def answer(request: Request, file: CaseFile, point: int) -> HttpResponse:
    who = actor(request)
    if request.method != "POST":
        shown = point_answer_page(file, who, point)
        return page(request, "case_point", shown.context(), status=409 if shown.act.closed else 200)
    try:
        answer_point(
            case=file.case,
            number=point,
            answer=request.POST.get("answer", ""),
            brought=brought(request.FILES, f"point-{point}", point=point),
            by=who,
            at=request.received_at,
        )
    except Refused as refusal:
        shown = point_answer_page(again(file, who), who, point, request.POST)
        shown.act.refuse(refusal, _("The answer was not recorded"))
        return page(request, "case_point", shown.context(), status=status_of(refusal))
    messages.success(request, _("The answer to point %(number)d is recorded.") % {"number": point})
    return redirect(f"{case_url(file.case)}#point-{point}")


urlpatterns = [path("cases/<str:pack>/<str:number>/points/<int:point>/", answer, name="case_point")]
