"""What stands on every page of the portal: who is signed in, the place of the menu, and how many letters wait."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from bihuan.accounts.queries import Actor
from bihuan.loop.lifecycle.waiting import unseen_notices
from bihuan.loop.portal.letters import count_letters_to_do
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def enterprise(request: Request) -> Actor | None:
    """Return who asks, if it is somebody of an enterprise."""
    who = actor(request) if request.user.is_authenticated else None
    return who if who is not None and who.outside_unit is not None else None


def portal_page(
    request: Request, template: str, place: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with a page of the portal; `place`: the entry of the menu under which it stands."""
    who = enterprise(request)
    counts: dict[str, int] = {}
    if who is not None:
        counts = {"letters_waiting": count_letters_to_do(who), "messages_new": unseen_notices(who)}
    return page(request, template, {"place": place, "who": who, **counts, **context}, status=status)
