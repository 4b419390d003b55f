"""The overview of all rounds."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.round.overview import overview


def rounds(request: Request) -> HttpResponse:
    return page(request, "rounds", {"place": "rounds", "overview": overview(actor(request), request.today)})


urlpatterns = [path("rounds/", rounds, name="rounds")]
