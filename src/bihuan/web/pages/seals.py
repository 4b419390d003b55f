"""The daily seals of the trail: to be read, printed and kept elsewhere."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.loop.seals import key
from bihuan.loop.seals.queries import file_of_seals, seals_of
from bihuan.web.numbers import number_in
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link, Pager

SHOWN = 31


@require_GET
def seals(request: Request) -> HttpResponse:
    before = number_in(request.GET.get("before")) or 0
    area_id = actor(request).area_id
    found = seals_of(area_id, before=before, limit=SHOWN + 1)
    if before and not found:
        before, found = 0, seals_of(area_id, limit=SHOWN + 1)
    rows = found[:SHOWN]
    older = f"?before={rows[-1].number}" if len(found) > SHOWN else ""
    file = Link(_("File of all seals"), reverse("seals_file"), "download")
    context = {
        "place": "seals",
        "head": Head(
            _("Seals of the trail"),
            facts=_(
                "Every night the ends of all chains that grew go under one signed seal, and each seal continues the one before it."
            ),
            moves=(file, Link(_("Print"), "#print", "printer")) if rows else (),
        ),
        "rows": rows,
        "key": key.public(),
        "pager": Pager(shown="", previous="?" if before else "", next=older) if before or older else None,
    }
    return page(request, "seals", context)


@require_GET
def seals_file(request: Request) -> StreamingHttpResponse:
    """Every seal in order, a line of JSON each, as `bihuan trail verify --against` reads it."""
    name = f"seals-{request.today.isoformat()}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(
        file_of_seals(actor(request).area_id), content_type="application/jsonl; charset=utf-8", headers=headers
    )


urlpatterns = [
    path("seals/", seals, name="seals"),
    path("seals/file", seals_file, name="seals_file"),
]
