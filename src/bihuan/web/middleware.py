"""What every request gets on its way in, and every response on its way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from bihuan.web.language import language_of

Handler = Callable[[HttpRequest], HttpResponse]

LEGAL_ZONE = ZoneInfo("Asia/Shanghai")

PERMISSIONS_POLICY = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


def clock(get_response: Handler) -> Handler:
    """Read the clock once: no page and no room reads it again, so one request has one time."""

    def handle(request: HttpRequest) -> HttpResponse:
        now = datetime.now(UTC)
        request.received_at = now  # type: ignore[attr-defined]
        request.today = now.astimezone(LEGAL_ZONE).date()  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def language(get_response: Handler) -> Handler:
    """
    Speak the language that was chosen, Chinese until somebody chooses.

    Django's own middleware would follow the browser, and a browser in an office is often an English one.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            # A streamed or deferred response is rendered before the language is given back.
            response.headers.setdefault("Content-Language", str(translation.get_language()))
            return response

    return handle


def maintenance(get_response: Handler) -> Handler:
    """Answer every request with the maintenance page while the file `maintenance` lies in the home folder."""

    def handle(request: HttpRequest) -> HttpResponse:
        if (settings.BIHUAN_HOME / "maintenance").exists():
            response = render(request, "pages/maintenance.html", status=503)
            response["Retry-After"] = "300"
            return response
        return get_response(request)

    return handle


PUBLIC_MOST_BYTES = 60 * 1024 * 1024  # five files of ten megabytes, and words


def small_from_the_public(get_response: Handler) -> Handler:
    """Refuse what is too large from people who are not signed in, before a byte of it is kept."""

    def handle(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        large = length.isdigit() and int(length) > PUBLIC_MOST_BYTES
        if large and request.path_info.startswith("/public/"):
            return render(request, "pages/too_large.html", {"most": PUBLIC_MOST_BYTES // 1024 // 1024}, status=413)
        return get_response(request)

    return handle


def no_nul(get_response: Handler) -> Handler:
    """Refuse a NUL character, which PostgreSQL fails at and nobody types; a query is read leniently and loses it."""

    def handle(request: HttpRequest) -> HttpResponse:
        while "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        if _has_nul(request):
            return render(request, "pages/bad_request.html", status=400)
        return get_response(request)

    return handle


def _has_nul(request: HttpRequest) -> bool:
    asked = (request.path, *request.COOKIES.values())
    if any("\0" in text for text in asked):
        return True
    try:
        return any("\0" in text for name, values in request.POST.lists() for text in (name, *values))
    except UnreadablePostError:  # the browser went away while it sent
        return False


# Where somebody with a generated password may go before choosing an own one.
BEFORE_OWN_PASSWORD = ("account_change_password", "account_logout", "account_login", "language")


def own_password_first(get_response: Handler) -> Handler:
    """Lead whoever signed in with a generated password to choosing an own one, before anything else."""

    def handle(request: HttpRequest) -> HttpResponse:
        initial = getattr(request.user, "password_is_initial", False)
        if initial and request.path not in {reverse(name) for name in BEFORE_OWN_PASSWORD}:
            return redirect("account_change_password")
        return get_response(request)

    return handle


def headers(get_response: Handler) -> Handler:
    """Set the headers beside the Content-Security-Policy: nothing of a case stays in a shared browser's cache."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return handle
