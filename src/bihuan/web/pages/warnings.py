"""The register of warnings, on the page and as a workbook."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.loop.lists.files import FORMS
from bihuan.loop.warnings.files import MOST, write_register
from bihuan.loop.warnings.queries import warnings_seen
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.warnings.page import register_page, wanted_of


@require_GET
def warnings(request: Request) -> HttpResponse:
    return page(
        request, "warnings", {"place": "warnings", "page": register_page(actor(request), request.GET, request.today)}
    )


@require_GET
def fetch(request: Request) -> HttpResponse:
    rows, target = warnings_seen(actor(request), wanted_of(request.GET)), BytesIO()
    write_register(rows[:MOST], target, request.today)
    return attached(target.getvalue(), f"{_('Register of warnings')}-{request.today.isoformat()}.xlsx", FORMS["xlsx"])


urlpatterns = [path("warnings/", warnings, name="warnings"), path("warnings/file", fetch, name="warnings_file")]
