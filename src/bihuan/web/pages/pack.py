"""One pack: its lifecycles as pictures, its kinds, moves, reviews, clocks and figures."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path

from bihuan.loop.errors import PackNotFound
from bihuan.web.packs.page import pack_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def pack(request: Request, pack_id: str) -> HttpResponse:
    try:
        shown = pack_page(actor(request), pack_id, request.today)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "pack", {"place": "packs", "pack": shown})


urlpatterns = [path("packs/<str:pack_id>/", pack, name="pack")]
