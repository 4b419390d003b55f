"""The pages for what is not there, not allowed, or went wrong. None of them needs the database."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger("bihuan.web")


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what does not exist and what may not be seen with the same page and the same status."""
    return render(request, "pages/missing.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer an error of ours with a number, and write that number beside the traceback."""
    number = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}".upper()
    log.error("error %s at %s", number, request.path, exc_info=True)
    return render(request, "pages/failed.html", {"number": number}, status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read, such as a form with too many fields."""
    return render(request, "pages/bad_request.html", status=400)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not sent from a page of ours, or from a page that was open over a sign-out."""
    return render(request, "pages/stale_form.html", status=403)


def locked_out(request: HttpRequest, credentials: dict[str, str] | None = None, *args: object) -> HttpResponse:
    """Answer a name and address that tried too many passwords."""
    return render(request, "pages/locked.html", status=429)
