"""What reaches me, how and when: kinds of messages by mail, quiet hours, the check of the address, the calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.loop.notices.actions import end_calendar, renew_calendar
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.notices.queries import calendar_address
from bihuan.web.language import say
from bihuan.web.mail_choices import AddressForm, HoursForm, choices_shown, keep_address, keep_choices
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link


def choices(request: Request) -> HttpResponse:
    if request.method == "GET":
        return _page(request)
    wrong = keep_choices(request, KINDS)
    return redirect("notice_choices") if wrong is None else _page(request, hours=wrong, status=400)


@require_POST
def address(request: Request) -> HttpResponse:
    wrong = keep_address(request)
    return redirect("notice_choices") if wrong is None else _page(request, address=wrong, status=400)


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
    context: dict[str, Any] = {
        "place": "notices",
        "head": Head(
            _("What reaches me"),
            crumbs=(Link(_("Messages"), reverse("notices")),),
            facts=_("Everything stands among your messages in any case; here you choose what is mailed besides."),
        ),
        **choices_shown(request, {kind: say(words) for kind, words in KINDS.items()}, hours=hours, address=address),
        "feed": calendar_address(actor(request)),
    }
    return page(request, "notice_choices", context, status=status)


urlpatterns = [
    path("me/notices/", choices, name="notice_choices"),
    path("me/notices/address/", address, name="notice_address"),
    path("me/notices/calendar/", calendar, name="notice_calendar"),
]
