"""The released packs."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from bihuan.web.packs.page import pack_rows, packs_head
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def packs(request: Request) -> HttpResponse:
    rows = pack_rows(actor(request))
    return page(request, "packs", {"place": "packs", "head": packs_head(rows), "rows": rows})


urlpatterns = [path("packs/", packs, name="packs")]
