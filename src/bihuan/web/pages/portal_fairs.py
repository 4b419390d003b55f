"""Fairs in the portal: those to come, one of them, and the form by which an enterprise signs up."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.portal.fairs import fair_of, part_in, sign_up
from bihuan.web.case.access import status_of
from bihuan.web.portal.access import area_or_missing, of_enterprise
from bihuan.web.portal.fairs import fair_cards, fair_page, own_parts, sign_up_page
from bihuan.web.portal.frame import enterprise, portal_page
from bihuan.web.portal.policies import matter_url
from bihuan.web.request import Request, actor


@login_not_required
@never_cache
@require_GET
def fairs(request: Request) -> HttpResponse:
    area, who = area_or_missing(request), enterprise(request)
    cards = fair_cards(who, area.pk, request.today)
    own = own_parts(who, request.today) if who is not None else []
    return portal_page(request, "portal_fairs", "fairs", {"area": area, "cards": cards, "own": own})


@login_not_required
@never_cache
@require_GET
def fair(request: Request, number: str) -> HttpResponse:
    area = area_or_missing(request)
    try:
        found = fair_of(area.pk, number)
    except CaseNotFound as missing:
        raise Http404 from missing
    shown = fair_page(found, enterprise(request), request.today)
    return portal_page(request, "portal_fair", "fairs", {"area": area, "fair": shown})


@of_enterprise
@require_http_methods(["GET", "POST"])
def join(request: Request, number: str) -> HttpResponse:
    who, at = actor(request), request.received_at
    found = fair_of(who.area_id, number)
    own = part_in(who, found)
    if own is not None:
        return redirect(matter_url(own))
    if request.method == "GET" and not fair_page(found, who, request.today).join:
        return redirect("portal_fair", number)
    if request.method == "GET":
        return portal_page(request, "portal_fair_join", "fairs", {"join": sign_up_page(found, who, at)})
    try:
        form = sign_up_page(found, who, at, request.POST).form
        case = sign_up(fair=found, given=form.given(), by=who, at=at)
    except Refused as refusal:
        shown = sign_up_page(found, who, at, request.POST, refusal)
        return portal_page(request, "portal_fair_join", "fairs", {"join": shown}, status=status_of(refusal))
    messages.success(request, _("Your enterprise is signed up. The organiser confirms it, and you get a message."))
    return redirect(matter_url(case))


urlpatterns = [
    path("portal/fairs/", fairs, name="portal_fairs"),
    path("portal/fairs/<str:number>/", fair, name="portal_fair"),
    path("portal/fairs/<str:number>/join/", join, name="portal_fair_join"),
]
