"""The leader's page on one screen and one sheet."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bihuan.loop.errors import PackNotFound
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.scoring.cockpit import cockpit as cockpit_of


@require_GET
def cockpit(request: Request) -> HttpResponse:
    try:
        shown = cockpit_of(actor(request), str(request.user.area or ""), request.today)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "cockpit", {"place": "cockpit", "shown": shown})


urlpatterns = [path("cockpit/", cockpit, name="cockpit")]
