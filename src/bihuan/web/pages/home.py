"""The desk: what waits for the person who signed in, what they watch, what changed."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from bihuan.web.home.page import home_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


def home(request: Request) -> HttpResponse:
    return page(
        request,
        "home",
        {"place": "home", "home": home_page(actor(request), request.today, request.GET.get("system", "")[:40])},
    )


urlpatterns = [path("", home, name="home")]
