"""Messages: what changed for me. Showing the newest ones is looking at them."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from bihuan.loop.notices.actions import see_notices
from bihuan.web.messages import message_page
from bihuan.web.numbers import number_in
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def notices(request: Request) -> HttpResponse:
    asked = request.GET
    shown = message_page(
        actor(request),
        request.today,
        before=number_in(asked.get("before")) or 0,
        kind=asked.get("kind", ""),
        unread=asked.get("show") == "unread",
    )
    if shown.newest and request.method == "GET":
        see_notices(up_to=shown.newest, by=actor(request), at=request.received_at)
    return page(request, "notices", {"place": "notices", "shown": shown})


urlpatterns = [path("notices/", notices, name="notices")]
