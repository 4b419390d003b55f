"""What reaches somebody of an enterprise by mail: the same choices as everybody's, on a page of the portal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.notices.actions import ask_address, choose
from bihuan.loop.notices.queries import mail_is_sent, own_wishes
from bihuan.web.pages.notice_choices import HOUR_FIELDS, WAYS, AddressForm, HoursForm
from bihuan.web.portal.access import of_enterprise
from bihuan.web.portal.frame import portal_page
from bihuan.web.portal.messages import KINDS, kind_told
from bihuan.web.request import Request, actor


@of_enterprise
@require_http_methods(["GET", "POST"])
def choices(request: Request) -> HttpResponse:
    if request.method == "GET":
        return _page(request)
    form = HoursForm(request.POST)
    ways = {kind: request.POST[f"way_{kind}"] for kind in KINDS if f"way_{kind}" in request.POST}
    if not form.is_valid():
        return _page(request, hours=form, status=422)
    try:
        choose(ways=ways, hours=form.cleaned_data, by=actor(request), at=request.received_at)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, hours=form, status=422)
    messages.success(request, _("Your choices were kept."))
    return redirect("portal_choices")


@of_enterprise
@require_POST
def address(request: Request) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, address=form, status=422)
    email = form.cleaned_data["email"]
    try:
        ask_address(email=email, by=actor(request), at=request.received_at)
    except Refused as refusal:
        form.add_error("email", refusal.sentence)
        return _page(request, address=form, status=422)
    said = _("A mail is on its way to %(email)s. Open the address in it within seven days.") % {"email": email}
    messages.success(request, said)
    return redirect("portal_choices")


def _page(
    request: Request, *, hours: HoursForm | None = None, address: AddressForm | None = None, status: int = 200
) -> HttpResponse:
    wishes, person = own_wishes(actor(request)), request.user
    typed = request.POST if hours is not None else {}
    kinds = [
        {"id": kind, "words": kind_told(kind), "way": typed.get(f"way_{kind}") or wishes.way(kind)} for kind in KINDS
    ]
    context: dict[str, Any] = {
        "sends": mail_is_sent(),
        "kinds": kinds,
        "ways": WAYS,
        "hours": hours or HoursForm({name: getattr(wishes.setting, name) for name in HOUR_FIELDS}),
        "email": person.email,
        "checked": bool(person.email) and wishes.setting.checked == person.email,
        "asked": wishes.setting.asked if wishes.setting.asked != wishes.setting.checked else "",
        "address": address or AddressForm(initial={"email": person.email}),
    }
    return portal_page(request, "portal_choices", "messages", context, status=status)


urlpatterns = [
    path("portal/messages/choices/", choices, name="portal_choices"),
    path("portal/messages/address/", address, name="portal_address"),
]
