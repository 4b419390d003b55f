"""Who gets into the portal, and that people of enterprises get nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve

from bihuan.accounts.models import Area
from bihuan.loop.errors import CaseNotFound, NotAllowed, PackNotFound
from bihuan.loop.portal.queries import areas_with_portal
from bihuan.web.request import Request, actor

P = ParamSpec("P")
CHOSEN: Final = "portal_area"
# Beside the portal itself: signing out, the own password and language, help of the sign-in pages.
ALSO_OPEN: Final = frozenset({"account_logout", "account_change_password", "account_reauthenticate", "language"})
# Pages to which mail and the sign-in lead everybody, and their places in the portal.
LED: Final = {"home": "portal", "notice_choices": "portal_choices"}


def of_enterprise(
    view: Callable[Concatenate[Request, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let people of enterprises in; for everybody else the page does not exist, nor does a case that is not theirs."""

    @wraps(view)
    def enter(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if actor(request).outside_unit is None:
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except (CaseNotFound, PackNotFound, NotAllowed) as missing:
            raise Http404 from missing

    return enter


def portal_area(request: Request) -> Area | None:
    """Return the area whose portal is looked at: the own one, the one chosen, the only one; None where one has to be chosen."""
    if request.user.is_authenticated and request.user.area_id:
        return request.user.area
    areas = areas_with_portal()
    asked = request.GET.get("area") or request.session.get(CHOSEN)
    found = next((area for area in areas if area.code == asked), None)
    if found is not None and request.GET.get("area"):
        request.session[CHOSEN] = found.code
    return found or (areas[0] if len(areas) == 1 else None)


def area_or_missing(request: Request) -> Area:
    """Return the area whose portal is looked at; while none is chosen the page does not exist."""
    area = portal_area(request)
    if area is None:
        raise Http404
    return area


def outside_stays_in_portal(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer people of enterprises as if nothing existed but the portal and what is open to everybody."""

    def handle(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: Request, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        name = resolve(request.path_info).url_name or ""
        if name.startswith("portal") or name in ALSO_OPEN or actor(request).outside_unit is None:
            return None
        if name in LED:
            return redirect(LED[name])
        raise Http404

    handle.process_view = process_view  # type: ignore[attr-defined]
    return handle
