"""The ledger: every case I may see, filtered, sorted, searched and paged by an address that restores the view."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.documents.layout.sheet import Book
from bihuan.loop.cases.bulk import RowResult, correct_cases, move_cases
from bihuan.loop.cases.viewing import look_along
from bihuan.loop.cases.views import remove_view, save_view, views_of
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.lists.files import AT_ONCE, FORMS, file_name, write_book
from bihuan.loop.lists.ledger import ledger_for_job, ledger_rows, ledger_sheet
from bihuan.web.case.forms import AskForm
from bihuan.web.ledger.bulk import Chosen, asks_for, chosen_cases
from bihuan.web.ledger.files import ledger_wanted
from bihuan.web.ledger.page import address_of, ledger_page
from bihuan.web.numbers import number_in
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link


@login_required
@require_GET
def ledger(request: Request) -> HttpResponse:
    shown = ledger_page(actor(request), address_of(request.GET, actor(request).area_id), request.today)
    look_along(ids=shown.behind, by=actor(request), at=request.received_at)
    return page(request, "ledger", {"place": "ledger", "page": shown, "head": shown.head})


@login_required
@require_POST
def act(request: Request) -> HttpResponse:
    """Ask what an act on the chosen rows needs, or do it and say row by row what became of it."""
    chosen = chosen_cases(actor(request), request.POST)
    if not chosen.cases:
        messages.warning(request, _("Choose at least one row."))
        return redirect(f"{reverse('ledger')}?{request.POST.get('back', '')}")
    form = AskForm(actor(request).area_id, asks_for(chosen, request.today), request.POST if chosen.answered else None)
    if not chosen.answered:
        return page(
            request, "ledger_act", {"place": "ledger", "head": _act_head(chosen), "chosen": chosen, "form": form}
        )
    results = _do(request, chosen, form)
    context = {"place": "ledger", "head": _act_head(chosen), "chosen": chosen, "form": form, "results": results}
    return page(request, "ledger_act", {**context, "refused": [one for one in results if not one.done]})


@login_required
@require_POST
def file(request: Request) -> HttpResponse:
    """Answer with the rows of the present filter as a file; many rows become a job."""
    who, form = actor(request), request.POST.get("form", "")
    form = form if form in FORMS else "xlsx"
    asked = ledger_wanted(address_of(request.GET, who.area_id), request.POST.get("language", ""))
    if ledger_rows(who, asked, request.today).count() > AT_ONCE:
        given = ledger_for_job(asked, form)
        job = start_job(kind="ledger", given=given, by=who, at=request.received_at, title=asked.title)
        return redirect("job", job.pk)
    buffer = BytesIO()
    write_book(Book((ledger_sheet(who, asked, today=request.today),)), form, buffer)
    return attached(buffer.getvalue(), file_name(asked.title, request.today, form), FORMS[form])


def _do(request: Request, chosen: Chosen, form: AskForm) -> list[RowResult]:
    by, at, given = actor(request), request.received_at, form.given()
    if chosen.act == "hand_out":
        return move_cases(cases=chosen.cases, move="hand_out", given=given, by=by, at=at)
    changed = {name: value for name, value in given.items() if name != "reason" and value not in (None, "", [])}
    return correct_cases(cases=chosen.cases, given=changed, reason=given.get("reason") or "", by=by, at=at)


def _act_head(chosen: Chosen) -> Head:
    back = Link(_("Ledger"), f"{reverse('ledger')}?{chosen.back}")
    return Head(
        chosen.title, crumbs=(back, Link(chosen.title)), facts=_("%(n)s rows chosen") % {"n": len(chosen.cases)}
    )


@login_required
@require_http_methods(["GET", "POST"])
def views(request: Request) -> HttpResponse:
    """Name the present view and keep it, or remove one."""
    who = actor(request)
    query = QueryDict(request.GET.urlencode()).urlencode()
    context = {
        "place": "ledger",
        "query": query,
        "own": views_of(who),
        "head": Head(_("Save as view")),
        "person": who.person_id,
    }
    if request.method == "GET":
        return page(request, "ledger_views", context)
    try:
        if request.POST.get("remove"):
            remove_view(view_id=number_in(request.POST["remove"]) or 0, by=who, at=request.received_at)
        else:
            name, shared = request.POST.get("name", ""), "shared" in request.POST
            save_view(name=name, query=query, shared=shared, by=who, at=request.received_at)
    except Refused as refusal:
        return page(request, "ledger_views", {**context, "refusal": refusal, "typed": request.POST}, status=422)
    except CaseNotFound as missing:
        raise Http404 from missing
    return redirect(f"{reverse('ledger')}?{query}")


urlpatterns = [
    path("ledger/", ledger, name="ledger"),
    path("ledger/do/", act, name="ledger_act"),
    path("ledger/file/", file, name="ledger_file"),
    path("ledger/views/", views, name="ledger_views"),
]
