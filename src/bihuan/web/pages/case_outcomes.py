"""What came of a case: recorded, taken back, and added up over a round."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.outcomes.actions import record_outcome, withdraw_outcome
from bihuan.loop.outcomes.queries import totals_at
from bihuan.web.case.access import looked_at, of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.case.outcomes import outcome_groups, sort_title, totals_shown
from bihuan.web.case.page import board_url
from bihuan.web.case.recording import given_of, new_page, withdraw_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor, asof_of
from bihuan.web.shapes import Asof, Head, Link


@of_case
def new(request: Request, file: CaseFile, sort: str) -> HttpResponse:
    who = actor(request)
    shown = new_page(file, who, sort, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "case_outcome", {"place": "ledger", "act": shown}, status=409 if shown.closed else 200)
    try:
        record_outcome(case=file.case, sort=sort, given=given_of(shown.form, sort), by=who, at=request.received_at)
    except Refused as refusal:
        shown.refuse(refusal, _("The record was not made"))
        return page(request, "case_outcome", {"place": "ledger", "act": shown}, status=status_of(refusal))
    messages.success(request, _("Recorded: %(what)s.") % {"what": sort_title(sort)})
    return redirect(f"{case_url(file.case)}#h-outcomes")


@of_case
def withdraw(request: Request, file: CaseFile, outcome: int) -> HttpResponse:
    who = actor(request)
    shown = withdraw_page(file, who, outcome, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(request, "case_outcome", {"place": "ledger", "act": shown}, status=409 if shown.closed else 200)
    reason = request.POST.get("reason", "")
    try:
        withdraw_outcome(case=file.case, outcome_id=outcome, reason=reason, by=who, at=request.received_at)
    except Refused as refusal:
        shown.refuse(refusal, _("The record was not taken back"))
        return page(request, "case_outcome", {"place": "ledger", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The record is taken back; the trail keeps it."))
    return redirect(f"{case_url(file.case)}#h-outcomes")


def totals(request: Request, pack: str, number: str) -> HttpResponse:
    """Show what a round led to at a day, added up from the records."""
    who = actor(request)
    try:
        case = looked_at(request, pack, number)
    except CaseNotFound as missing:
        raise Http404 from missing
    day, zeros = asof_of(request), request.GET.get("zeros") == "1"
    title = _("What came of it")
    crumbs = (Link(_("Rectification overview"), reverse("rounds")), Link(case.subject, board_url(case)), Link(title))
    head = Head(title, crumbs=crumbs, asof=Asof(day))
    context = {
        "place": "rounds",
        "head": head,
        "shown": totals_shown(case, totals_at(case, day), zeros=zeros),
        "zeros": zeros,
        "day": day,
        "today": request.today,
        "own": outcome_groups(CaseFile(case, request.today), who),
    }
    return page(request, "round_outcomes", context)


urlpatterns = [
    path("cases/<str:pack>/<str:number>/outcomes/<slug:sort>/", new, name="case_outcome_new"),
    path("cases/<str:pack>/<str:number>/outcomes/<int:outcome>/withdraw/", withdraw, name="case_outcome_withdraw"),
    path("rounds/<str:pack>/<str:number>/outcomes/", totals, name="round_outcomes"),
]
