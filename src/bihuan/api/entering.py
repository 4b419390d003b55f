"""What every operation goes through: the token, the limit, the language, the key that lets an act happen once, the tag of an answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from bihuan.accounts.errors import Refused
from bihuan.accounts.models import ApiToken
from bihuan.accounts.queries import actor_of
from bihuan.accounts.tokens import LONGEST_KEY, keep_answer, kept_answer, token_of
from bihuan.api.limits import left_for

View = Callable[..., HttpResponse]
BEARER: Final = "Bearer "
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


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
        return _tagged(request, view(request, *args, **kwargs))
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return view(request, *args, **kwargs)
    if len(key) > LONGEST_KEY:
        return problem(422, _("A key has at most %(n)d characters.") % {"n": LONGEST_KEY})
    return _once(view, request, key, args, kwargs)


def _once(view: View, request: HttpRequest, key: str, args: Any, kwargs: Any) -> HttpResponse:
    """Answer as the first time where the key was given before; else act, and keep the answer in the same transaction."""
    token: ApiToken = request.token  # type: ignore[attr-defined]
    asked = hashlib.sha256(
        b"\n".join((f"{request.method} {request.get_full_path()}".encode(), request.body))
    ).hexdigest()
    try:
        with transaction.atomic():
            before = kept_answer(token, key, asked)
            if before is not None:
                response = HttpResponse(before.body, status=before.status, content_type="application/json")
                response["Idempotency-Replayed"] = "true"
                return response
            response = view(request, *args, **kwargs)
            if response.status_code >= 400:  # nothing was done: the same key may be tried again
                transaction.set_rollback(True)
                return response
            at = request.received_at  # type: ignore[attr-defined]
            body = response.content.decode()
            keep_answer(token=token, key=key, asked=asked, status=response.status_code, body=body, at=at)
            return response
    except IntegrityError:
        return problem(409, _("The same request is being carried out right now; ask again in a moment."))
    except Refused as refusal:
        return problem(422, refusal.sentence)


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
