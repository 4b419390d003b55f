"""The request as every view of this door receives it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of


class Request(HttpRequest):
    """
    A request that went through the middleware of this door.

    received_at: the one reading of the clock for everything this request does, aware, UTC.
    today: the legal day of `received_at` in Asia/Shanghai.
    """

    received_at: datetime
    today: date
    htmx: HtmxDetails
    user: Person
    known_actor: Actor


def asof_of(request: Request) -> date:
    """Return the 截至 day that the address asks for with `asof`; today where it names none, or one that has not come yet."""
    try:
        return min(date.fromisoformat(request.GET.get("asof", "").strip()), request.today)
    except ValueError:
        return request.today


def actor(request: Request) -> Actor:
    """Return who is asking, with the posts held today; looked up once per request."""
    if not hasattr(request, "known_actor"):
        request.known_actor = actor_of(request.user, on=request.today)
    return request.known_actor
