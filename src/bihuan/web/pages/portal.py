"""The enterprise portal for everybody: what it is, policies, results on public notice, registration, objections."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.feedback.errors import TooOften
from bihuan.loop.portal.objecting import noticed_application, object_to
from bihuan.loop.portal.queries import (
    areas_with_portal,
    matched,
    matched_policies,
    open_policies,
    policy_of,
    register_of,
)
from bihuan.loop.portal.registering import register
from bihuan.web.portal.access import area_or_missing, portal_area
from bihuan.web.portal.frame import enterprise, portal_page
from bihuan.web.portal.open_pages import (
    desk_shown,
    objection_context,
    portal_shown,
    register_context,
    results_shown,
    sending_of,
)
from bihuan.web.portal.policies import card_of, policy_page
from bihuan.web.request import Request


@login_not_required
@never_cache
@require_GET
def home(request: Request) -> HttpResponse:
    area, who = portal_area(request), enterprise(request)
    if area is None:
        return portal_page(request, "portal_areas", "", {"areas": areas_with_portal()})
    shown: dict[str, Any] = {"area": area, "portal": portal_shown(area)}
    if who is not None:
        return portal_page(request, "portal_desk", "home", {**shown, "desk": desk_shown(who, request.today)})
    policies = [
        card_of(matched(one, None, request.today), request.today, ask=False) for one in open_policies(area.pk)[:8]
    ]
    return portal_page(request, "portal_home", "home", {**shown, "policies": policies})


@login_not_required
@never_cache
@require_GET
def policies(request: Request) -> HttpResponse:
    area, who = area_or_missing(request), enterprise(request)
    unknown = () if who is not None else open_policies(area.pk)
    found = (
        matched_policies(who, request.today)
        if who is not None
        else [matched(one, None, request.today) for one in unknown]
    )
    cards = [card_of(one, request.today, ask=who is not None) for one in found]
    shown = {"fitting": [one for one in cards if one.fits], "others": [one for one in cards if not one.fits]}
    return portal_page(request, "portal_policies", "policies", {"area": area, **shown})


@login_not_required
@never_cache
@require_GET
def policy(request: Request, number: str) -> HttpResponse:
    area, who = area_or_missing(request), enterprise(request)
    try:
        found = policy_of(area.pk, number)
    except CaseNotFound as missing:
        raise Http404 from missing
    match = matched(found, register_of(who) if who is not None else None, request.today)
    shown = policy_page(match, who, request.today)
    return portal_page(request, "portal_policy", "policies", {"area": area, "policy": shown})


@login_not_required
@never_cache
@require_GET
def results(request: Request) -> HttpResponse:
    area = area_or_missing(request)
    return portal_page(request, "portal_results", "results", {"area": area, "groups": results_shown(area.pk)})


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def object_(request: Request, number: str) -> HttpResponse:
    area = area_or_missing(request)
    try:
        application = noticed_application(area.pk, number)
    except CaseNotFound as missing:
        raise Http404 from missing
    refusal = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("objected", "writer", "contact")}
        try:
            case = object_to(application=application, given=given, sending=sending_of(request), at=request.received_at)
            made = {"area": area, "number": case.number}
            return portal_page(request, "portal_objected", "results", made, status=201)
        except Refused as refused:
            refusal = refused
    status = 200 if refusal is None else 429 if isinstance(refusal, TooOften) else 422
    shown = objection_context(request, area, application, refusal)
    return portal_page(request, "portal_object", "results", shown, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enrol(request: Request) -> HttpResponse:
    area = area_or_missing(request)
    if request.user.is_authenticated:
        return redirect("portal")
    refusal = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in request.POST}
        try:
            made = register(area_id=area.pk, given=given, sending=sending_of(request), at=request.received_at)
            login(request, made.person, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("portal")
        except Refused as refused:
            refusal = refused
    status = 200 if refusal is None else 429 if isinstance(refusal, TooOften) else 422
    return portal_page(request, "portal_register", "register", register_context(request, area, refusal), status=status)


urlpatterns = [
    path("portal/", home, name="portal"),
    path("portal/register/", enrol, name="portal_register"),
    path("portal/policies/", policies, name="portal_policies"),
    path("portal/policies/<str:number>/", policy, name="portal_policy"),
    path("portal/results/", results, name="portal_results"),
    path("portal/results/<str:number>/object/", object_, name="portal_object"),
]
