"""Numbers of indicators as a workbook: the template out, a filled one in, its preview, and taking it whole."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.loop.errors import PackNotFound, Refused
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.lists.files import FORMS
from bihuan.loop.scoring.bringing import EntryRow, entry_template, plan_rows, read_rows, take_rows
from bihuan.loop.scoring.rules import can_enter
from bihuan.packspec.model import Pack
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.scoring.bringing import MOST_MB, begun, done, previewed

# The rows travel in the page between preview and taking, so that nothing half-decided is stored.
ROWS, ONE_DAY = "bihuan.indicators.rows", 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: Request, pack: str) -> HttpResponse:
    """Ask for the workbook; with one, show row by row what it would do."""
    declared, upload = _pack(request, pack), request.FILES.get("table")
    if request.method != "POST":
        return _show(request, begun(declared))
    if upload is None or upload.size is None:
        return _show(request, begun(declared, _("Choose a file first.")), 422)
    if upload.size > MOST_MB * 1024 * 1024:
        sentence = _("%(file)s is larger than %(mb)d MB.") % {"file": upload.name, "mb": MOST_MB}
        return _show(request, begun(declared, sentence), 422)
    try:
        rows = read_rows(upload.read(), upload.name or "")
    except Refused as refusal:
        return _show(request, begun(declared, refusal.sentence), 422)
    return _preview(request, declared, rows)


@require_POST
def take(request: Request, pack: str) -> HttpResponse:
    """Enter the rows that were previewed: all, or none."""
    declared, rows = _pack(request, pack), _rows(request)
    try:
        plan = take_rows(pack=declared, rows=rows, by=actor(request), at=request.received_at)
    except Refused as refusal:
        return _preview(request, declared, rows, refusal.sentence)
    return _show(request, done(declared, plan))


@require_GET
def template(request: Request, pack: str) -> HttpResponse:
    """Answer the workbook to fill in."""
    declared = _pack(request, pack)
    content = entry_template(declared, area_id=actor(request).area_id, today=request.today)
    return attached(content, _("indicators to fill in") + ".xlsx", FORMS["xlsx"])


def _pack(request: Request, pack: str) -> Pack:
    """Return the pack, for who enters its numbers; for all others there is no such page."""
    who = actor(request)
    try:
        declared = pack_in_use(who.area_id, pack)
    except PackNotFound as missing:
        raise Http404 from missing
    if not can_enter(who, declared):
        raise Http404
    return declared


def _preview(request: Request, pack: Pack, rows: list[EntryRow], refused: str = "") -> HttpResponse:
    plan = plan_rows(pack, rows, area_id=actor(request).area_id, today=request.today)
    packed = signing.dumps([[row.number, dict(row.cells)] for row in rows], salt=ROWS, compress=True)
    return _show(request, previewed(pack, plan, packed, refused), 422 if refused else 200)


def _rows(request: Request) -> list[EntryRow]:
    try:
        found: list[Any] = signing.loads(request.POST.get("packed", ""), salt=ROWS, max_age=ONE_DAY)
    except signing.BadSignature as error:
        raise Http404 from error
    return [EntryRow(number, cells) for number, cells in found]


def _show(request: Request, shown: object, status: int = 200) -> HttpResponse:
    return page(request, "indicators_import", {"place": "indicators", "shown": shown}, status=status)


urlpatterns = [
    path("indicators/<str:pack>/import/", bring, name="indicators_import"),
    path("indicators/<str:pack>/import/take/", take, name="indicators_import_take"),
    path("indicators/<str:pack>/import/template/", template, name="indicators_template"),
]
