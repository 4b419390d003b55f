"""What somebody wants to be mailed: the forms, on the page of the house and on that of the portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.loop.errors import Refused
from bihuan.loop.notices.actions import ask_address, choose
from bihuan.loop.notices.models import Way
from bihuan.loop.notices.queries import mail_is_sent, own_wishes
from bihuan.web.request import Request, actor

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


def keep_choices(request: Request, kinds: Iterable[str]) -> HoursForm | None:
    """Keep the choices that were typed and say so; return the form with what is wrong in it, if anything is. kinds: of messages, by id."""
    form = HoursForm(request.POST)
    if not form.is_valid():
        return form
    ways = {kind: request.POST[f"way_{kind}"] for kind in kinds if f"way_{kind}" in request.POST}
    try:
        choose(ways=ways, hours=form.cleaned_data, by=actor(request), at=request.received_at)
    except Refused as refusal:
        form.add_error(None, refusal.sentence)
        return form
    messages.success(request, _("Your choices were kept."))
    return None


def keep_address(request: Request) -> AddressForm | None:
    """Ask the address that was typed and say so; return the form with what is wrong in it, if anything is."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return form
    email = form.cleaned_data["email"]
    try:
        ask_address(email=email, by=actor(request), at=request.received_at)
    except Refused as refusal:
        form.add_error("email", refusal.sentence)
        return form
    said = _("A mail is on its way to %(email)s. Open the address in it within seven days.")
    messages.success(request, said % {"email": email})
    return None


def choices_shown(
    request: Request, kinds: Mapping[str, str], *, hours: HoursForm | None, address: AddressForm | None
) -> dict[str, Any]:
    """
    Return what both pages show: each kind with the way that was typed, else the one that holds, the hours, the address.

    kinds: of messages, by id, with their words. hours, address: forms with what is wrong in them.
    """
    wishes, person = own_wishes(actor(request)), request.user
    typed = request.POST if hours is not None else {}
    return {
        "sends": mail_is_sent(),
        "kinds": [
            {"id": kind, "words": words, "way": typed.get(f"way_{kind}") or wishes.way(kind)}
            for kind, words in kinds.items()
        ],
        "ways": WAYS,
        "hours": hours or HoursForm({name: getattr(wishes.setting, name) for name in HOUR_FIELDS}),
        "email": person.email,
        "checked": bool(person.email) and wishes.setting.checked == person.email,
        "asked": wishes.setting.asked if wishes.setting.asked != wishes.setting.checked else "",
        "address": address or AddressForm(initial={"email": person.email}),
    }
