"""The board of one round, and the measures of a finding on it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from bihuan.loop.errors import CaseNotFound, PackNotFound
from bihuan.web.parts import page
from bihuan.web.request import Request, actor, asof_of
from bihuan.web.round.past import board_page
from bihuan.web.round.rows import measure_table


def board(request: Request, pack: str, number: str) -> HttpResponse:
    try:
        shown = board_page(
            actor(request),
            pack,
            number,
            asof_of(request),
            today=request.today,
            only_open=request.GET.get("open") == "1",
        )
    except (CaseNotFound, PackNotFound) as missing:
        raise Http404 from missing
    return page(request, "round", {"place": "rounds", "round": shown})


def finding(request: Request, pack: str, number: str, finding: str) -> HttpResponse:
    """Answer with the table of measures below one finding of the round."""
    try:
        shown = measure_table(actor(request), pack, finding, asof_of(request), request.today)
    except CaseNotFound as missing:
        raise Http404 from missing
    return render(request, "components/measures.html", shown)


urlpatterns = [
    path("rounds/<str:pack>/<str:number>/", board, name="round"),
    path("rounds/<str:pack>/<str:number>/<str:finding>/measures/", finding, name="round_finding"),
]
