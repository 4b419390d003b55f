"""The request as every operation of this door receives it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.http import HttpRequest

from bihuan.accounts.models import ApiToken
from bihuan.accounts.queries import Actor

FIRST: Final = date(1949, 10, 1)  # before it nothing was; a year before the first day of all cannot be reckoned


class Request(HttpRequest):
    """A request with a token that counts. received_at: the one reading of the clock; today: its legal day."""

    received_at: datetime
    today: date
    token: ApiToken
    known_actor: Actor


def actor(request: HttpRequest) -> Actor:
    """Return who is asking, with the posts held today."""
    known: Actor = request.known_actor  # type: ignore[attr-defined]
    return known


def day_of(request: HttpRequest, asof: date | None = None) -> date:
    """Return the day that is asked for, never one to come, and none from before anything was."""
    today: date = request.today  # type: ignore[attr-defined]
    return today if asof is None else max(FIRST, min(asof, today))


def at_of(request: HttpRequest) -> datetime:
    """Return the instant of the act."""
    at: datetime = request.received_at  # type: ignore[attr-defined]
    return at
