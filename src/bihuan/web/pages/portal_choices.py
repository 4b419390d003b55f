"""What reaches somebody of an enterprise by mail: the same choices as everybody's, on a page of the portal."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.web.mail_choices import AddressForm, HoursForm, choices_shown, keep_address, keep_choices
from bihuan.web.portal.access import of_enterprise
from bihuan.web.portal.frame import portal_page
from bihuan.web.portal.messages import KINDS, kind_told
from bihuan.web.request import Request


@of_enterprise
@require_http_methods(["GET", "POST"])
def choices(request: Request) -> HttpResponse:
    if request.method == "GET":
        return _page(request)
    wrong = keep_choices(request, KINDS)
    return redirect("portal_choices") if wrong is None else _page(request, hours=wrong, status=422)


@of_enterprise
@require_POST
def address(request: Request) -> HttpResponse:
    wrong = keep_address(request)
    return redirect("portal_choices") if wrong is None else _page(request, address=wrong, status=422)


def _page(
    request: Request, *, hours: HoursForm | None = None, address: AddressForm | None = None, status: int = 200
) -> HttpResponse:
    kinds = {kind: kind_told(kind) for kind in KINDS}
    shown = choices_shown(request, kinds, hours=hours, address=address)
    return portal_page(request, "portal_choices", "messages", shown, status=status)


urlpatterns = [
    path("portal/messages/choices/", choices, name="portal_choices"),
    path("portal/messages/address/", address, name="portal_address"),
]
