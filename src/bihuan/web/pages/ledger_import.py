"""One ledger that was brought: what its columns mean, what its rows would do, taking it, taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.accounts.queries import Actor
from bihuan.loop.errors import Refused
from bihuan.loop.ledger_in.actions import SPREADSHEET, drop_ledger, map_ledger
from bihuan.loop.ledger_in.files import refused_rows
from bihuan.loop.ledger_in.models import ImportState, LedgerImport
from bihuan.loop.ledger_in.resuming import go_on
from bihuan.loop.ledger_in.taking import take_ledger, undo_ledger
from bihuan.web.ledger_in.access import of_import
from bihuan.web.ledger_in.listing import import_url, round_url
from bihuan.web.ledger_in.mapping import chosen, mapping_page
from bihuan.web.ledger_in.preview import preview_page
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor

Act = Callable[..., LedgerImport]


@require_GET
@of_import
def show(request: Request, ledger: LedgerImport) -> HttpResponse:
    asked = ledger.state == ImportState.JUDGED and request.GET.get("columns") == "1"
    if ledger.state == ImportState.MAPPING or asked:
        return page(request, "ledger_columns", mapping_page(ledger))
    return _preview(request, ledger)


@require_POST
@of_import
def map_columns(request: Request, ledger: LedgerImport) -> HttpResponse:
    try:
        done = map_ledger(
            ledger=ledger,
            chosen=chosen(ledger, request.POST),
            source=request.POST.get("source", ""),
            by=actor(request),
            at=request.received_at,
        )
    except Refused as refusal:
        return page(request, "ledger_columns", mapping_page(ledger, refused=refusal.sentence), status=422)
    if done.state == ImportState.MAPPING:
        messages.info(request, _("The columns were read anew. Look at them once more."))
    return redirect("job", done.job) if done.job else redirect(import_url(ledger))


@require_POST
@of_import
def take(request: Request, ledger: LedgerImport) -> HttpResponse:
    return _done(request, ledger, take_ledger)


@require_POST
@of_import
def undo(request: Request, ledger: LedgerImport) -> HttpResponse:
    return _done(request, ledger, undo_ledger)


@require_POST
@of_import
def resume(request: Request, ledger: LedgerImport) -> HttpResponse:
    return _done(request, ledger, go_on)


@require_POST
@of_import
def drop(request: Request, ledger: LedgerImport) -> HttpResponse:
    try:
        drop_ledger(ledger=ledger, by=actor(request), at=request.received_at)
    except Refused as refusal:
        return _preview(request, ledger, refusal.sentence)
    messages.success(request, _("“%(name)s” is put away; nothing of it was taken.") % {"name": ledger.name})
    return redirect(round_url(ledger.top, "ledgers"))


@require_GET
@of_import
def refused(request: Request, ledger: LedgerImport) -> HttpResponse:
    """Answer with the rows that were not taken, to mend and bring again."""
    name = _("%(name)s rows to mend") % {"name": ledger.name.rpartition(".")[0] or ledger.name}
    return attached(refused_rows(ledger), f"{name}.xlsx", SPREADSHEET)


def _done(request: Request, ledger: LedgerImport, act: Act) -> HttpResponse:
    who: Actor = actor(request)
    at: datetime = request.received_at
    try:
        done = act(ledger=ledger, by=who, at=at)
    except Refused as refusal:
        return _preview(request, ledger, refusal.sentence)
    busy = done.state in {ImportState.JUDGING, ImportState.TAKING, ImportState.UNDOING}
    return redirect("job", done.job) if busy and done.job else redirect(import_url(ledger))


def _preview(request: Request, ledger: LedgerImport, sentence: str = "") -> HttpResponse:
    after = request.GET.get("after", "")
    shown = preview_page(
        ledger,
        actor(request),
        does=request.GET.get("does", ""),
        start=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
        refused=sentence,
    )
    return page(request, "ledger_import", shown, status=422 if sentence else 200)


BASE = "rounds/<str:pack>/<str:number>/ledgers/<int:ledger>/"
urlpatterns = [
    path(BASE, show, name="ledger_import"),
    path(f"{BASE}columns/", map_columns, name="ledger_map"),
    path(f"{BASE}take/", take, name="ledger_take"),
    path(f"{BASE}undo/", undo, name="ledger_undo"),
    path(f"{BASE}resume/", resume, name="ledger_resume"),
    path(f"{BASE}drop/", drop, name="ledger_drop"),
    path(f"{BASE}refused/", refused, name="ledger_refused"),
]
