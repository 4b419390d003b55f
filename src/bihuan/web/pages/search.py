"""The answer of the search box."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.searching import search_page


def search(request: Request) -> HttpResponse:
    found = search_page(actor(request), request.GET.get("q", ""), request.today)
    if found.jump:
        return redirect(found.jump)
    return page(request, "search", {"place": "", "found": found, "query": found.typed})


urlpatterns = [path("search/", search, name="search")]
