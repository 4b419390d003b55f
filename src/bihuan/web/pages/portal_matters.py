"""The enterprise's own matters in the portal: apply, follow, correct, appeal, rate, ask, read messages, keep the facts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.notices.actions import see_notices
from bihuan.loop.portal.actions import begin_application, raise_need, save_form, take
from bihuan.loop.portal.queries import matters_of, policy_of, register_of
from bihuan.loop.portal.rules import own_case
from bihuan.web.case.access import status_of
from bihuan.web.case.acting import STANDING, evidence_sent
from bihuan.web.case.files import file_response
from bihuan.web.numbers import number_in
from bihuan.web.portal.access import of_enterprise
from bihuan.web.portal.frame import portal_page
from bihuan.web.portal.matters import (
    form_page,
    matter_page,
    on_file,
    own_evidence,
    refused_form,
    row_of,
    said_of,
    typed_of,
)
from bihuan.web.portal.messages import messages_shown
from bihuan.web.portal.policies import matter_url, subject_of
from bihuan.web.request import Request, actor


@of_enterprise
@require_GET
def matters(request: Request) -> HttpResponse:
    who = actor(request)
    rows = [row_of(case, who, request.today) for case in matters_of(who)]
    return portal_page(request, "portal_matters", "matters", {"rows": rows})


@of_enterprise
@require_GET
def matter(request: Request, pack: str, number: str) -> HttpResponse:
    who = actor(request)
    shown = matter_page(CaseFile(own_case(who, pack, number), request.today), who)
    return portal_page(request, "portal_matter", "matters", {"matter": shown})


@of_enterprise
def move(request: Request, pack: str, number: str, move: str) -> HttpResponse:
    who = actor(request)
    file = CaseFile(own_case(who, pack, number), request.today)
    if request.method != "POST":
        return _form(request, file, move, 200)
    saving = "save" in request.POST
    shown = form_page(file, move, who, request.POST)
    brought = evidence_sent(request.FILES, file.lifecycle.moves[move].evidence)
    acting = {"case": file.case, "move": move, "by": who, "at": request.received_at, "evidence": brought}
    try:
        if saving:
            save_form(**acting, values=typed_of(shown, request.POST))  # type: ignore[arg-type]
            messages.success(request, _("Saved. It is not sent yet."))
            return redirect(request.path)
        moved = take(**acting, given=shown.form.given(), standing=request.POST.get(STANDING, ""))  # type: ignore[arg-type]
    except Refused as refusal:
        return _form(request, file, move, status_of(refusal), refusal)
    messages.success(request, said_of(CaseFile(moved, request.today), shown.title))
    return redirect("portal_enterprise" if moved.kind == "enterprise" else matter_url(moved))


def _form(request: Request, file: CaseFile, move: str, status: int, refusal: Refused | None = None) -> HttpResponse:
    who = actor(request)
    shown = form_page(file, move, who) if refusal is None else refused_form(file, move, who, request, refusal)
    context = {
        "act": shown,
        "about": subject_of(file.case, who),
        "on_file": on_file(file, move),
        "back": matter_url(file.case),
        "may_save": file.state.category != "closed",
        "number": file.case.number,
    }
    return portal_page(
        request, "portal_move", "matters", context, status=409 if shown.closed and status == 200 else status
    )


@of_enterprise
@require_GET
def file(request: Request, pack: str, number: str, evidence: int) -> HttpResponseBase:
    who = actor(request)
    rows = own_evidence(own_case(who, pack, number), who)
    row = next((one for one in rows if one.pk == evidence and one.file is not None), None)
    if row is None:
        raise Http404
    response: HttpResponseBase = file_response(row, inline=request.GET.get("inline") == "1")
    return response


@of_enterprise
@require_POST
def apply(request: Request, number: str) -> HttpResponse:
    who = actor(request)
    policy = policy_of(who.area_id, number)
    try:
        case = begin_application(policy=policy, by=who, at=request.received_at)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("portal_policy", number=number)
    return (
        redirect("portal_move", case.pack, case.number, "submit")
        if case.category == "draft"
        else redirect(matter_url(case))
    )


@of_enterprise
def need(request: Request) -> HttpResponse:
    content, refused = request.POST.get("content", ""), ""
    if request.method == "POST":
        try:
            case = raise_need(content=content, by=actor(request), at=request.received_at)
            messages.success(request, _("Your need was sent. Its number is %(number)s.") % {"number": case.number})
            return redirect(matter_url(case))
        except Refused as refusal:
            refused = refusal.sentence
    shown = {"content": content, "refused": refused}
    return portal_page(request, "portal_need", "matters", shown, status=422 if refused else 200)


@of_enterprise
@require_GET
def told(request: Request) -> HttpResponse:
    who, before = actor(request), number_in(request.GET.get("before")) or 0
    shown = messages_shown(who, request.today, before=before)
    if shown.newest and not before:
        see_notices(up_to=shown.newest, by=who, at=request.received_at)
    return portal_page(request, "portal_messages", "messages", {"shown": shown})


@of_enterprise
@require_GET
def enterprise(request: Request) -> HttpResponse:
    who = actor(request)
    own = register_of(who)
    shown = matter_page(CaseFile(own, request.today), who) if own is not None else None
    return portal_page(request, "portal_enterprise", "enterprise", {"matter": shown})


urlpatterns = [
    path("portal/matters/", matters, name="portal_matters"),
    path("portal/matters/<str:pack>/<str:number>/", matter, name="portal_matter"),
    path("portal/matters/<str:pack>/<str:number>/do/<slug:move>/", move, name="portal_move"),
    path("portal/matters/<str:pack>/<str:number>/files/<int:evidence>/", file, name="portal_file"),
    path("portal/policies/<str:number>/apply/", apply, name="portal_apply"),
    path("portal/needs/new/", need, name="portal_need"),
    path("portal/messages/", told, name="portal_messages"),
    path("portal/enterprise/", enterprise, name="portal_enterprise"),
]
