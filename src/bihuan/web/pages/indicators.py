"""Indicators with their targets and their past, one of them whole, and numbers entered by hand."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.loop.errors import PackNotFound, Refused
from bihuan.loop.lifecycle.packs import pack_in_use, packs_in_use
from bihuan.loop.lists.files import FORMS
from bihuan.loop.scoring.actions import enter_figure
from bihuan.loop.scoring.printing import indicator_book
from bihuan.web.case.access import status_of
from bihuan.web.parts import attached, page
from bihuan.web.places import LEDGER_PACK
from bihuan.web.request import Request, actor, asof_of
from bihuan.web.scoring.indicators import EntryForm, all_indicators_page, indicator_page, indicators_page

TYPED = ("first", "unit", "value", "basis", "reason")


@require_GET
def indicators(request: Request) -> HttpResponse:
    wanted = request.GET.get("pack") or LEDGER_PACK
    try:
        shown = indicators_page(actor(request), wanted, asof_of(request), request.today)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "indicators", {"place": "indicators", "shown": shown})


@require_GET
def indicators_all(request: Request) -> HttpResponse:
    shown = all_indicators_page(actor(request), asof_of(request), request.today)
    return page(request, "indicators", {"place": "indicators", "shown": shown})


@require_GET
def file(request: Request) -> HttpResponse:
    """Answer the table of indicators as a workbook: of one pack, or of all that have some."""
    who, wanted = actor(request), request.GET.get("pack", "")
    try:
        packs = [pack_in_use(who.area_id, wanted)] if wanted else packs_in_use(who.area_id)
    except PackNotFound as missing:
        raise Http404 from missing
    day = asof_of(request)
    return attached(
        indicator_book(who, packs, day, request.today), f"{_('Indicators')} {day.isoformat()}.xlsx", FORMS["xlsx"]
    )


@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: Request, pack: str, figure: str) -> HttpResponse:
    who, refused, status = actor(request), None, 200
    try:
        if request.method == "POST":
            return _enter(request, pack, figure)
    except Refused as refusal:
        typed = {name: request.POST.get(name, "") for name in TYPED}
        refused, status = EntryForm((), typed, refusal.fields or {}, refusal.sentence), status_of(refusal)
    except PackNotFound as missing:
        raise Http404 from missing
    day, sort = asof_of(request), request.GET.get("sort", "")
    try:
        shown = indicator_page(who, pack, figure, day, request.today, sort=sort, refused=refused)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "indicator", {"place": "indicators", "shown": shown}, status=status)


def _enter(request: Request, pack: str, figure: str) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in TYPED}
    try:
        first = date.fromisoformat(typed["first"])
    except ValueError:
        raise Refused(_("Choose the period."), fields={"first": _("Choose the period.")}) from None
    given = {name: typed[name] for name in ("value", "basis", "reason")}
    enter_figure(
        pack=pack_in_use(actor(request).area_id, pack), figure=figure, first=first, by=actor(request), at=request.received_at,
        value=given["value"], basis=given["basis"], reason=given["reason"], unit=typed["unit"].strip(),
    )  # fmt: skip
    messages.success(request, _("The number is entered."))
    return redirect("indicator", pack=pack, figure=figure)


urlpatterns = [
    path("indicators/", indicators, name="indicators"),
    path("indicators/all/", indicators_all, name="indicators_all"),
    path("indicators/file/", file, name="indicators_file"),
    path("indicators/<str:pack>/<str:figure>/", indicator, name="indicator"),
]
