"""Answers to a mail, without signing in: turning a kind of it off, and confirming an address. The signed address says whose."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from bihuan.loop.notices.answers import confirm_address, turn_off
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.notices.tokens import CHECK, CHECK_DAYS, DIGEST, UNSUBSCRIBE, WrongToken, read
from bihuan.web.language import say
from bihuan.web.parts import page
from bihuan.web.request import Request


# Mail programs post here by themselves when somebody presses their own button (RFC 8058): they have no cookie of ours.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    try:
        named = read(UNSUBSCRIBE, token)
        if request.method == "POST":
            turn_off(token=token, at=request.received_at)
    except WrongToken:
        raise Http404 from None
    what = _("everything that comes once a day") if named.what == DIGEST else ""
    if not what and named.what in KINDS:
        what = say(KINDS[named.what])
    context = {
        "title": _("Mail about: %(what)s") % {"what": what},
        "done": _("Turned off. Nothing of this kind is mailed to you any more; you still find it among your messages.")
        if request.method == "POST"
        else "",
        "asks": _("Shall nothing of this kind be mailed to you any more?"),
        "button": _("Turn it off"),
    }
    return page(request, "notice_answer", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, token: str) -> HttpResponse:
    # Some mail programs open every address of a mail by themselves, so opening it alone confirms nothing.
    try:
        named = read(CHECK, token, days=CHECK_DAYS)
        if request.method == "POST":
            confirm_address(token=token, at=request.received_at)
    except WrongToken:
        raise Http404 from None
    context = {
        "title": _("Your mail address"),
        "done": _("Thank you. Mail goes to %(email)s from now on.") % {"email": named.what}
        if request.method == "POST"
        else "",
        "asks": _("Shall mail for you go to %(email)s?") % {"email": named.what},
        "button": _("Yes, this address is mine"),
    }
    return page(request, "notice_answer", context)


urlpatterns = [
    path("unsubscribe/<str:token>/", unsubscribe, name="notice_unsubscribe"),
    path("me/notices/check/<str:token>/", confirm, name="notice_check"),
]
