"""Take a move of the lifecycle: what it asks, the material it needs, and one button with the move's own name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.acting import STANDING, done_words, evidence_sent, move_page, refuse_move
from bihuan.web.case.marks import case_url
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def take(request: Request, file: CaseFile, move: str) -> HttpResponse:
    who = actor(request)
    if request.method != "POST":
        shown = move_page(file, move, who)
        return page(request, "case_move", {"place": "ledger", "act": shown}, status=409 if shown.closed else 200)
    shown = move_page(file, move, who, request.POST)
    try:
        moved = move_case(
            case=file.case,
            move=move,
            given=shown.form.given(),
            by=who,
            at=request.received_at,
            standing=request.POST.get(STANDING, ""),
            evidence=evidence_sent(request.FILES, file.lifecycle.moves[move].evidence),
        )
    except Refused as refusal:
        context = {"place": "ledger", "act": refuse_move(file, move, request, refusal)}
        return page(request, "case_move", context, status=status_of(refusal))
    messages.success(request, done_words(CaseFile(moved, request.today), shown.title))
    return redirect(case_url(moved))


urlpatterns = [path("cases/<str:pack>/<str:number>/move/<slug:move>/", take, name="case_move")]
