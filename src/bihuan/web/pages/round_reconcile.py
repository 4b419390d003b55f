"""The figures in the text of a report beside those of the rows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bihuan.loop.errors import CaseNotFound
from bihuan.web.lists.asked import round_of
from bihuan.web.parts import page
from bihuan.web.request import Request, actor, asof_of
from bihuan.web.scoring.reconcile import reconcile_page


@require_GET
def reconcile(request: Request, pack: str, number: str) -> HttpResponse:
    who = actor(request)
    round_, wanted = round_of(who, pack, number), request.GET.get("text", "")
    try:
        shown = reconcile_page(
            who,
            round_,
            wanted,
            asof_of(request),
            request.today,
            given="asof" in request.GET,
            zeros="zeros" in request.GET,
        )
    except CaseNotFound as missing:
        raise Http404 from missing
    return page(request, "round_reconcile", {"place": "rounds", "shown": shown})


urlpatterns = [path("rounds/<str:pack>/<str:number>/reconcile/", reconcile, name="round_reconcile")]
