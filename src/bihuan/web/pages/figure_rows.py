"""The rows behind a figure."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bihuan.loop.cases.viewing import look_along
from bihuan.loop.errors import PackNotFound
from bihuan.web.parts import page
from bihuan.web.request import Request, actor, asof_of
from bihuan.web.scoring.rows import rows_page


@require_GET
def figure_rows(request: Request, pack: str, figure: str) -> HttpResponse:
    try:
        shown = rows_page(request, actor(request), pack, figure, asof_of(request))
    except PackNotFound as missing:
        raise Http404 from missing
    look_along(ids=shown.cases, by=actor(request), at=request.received_at)
    return page(request, "figure_rows", {"place": "indicators", "shown": shown})


urlpatterns = [path("figures/<str:pack>/<str:figure>/", figure_rows, name="figure_rows")]
