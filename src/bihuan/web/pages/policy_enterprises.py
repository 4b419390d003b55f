"""Which registered enterprises fit a policy, why the others do not, and telling those that fit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import ngettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.portal.actions import tell_fitting
from bihuan.web.case.access import of_case, status_of
from bihuan.web.parts import page
from bihuan.web.portal.office import candidates_page
from bihuan.web.request import Request, actor


@of_case
def show(request: Request, file: CaseFile) -> HttpResponse:
    if file.case.kind != "policy":
        raise CaseNotFound(file.case.number)
    who, refused, status = actor(request), "", 200
    if request.method == "POST":
        try:
            count = tell_fitting(policy=file.case, by=who, at=request.received_at)
            said = ngettext("%(n)d enterprise was told.", "%(n)d enterprises were told.", count)
            messages.success(request, said % {"n": count})
            return redirect(request.path)
        except Refused as refusal:
            refused, status = refusal.sentence, status_of(refusal)
    return page(request, "policy_enterprises", candidates_page(file, who) | {"refused": refused}, status=status)


urlpatterns = [path("cases/<str:pack>/<str:number>/enterprises/", show, name="policy_enterprises")]
