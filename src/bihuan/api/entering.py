"""What every operation goes through: the token, the limit, the language, the key that lets an act happen once, the tag of an answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from bihuan.accounts.errors import Refused
from bihuan.accounts.models import ApiToken
from bihuan.accounts.queries import actor_of
from bihuan.accounts.tokens import (
    LONGEST_KEY,
    NOT_YET,
    forget_answers,
    give_key_back,
    keep_answer,
    take_key,
    token_of,
)
from bihuan.api.limits import left_for

View = Callable[..., HttpResponse]
BEARER: Final = "Bearer "
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# A file of 20 MB in base64, and words: forms of pages are held to less, so this door reads what comes in itself.
MOST_BODY: Final = 28 * 1024 * 1024


def problem(status: int, sentence: str, **more: Any) -> HttpResponse:
    """Return a refusal as JSON: a sentence for people, and what it is about."""
    body = {"error": {"sentence": sentence, **more}}
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type="application/json")


def entered(view: View) -> View:
    """Let a request with a token through to an operation."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(_language(request)):
            token = _token(request)
            if token is None:
                response = problem(401, _("Send a token that counts: Authorization: Bearer …"))
                response["WWW-Authenticate"] = 'Bearer realm="bihuan"'
                return response
            left, seconds = left_for(token.pk, request.received_at)  # type: ignore[attr-defined]
            if left < 0:
                response = problem(429, _("Too many requests; go on in %(n)d seconds.") % {"n": seconds})
                response["Retry-After"] = str(seconds)
                return response
            response = _let_in(view, request, token, args, kwargs)
            response["RateLimit-Remaining"], response["RateLimit-Reset"] = str(left), str(seconds)
            response["Cache-Control"] = "private, no-cache"
            return response

    return handle


def _let_in(view: View, request: HttpRequest, token: ApiToken, args: Any, kwargs: Any) -> HttpResponse:
    who = actor_of(token.person, on=request.today)  # type: ignore[attr-defined]
    if who.outside_unit is not None or token.person.password_is_initial:
        return problem(403, _("This token may not be used here."))
    if request.method not in READS and not token.may_write:
        return problem(403, _("This token may only read."))
    request.known_actor, request.token = who, token  # type: ignore[attr-defined]
    if request.method in READS:
        return _tagged(request, _answered(view, request, args, kwargs))
    if (wrong := _read_body(request)) is not None:
        return wrong
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return _answered(view, request, args, kwargs)
    if len(key) > LONGEST_KEY:
        return problem(422, _("A key has at most %(n)d characters.") % {"n": LONGEST_KEY})
    return _once(view, request, key, args, kwargs)


def _read_body(request: HttpRequest) -> HttpResponse | None:
    """Read what was sent, as far as this door takes it; return the refusal of what it does not take."""
    if request.content_type == "multipart/form-data":
        return problem(415, _("Send JSON; files go into it in base64."))
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > MOST_BODY:
        return problem(413, _("At most %(mb)d MB are taken at a time.") % {"mb": MOST_BODY // 1024 // 1024})
    if not hasattr(request, "_body"):  # what `request.body` reads, and holds to the measure of forms
        request._body = request.read()
    return None


def _answered(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    """Answer with the operation, and in JSON also where there is none for this method."""
    asked, request.method = request.method, "GET" if request.method == "HEAD" else request.method
    response = view(request, *args, **kwargs)
    request.method = asked
    if response.status_code != 405:
        return response
    told = problem(405, _("This address does not know %(method)s.") % {"method": asked})
    told["Allow"] = response.headers.get("Allow", "")
    return told


def nothing_here(request: HttpRequest, **path: str) -> HttpResponse:
    """Answer an address that this door does not have."""
    return problem(404, _("There is nothing here, or nothing that you may see."))


def _once(view: View, request: HttpRequest, key: str, args: Any, kwargs: Any) -> HttpResponse:
    """Answer as the first time where the key was given before; else act, and keep the answer in the same transaction."""
    token: ApiToken = request.token  # type: ignore[attr-defined]
    asked = hashlib.sha256(
        b"\n".join((f"{request.method} {request.get_full_path()}".encode(), request.body))
    ).hexdigest()
    at = request.received_at  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            row = take_key(token=token, key=key, asked=asked, at=at)
            if row.status != NOT_YET:
                response = HttpResponse(row.body, status=row.status, content_type="application/json")
                response["Idempotency-Replayed"] = "true"
                return response
            response = _answered(view, request, args, kwargs)
            if response.status_code >= 400:
                # What the act wrote is undone already; that somebody looked stays in the trail.
                give_key_back(row)
            else:
                keep_answer(row, status=response.status_code, body=_without_secrets(request, response))
    except Refused as refusal:
        return problem(422, refusal.sentence)
    forget_answers(token, at)
    return response


def _without_secrets(request: HttpRequest, response: HttpResponse) -> str:
    """Return an answer as it is kept: what is told once only (`told_once` in request.py) is not in it."""
    body, told_once = response.content.decode(), getattr(request, "told_once", ())
    return json.dumps({**json.loads(body), **dict.fromkeys(told_once)}, ensure_ascii=False) if told_once else body


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give an answer its tag, and answer 304 where whoever asks has it already."""
    if response.status_code != 200 or response.streaming:
        return response
    tag = response.headers.get("ETag") or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if tag in {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}:
        response = HttpResponse(status=304)
    response["ETag"] = tag
    return response


def _token(request: HttpRequest) -> ApiToken | None:
    header = request.headers.get("Authorization", "")
    if not header.startswith(BEARER):
        return None
    return token_of(header.removeprefix(BEARER).strip(), request.received_at, request.today)  # type: ignore[attr-defined]


def _language(request: HttpRequest) -> str:
    wanted = request.headers.get("Accept-Language", "").strip().lower()
    return "en" if wanted.startswith("en") else "zh-hans"
