"""Open a case by hand: under another one, or a new one at the top."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import PackNotFound, Refused
from bihuan.loop.lifecycle.opening import opening_sheet
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.case.plain import open_page, opened_with
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_case
def under(request: Request, file: CaseFile, kind: str) -> HttpResponse:
    """Open a case under another."""
    return _open(request, file.case.pack, kind, file)


def top(request: Request, pack: str, kind: str) -> HttpResponse:
    """Open a case that stands under no other."""
    try:
        return _open(request, pack, kind, None)
    except PackNotFound as missing:
        raise Http404 from missing


def _open(request: Request, pack: str, kind: str, parent: CaseFile | None) -> HttpResponse:
    who, typed = actor(request), request.POST if request.method == "POST" else None
    sheet = opening_sheet(pack=pack, kind=kind, parent=parent, actor=who, at=request.received_at)
    shown = open_page(sheet, who, parent, typed)
    if typed is None:
        return page(request, "case_open", {"place": "ledger", "act": shown}, status=409 if shown.closed else 200)
    given = shown.form.given()
    try:
        case = open_case(
            pack=pack,
            kind=kind,
            parent=parent.case if parent is not None else None,
            subject=str(given["subject"]),
            given=opened_with(given),
            standard=str(given.get("standard", "")).splitlines(),
            by=who,
            at=request.received_at,
        )
    except Refused as refusal:
        shown.refuse(refusal, _("The case was not opened"))
        return page(request, "case_open", {"place": "ledger", "act": shown}, status=status_of(refusal))
    messages.success(request, _("%(number)s is opened.") % {"number": case.number})
    return redirect(case_url(case))


urlpatterns = [
    path("cases/<str:pack>/<str:number>/open/<slug:kind>/", under, name="case_open"),
    path("open/<str:pack>/<slug:kind>/", top, name="case_open_top"),
]
