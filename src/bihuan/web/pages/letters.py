"""The register of letters, and the register as a workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bihuan.loop.letters.queries import register
from bihuan.loop.letters.sheet import register_file
from bihuan.loop.lists.files import FORMS
from bihuan.web.letters.register import filter_of, register_page
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor


@require_GET
def letters(request: Request) -> HttpResponse:
    shown = register_page(actor(request), request.GET, request.today)
    return page(request, "letters", {"place": "letters", "head": shown.head, "page": shown})


@require_GET
def file(request: Request) -> HttpResponse:
    found = register(actor(request), filter_of(request.GET), request.today)
    data, name = register_file(list(found), request.today)
    return attached(data, name, FORMS["xlsx"])


urlpatterns = [
    path("letters/", letters, name="letters"),
    path("letters/register.xlsx", file, name="letters_file"),
]
