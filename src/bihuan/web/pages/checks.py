"""All look-backs and inspections: plans, what is due, rates by unit, the second rectification list."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bihuan.web.checks.listing import checks_page
from bihuan.web.parts import page
from bihuan.web.request import Request


@require_GET
def listing(request: Request) -> HttpResponse:
    return page(request, "checks", {"place": "checks", "checks": checks_page(request)})


urlpatterns = [path("checks/", listing, name="checks")]
