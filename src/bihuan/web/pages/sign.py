"""Signing in and out, and one's own password. Accounts are opened by an administrator; nobody signs up."""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.account import views as allauth
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, re_path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.accounts.queries import demo_people, set_up_is_open
from bihuan.web.request import Request

log = logging.getLogger("bihuan.web")


@login_not_required
@never_cache
def sign_in(request: Request) -> HttpResponseBase:
    """Ask for name and password; a demo also offers its people."""
    # Who opens a fresh installation at its root is sent here first.
    if request.GET.get("next") == "/" and set_up_is_open():
        return redirect("set_up")
    offered = demo_people() if settings.BIHUAN_DEMO else ()
    view: Callable[[Request], HttpResponseBase] = allauth.LoginView.as_view(extra_context={"people": offered})
    return view(request)


@login_not_required
@require_POST
def sign_in_as(request: Request) -> HttpResponse:
    """Sign in as one of the demo's people with one click. Outside a demo this address does not exist."""
    person = None
    if settings.BIHUAN_DEMO:
        people = get_user_model().objects.filter(is_active=True)
        person = people.filter(username=request.POST.get("username", "")).first()
    if person is None:
        raise Http404
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if safe else settings.LOGIN_REDIRECT_URL)


@login_not_required
def reset_password(request: Request) -> HttpResponseBase:
    """Send a link to the address of an account; where no mail leaves the machine, say so and whom to ask."""
    view: Callable[[Request], HttpResponseBase] = allauth.password_reset
    try:
        return view(request)
    except OSError:
        log.warning("no mail could be sent", exc_info=True)
        return render(request, "account/password_reset.html", {"unsent": True}, status=503)


@login_not_required
def no_sign_up(request: Request) -> HttpResponse:
    """Nobody opens an account by himself; the name exists because the library asks for it."""
    raise Http404


@login_not_required
def send_to_sign_in(request: Request) -> HttpResponse:
    """Stand in for pages about e-mail addresses, which this product does not have."""
    return redirect(reverse("account_login"))


urlpatterns = [
    path("accounts/login/", sign_in, name="account_login"),
    path("accounts/login/as/", sign_in_as, name="sign_in_as"),
    path("accounts/logout/", login_not_required(allauth.logout), name="account_logout"),
    path("accounts/signup/", no_sign_up, name="account_signup"),
    path("accounts/inactive/", login_not_required(allauth.account_inactive), name="account_inactive"),
    path("accounts/email/", send_to_sign_in, name="account_email"),
    path("accounts/confirm-email/", send_to_sign_in, name="account_email_verification_sent"),
    path("accounts/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/reset/", reset_password, name="account_reset_password"),
    path(
        "accounts/password/reset/done/",
        login_not_required(allauth.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        login_not_required(allauth.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        login_not_required(allauth.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
