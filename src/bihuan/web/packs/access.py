"""Who comes to the pages on which packs are managed: administrators of the area, to packs that there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from bihuan.loop.errors import NotAllowed, PackNotFound
from bihuan.loop.packs.rules import can_manage_packs
from bihuan.web.request import Request, actor

View = Callable[..., HttpResponse]


def administrators_of_packs(view: View) -> View:
    """Answer everybody else, and for packs that there are not, as if the address did not exist."""

    @wraps(view)
    def handle(request: Request, *args: Any, **given: Any) -> HttpResponse:
        if not can_manage_packs(actor(request)):
            raise Http404
        try:
            return view(request, *args, **given)
        except (PackNotFound, NotAllowed) as missing:
            raise Http404 from missing

    return handle
