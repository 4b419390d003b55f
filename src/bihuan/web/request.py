"""The request as every view of this door receives it."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from bihuan.accounts.delegations import standing_in
from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor, actor_of

ACTING = "acting_for"  # in the session: id of the delegation by which the person acts


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


FIRST = date(1949, 10, 1)  # before it nothing was; a year before the first day of all cannot be reckoned


def asof_of(request: Request) -> date:
    """Return the 截至 day that the address asks for with `asof`; today where it names none, or one that has not come yet."""
    try:
        return max(FIRST, min(date.fromisoformat(request.GET.get("asof", "").strip()), request.today))
    except ValueError:
        return request.today


def actor(request: Request) -> Actor:
    """Return who is asking, with the posts held today, or those of the person stood in for; looked up once per request."""
    if not hasattr(request, "known_actor"):
        chosen = request.session.get(ACTING)
        away = standing_in(request.user, delegation_id=chosen, on=request.today) if chosen is not None else None
        if chosen is not None and away is None:
            del request.session[ACTING]  # the delegation is over: it ends by itself
        request.known_actor = away or actor_of(request.user, on=request.today)
    return request.known_actor
