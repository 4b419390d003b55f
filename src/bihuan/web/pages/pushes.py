"""The board of major problems of a round."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.web.parts import page
from bihuan.web.pushes.page import push_board
from bihuan.web.request import Request, actor


@require_GET
def board(request: Request, pack: str, number: str) -> HttpResponse:
    who = actor(request)
    try:
        round_ = get_case(who, pack, number)
    except CaseNotFound as missing:
        raise Http404 from missing
    if round_.kind != "round" or "push" not in pack_of(round_.pack, round_.pack_version).kinds:
        raise Http404
    shown = push_board(who, round_, request.today, closed=request.GET.get("closed") == "1")
    return page(request, "pushes", {"place": "rounds", "head": shown.head, "page": shown})


urlpatterns = [path("rounds/<str:pack>/<str:number>/major/", board, name="pushes")]
