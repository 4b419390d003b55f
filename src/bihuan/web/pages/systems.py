"""All systems of the area on one page, the board of each, and its lists."""

from __future__ import annotations

from io import BytesIO

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.cases.viewing import look_along
from bihuan.loop.errors import PackNotFound
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.lists.errors import ListNotFound
from bihuan.loop.lists.files import AT_ONCE, FORMS, Wanted, prepare
from bihuan.loop.lists.queries import WholePack, whole_pack
from bihuan.web.lists.asked import asked_of
from bihuan.web.lists.page import list_page
from bihuan.web.numbers import number_in
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.systems.board import system_page
from bihuan.web.systems.index import systems_page


@require_GET
def systems(request: Request) -> HttpResponse:
    shown = systems_page(actor(request), request.today)
    return page(request, "systems", {"place": "systems", "head": shown.head, "page": shown})


@require_GET
def system(request: Request, pack: str) -> HttpResponse:
    try:
        shown = system_page(actor(request), pack, request.today, request.received_at)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "system", {"place": "systems", "head": shown.head, "page": shown})


@require_GET
def one_list(request: Request, pack: str, list_id: str) -> HttpResponse:
    who, over = actor(request), _over(request, pack)
    asked, at = asked_of(request.GET, who.area_id, request.today), number_in(request.GET.get("page")) or 1
    try:
        shown = list_page(who, over, list_id, asked, at)
    except ListNotFound as missing:
        raise Http404 from missing
    look_along(ids=shown.behind, by=who, at=request.received_at)
    return page(request, "round_list", {"place": "systems", "head": shown.head, "page": shown})


@require_POST
def file(request: Request, pack: str, list_id: str) -> HttpResponse:
    """Answer with a list over a whole pack as a file; a long one becomes a job."""
    who, over = actor(request), _over(request, pack)
    asked, form = asked_of(request.POST, who.area_id, request.today), request.POST.get("form", "")
    wanted = Wanted(
        round_id=None,
        pack=pack,
        lists=(list_id,),
        asof=asked.asof,
        form=form if form in FORMS else "xlsx",
        unit=asked.unit.pk if asked.unit is not None else None,
        language=asked.language,
        by_unit=form == "units",
    )
    try:
        prepared = prepare(who, over, wanted, today=request.today)
    except ListNotFound as missing:
        raise Http404 from missing
    if wanted.by_unit or prepared.rows > AT_ONCE:
        title = prepared.name.rpartition(".")[0]
        job = start_job(kind="list", given=wanted.given(), by=who, at=request.received_at, title=title)
        return redirect("job", job.pk)
    buffer = BytesIO()
    prepared.write(buffer)
    return attached(buffer.getvalue(), prepared.name, FORMS[wanted.form])


def _over(request: Request, pack: str) -> WholePack:
    try:
        found = pack_in_use(actor(request).area_id, pack)
    except PackNotFound as missing:
        raise Http404 from missing
    return whole_pack(actor(request).area_id, found, "en" if (get_language() or "").startswith("en") else "zh-hans")


urlpatterns = [
    path("systems/", systems, name="systems"),
    path("systems/<str:pack>/", system, name="system"),
    path("systems/<str:pack>/lists/<str:list_id>/", one_list, name="system_list"),
    path("systems/<str:pack>/lists/<str:list_id>/file/", file, name="system_list_file"),
]
