"""The packs of an area: which are in use, how many cases run under each."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from bihuan.loop.packs.queries import drafts_of_new
from bihuan.loop.packs.rules import can_manage_packs
from bihuan.web.packs.page import pack_rows, packs_head
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def packs(request: Request) -> HttpResponse:
    who = actor(request)
    rows, manages = pack_rows(who), can_manage_packs(who)
    drafts = drafts_of_new(who.area_id) if manages else []
    context = {
        "place": "packs",
        "head": packs_head(rows, manages=manages),
        "rows": rows,
        "manages": manages,
        "drafts": drafts,
    }
    return page(request, "packs", context)


urlpatterns = [path("packs/", packs, name="packs")]
