"""What reaches me, how and when: kinds of messages by mail, quiet hours, the check of the address, the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.notices.actions import ask_address, choose, end_calendar, renew_calendar
from bihuan.loop.notices.choices import Wishes
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.notices.models import Way
from bihuan.loop.notices.queries import calendar_address, mail_is_sent, own_wishes
from bihuan.web.language import say
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link

WAYS = (
    (Way.ONCE.value, gettext_lazy("At once")),
    (Way.DIGEST.value, gettext_lazy("Once a day")),
    (Way.NEVER.value, gettext_lazy("Never")),
)
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
HOUR_FIELDS = ("quiet_from", "quiet_until", "digest_hour")


class HoursForm(forms.Form):
    quiet_from = forms.TypedChoiceField(label=gettext_lazy("No mail from"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label=gettext_lazy("until"), choices=HOURS, coerce=int)
    digest_hour = forms.TypedChoiceField(label=gettext_lazy("Once a day at"), choices=HOURS, coerce=int)


class AddressForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("Mail address"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"})
    )


def choices(request: Request) -> HttpResponse:
    if request.method == "GET":
        return _page(request)
    form = HoursForm(request.POST)
    ways = {kind: request.POST[f"way_{kind}"] for kind in KINDS if f"way_{kind}" in request.POST}
    if not form.is_valid():
        return _page(request, hours=form, status=400)
    try:
        choose(ways=ways, hours=form.cleaned_data, by=actor(request), at=request.received_at)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, hours=form, status=400)
    messages.success(request, _("Your choices were kept."))
    return redirect("notice_choices")


@require_POST
def address(request: Request) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, address=form, status=400)
    email = form.cleaned_data["email"]
    try:
        ask_address(email=email, by=actor(request), at=request.received_at)
    except Refused as refusal:
        form.add_error("email", refusal.sentence)
        return _page(request, address=form, status=400)
    messages.success(
        request, _("A mail is on its way to %(email)s. Open the address in it within seven days.") % {"email": email}
    )
    return redirect("notice_choices")


@require_POST
def calendar(request: Request) -> HttpResponse:
    if request.POST.get("act") == "end":
        end_calendar(by=actor(request), at=request.received_at)
        messages.success(request, _("The calendar is shown at no address any more."))
    else:
        renew_calendar(by=actor(request), at=request.received_at)
        messages.success(request, _("The calendar has a new address; the old one shows nothing any more."))
    return redirect("notice_choices")


def _page(
    request: Request, *, hours: HoursForm | None = None, address: AddressForm | None = None, status: int = 200
) -> HttpResponse:
    wishes, person = own_wishes(actor(request)), request.user
    context: dict[str, Any] = {
        "place": "notices",
        "head": Head(
            _("What reaches me"),
            crumbs=(Link(_("Messages"), reverse("notices")),),
            facts=_("Everything stands among your messages in any case; here you choose what is mailed besides."),
        ),
        "sends": mail_is_sent(),
        "kinds": _kinds(wishes, request.POST if hours is not None else {}),
        "ways": WAYS,
        "hours": hours or HoursForm({name: getattr(wishes.setting, name) for name in HOUR_FIELDS}),
        "email": person.email,
        "checked": bool(person.email) and wishes.setting.checked == person.email,
        "asked": wishes.setting.asked if wishes.setting.asked != wishes.setting.checked else "",
        "address": address or AddressForm(initial={"email": person.email}),
        "feed": calendar_address(actor(request)),
    }
    return page(request, "notice_choices", context, status=status)


def _kinds(wishes: Wishes, typed: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each kind with the way that was typed, else the one that holds."""
    return [
        {"id": kind, "words": say(words), "way": typed.get(f"way_{kind}") or wishes.way(kind)}
        for kind, words in KINDS.items()
    ]


urlpatterns = [
    path("me/notices/", choices, name="notice_choices"),
    path("me/notices/address/", address, name="notice_address"),
    path("me/notices/calendar/", calendar, name="notice_calendar"),
]
