"""The whole trail of a case: events, verification on demand, and the file that verifies it offline."""

from __future__ import annotations

import tempfile

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import path

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import NotAllowed
from bihuan.loop.trail.export import export_case
from bihuan.web.case.access import of_case
from bihuan.web.case.history import trail_page
from bihuan.web.numbers import number_in
from bihuan.web.parts import page
from bihuan.web.request import Request


@of_case
def trail(request: Request, file: CaseFile) -> HttpResponse:
    before = number_in(request.GET.get("before")) or 0
    shown = trail_page(file, before=before, check=request.GET.get("verify") == "1")
    return page(request, "case_trail", {"place": "ledger", "shown": shown})


@of_case
def download(request: Request, file: CaseFile) -> HttpResponseBase:
    bundle = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    try:
        export_case(file.case, at=request.received_at, target=bundle)
    except NotAllowed as refusal:
        bundle.close()
        raise PermissionDenied(str(refusal)) from refusal
    bundle.seek(0)
    return FileResponse(bundle, as_attachment=True, filename=f"{file.case.number}.zip")


urlpatterns = [
    path("cases/<str:pack>/<str:number>/trail/", trail, name="case_trail"),
    path("cases/<str:pack>/<str:number>/trail/file", download, name="case_trail_file"),
]
