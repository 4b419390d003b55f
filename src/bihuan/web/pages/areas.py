"""Areas above and below: compared by figures, inspections handed down and taken over."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.accounts.rules import can_manage_organisation
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import BadValue, parse_date
from bihuan.loop.errors import CaseNotFound, PackNotFound, Refused
from bihuan.loop.rollup.actions import hand_down, take_over
from bihuan.loop.rollup.queries import area_below, areas_below, from_above, handed_down
from bihuan.loop.rollup.rules import can_hand_down, can_see_below, has_below
from bihuan.web.areas.page import above_rows, area_page, areas_page, handed_rows, tabs
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.numbers import number_in
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link


@require_GET
def areas(request: Request) -> HttpResponse:
    who = actor(request)
    if not can_see_below(who):
        raise Http404
    manages = can_manage_organisation(who)
    shown = areas_page(
        who, request.GET.get("pack", "")[:40], request.GET.get("sort", ""), request.today, manages=manages
    )
    return page(
        request, "areas", {"place": "areas", "head": shown.head, "shown": shown, "tabs": shown.tabs, "manages": manages}
    )


@require_GET
def area(request: Request, code: str) -> HttpResponse:
    try:
        found = area_below(actor(request), code)
        shown = area_page(actor(request), found, request.GET.get("pack", "")[:40])
    except CaseNotFound as missing:
        raise Http404 from missing
    return page(request, "area", {"place": "areas", "head": shown.head, "shown": shown})


@require_GET
def handed(request: Request) -> HttpResponse:
    """What was handed to the areas below, and how far each is."""
    who = actor(request)
    if not can_see_below(who):
        raise Http404
    rows = handed_rows(handed_down(who.area_id, request.today))
    pages = tabs(who, "areas_handed", manages=can_manage_organisation(who))
    return page(
        request, "areas_handed", {"place": "areas", "head": Head(_("Handed down")), "rows": rows, "tabs": pages}
    )


@of_case
def hand(request: Request, file: CaseFile) -> HttpResponse:
    """Hand a case down to areas below."""
    who, case = actor(request), file.case
    if not can_hand_down(file, who) or not has_below(who.area_id):
        raise Http404
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return _hand(request, case)
        except Refused as refusal:
            refused = refusal
    known = handed_down(who.area_id, request.today, case)
    open_ones = [one for one in areas_below(who.area_id) if one.pk not in {row.row.to_id for row in known}]
    crumbs = (Link(case.number, case_url(case)), Link(_("Hand down")))
    head, back = Head(_("Hand down"), crumbs=crumbs, facts=case.subject), case_url(case)
    context = {
        "place": "areas", "head": head, "areas": open_ones, "rows": handed_rows(known), "refused": refused,
        "typed": request.POST, "chosen": request.POST.getlist("to"), "back": back,
    }  # fmt: skip
    return page(request, "areas_hand", context, status=status_of(refused) if refused else 200)


def _hand(request: Request, case: Case) -> HttpResponse:
    """Hand down as the form says. Raises Refused."""
    typed, due = request.POST, _due(request.POST.get("due", ""))
    made = hand_down(
        case=case,
        to=typed.getlist("to"),
        note=typed.get("note", ""),
        due=due,
        by=actor(request),
        at=request.received_at,
    )
    messages.success(request, _("Handed down to %(n)d areas.") % {"n": len(made)})
    return redirect("areas_hand", case.pack, case.number)


def _due(typed: str) -> date | None:
    try:
        return parse_date(typed) if typed.strip() else None
    except BadValue as bad:
        raise Refused(str(bad), fields={"due": str(bad)}) from bad


@require_GET
def above(request: Request) -> HttpResponse:
    """What came from the area above."""
    who = actor(request)
    rows = above_rows(from_above(who))
    pages = tabs(who, "areas_above", manages=can_manage_organisation(who))
    return page(request, "areas_above", {"place": "areas", "head": Head(_("From above")), "rows": rows, "tabs": pages})


@require_POST
def take(request: Request) -> HttpResponse:
    try:
        case = take_over(line_id=number_in(request.POST.get("line")) or 0, by=actor(request), at=request.received_at)
        messages.success(request, _("Taken over as %(number)s.") % {"number": case.number})
        return redirect(case_url(case))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    except PackNotFound:
        messages.error(request, _("The system is not in use in your area."))
    return redirect(reverse("areas_above"))


urlpatterns = [
    path("areas/", areas, name="areas"),
    path("areas/handed/", handed, name="areas_handed"),
    path("areas/above/", above, name="areas_above"),
    path("areas/above/take/", take, name="areas_take"),
    path("areas/of/<str:code>/", area, name="area"),
    path("cases/<str:pack>/<str:number>/hand-down/", hand, name="areas_hand"),
]
