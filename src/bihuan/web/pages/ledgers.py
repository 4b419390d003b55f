"""The ledgers of a round: take a template, bring a ledger, see what was brought before."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.models import Job
from bihuan.loop.ledger_in.actions import SPREADSHEET, bring_ledger
from bihuan.loop.ledger_in.files import EMPTY, take_template
from bihuan.loop.ledger_in.models import Form
from bihuan.web.ledger_in.access import of_round
from bihuan.web.ledger_in.listing import MOST_MB, import_url, listing
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor


@of_round
def ledgers(request: Request, top: Case) -> HttpResponse:
    """Show the list; with a file bring it in."""
    if request.method != "POST":
        return page(request, "ledgers", listing(actor(request), top, request.today))
    file = request.FILES.get("ledger")
    if file is None or (file.size or 0) > MOST_MB * 1024 * 1024:
        many = _("%(file)s is larger than %(mb)d MB.") % {"file": file.name if file else "", "mb": MOST_MB}
        return _refuse(request, top, many if file is not None else _("Choose a file first."))
    form = request.POST.get("form", "")
    try:
        ledger = bring_ledger(
            top=top,
            name=file.name or _("ledger"),
            data=file.read(),
            form=form if form in Form.values else "",
            by=actor(request),
            at=request.received_at,
        )
    except Refused as refusal:
        return _refuse(request, top, refusal.sentence)
    return redirect("job", ledger.job) if ledger.job else redirect(import_url(ledger))


@require_POST
@of_round
def template(request: Request, top: Case) -> HttpResponse:
    """Answer with a template, or with the job that writes it."""
    form, unit = request.POST.get("form", ""), request.POST.get("unit", "")
    try:
        made = take_template(
            top=top,
            form=form if form in {*Form.values, EMPTY} else Form.PROGRESS,
            unit_id=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 18 else None,
            by=actor(request),
            at=request.received_at,
        )
    except Refused as refusal:
        return _refuse(request, top, refusal.sentence)
    return redirect("job", made.pk) if isinstance(made, Job) else attached(made[1], made[0], SPREADSHEET)


def _refuse(request: Request, top: Case, sentence: str) -> HttpResponse:
    return page(request, "ledgers", listing(actor(request), top, request.today, refused=sentence), status=422)


urlpatterns = [
    path("rounds/<str:pack>/<str:number>/ledgers/", ledgers, name="ledgers"),
    path("rounds/<str:pack>/<str:number>/ledgers/template/", template, name="ledger_template"),
]
