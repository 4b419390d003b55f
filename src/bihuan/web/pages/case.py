"""One case: where it stands, what it must show, what one may do, why it is due then, and all that happened."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path

from bihuan.loop.cases.file import CaseFile
from bihuan.web.case.access import of_case
from bihuan.web.case.page import case_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def show(request: Request, file: CaseFile) -> HttpResponse:
    return page(request, "case", {"place": "ledger", "case": case_page(file, actor(request))})


urlpatterns = [path("cases/<str:pack>/<str:number>/", show, name="case")]
