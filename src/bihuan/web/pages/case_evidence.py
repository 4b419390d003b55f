"""Bring material, look at one piece of it, withdraw it, fetch the file."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import add_evidence, withdraw_evidence
from bihuan.loop.evidence.queries import get_evidence
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.acting import again
from bihuan.web.case.bringing import all_brought, evidence_page, one_page
from bihuan.web.case.files import file_response, page_response, refuse_file
from bihuan.web.case.forms import refused
from bihuan.web.case.marks import case_url
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def bring(request: Request, file: CaseFile) -> HttpResponse:
    """Take files: a page of their own sends them with a form, the places of other pages send each one at once."""
    who = actor(request)
    if request.method != "POST":
        shown = evidence_page(file, who)
        return page(request, "case_evidence", shown.context(), status=409 if shown.act.closed else 200)
    new = all_brought(file, request.POST, request.FILES)
    try:
        add_evidence(case=file.case, brought=new, by=who, at=request.received_at)
    except Refused as refusal:
        if request.htmx:
            return refuse_file(refusal, status_of(refusal))
        shown = evidence_page(again(file, who), who, request.POST)
        shown.act.say = refused(refusal, _("The material was not kept"), files=bool(new))
        return page(request, "case_evidence", shown.context(), status=status_of(refusal))
    if request.htmx:
        return HttpResponse(status=204)
    messages.success(request, _("The material is kept."))
    return redirect(case_url(file.case, "case_evidence"))


@of_case
def look(request: Request, file: CaseFile, evidence: int) -> HttpResponse:
    who = actor(request)
    row = get_evidence(who, file.case.pack, file.case.number, evidence)
    if request.method != "POST":
        return page(request, "case_evidence_one", one_page(file, who, row).context())
    reason = request.POST.get("reason", "")
    try:
        withdraw_evidence(case=file.case, evidence_id=evidence, reason=reason, by=who, at=request.received_at)
    except Refused as refusal:
        shown = one_page(again(file, who), who, row, request.POST)
        shown.act.refuse(refusal, _("The material was not withdrawn"))
        return page(request, "case_evidence_one", shown.context(), status=status_of(refusal))
    messages.success(request, _("“%(name)s” is withdrawn.") % {"name": row.name})
    return redirect(case_url(file.case))


@of_case
def fetch(request: Request, file: CaseFile, evidence: int) -> HttpResponseBase:
    row = get_evidence(actor(request), file.case.pack, file.case.number, evidence)
    response: FileResponse = file_response(row, inline=request.GET.get("inline") == "1")
    return response


@of_case
def picture(request: Request, file: CaseFile, evidence: int, leaf: int) -> HttpResponse:
    """Show one page of a PDF as a picture."""
    row = get_evidence(actor(request), file.case.pack, file.case.number, evidence)
    return page_response(row, page=leaf)


urlpatterns = [
    path("cases/<str:pack>/<str:number>/evidence/", bring, name="case_evidence"),
    path("cases/<str:pack>/<str:number>/evidence/<int:evidence>/", look, name="case_evidence_one"),
    path("cases/<str:pack>/<str:number>/evidence/<int:evidence>/file", fetch, name="case_evidence_file"),
    path("cases/<str:pack>/<str:number>/evidence/<int:evidence>/page/<int:leaf>", picture, name="case_evidence_page"),
]
