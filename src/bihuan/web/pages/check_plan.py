"""One plan of a look-back or an inspection: drawing its sample, replacing a case, who keeps away."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.queries import get_case
from bihuan.loop.errors import CaseNotFound, PackNotFound, Refused
from bihuan.loop.sampling.actions import declare_avoidance, draw_sample, lift_avoidance, replace_drawn
from bihuan.loop.sampling.queries import frame_table
from bihuan.web.case.access import looked_at, status_of
from bihuan.web.checks.plan import asked_draw, plan_page
from bihuan.web.checks.smaller import avoid_asks, declared, reason_asks, small_page
from bihuan.web.checks.words import plan_url
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor

P = ParamSpec("P")


def of_plan(view: Callable[Concatenate[Request, CaseFile, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the file of the plan that its address names; what draws no sample is no plan."""

    @wraps(view)
    def fetch(request: Request, pack: str, number: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            file = CaseFile(looked_at(request, pack, number), request.today)
            if not file.kind.samples:
                raise CaseNotFound(number)
            return view(request, file, *args, **kwargs)
        except (CaseNotFound, PackNotFound) as missing:
            raise Http404 from missing

    return fetch


@of_plan
def plan(request: Request, file: CaseFile) -> HttpResponse:
    """Show a plan, or draw its sample."""
    who = actor(request)
    if request.method != "POST":
        return page(request, "check_plan", {"place": "checks", "plan": plan_page(file, who, request.GET)})
    try:
        seed, size, strata, narrow = asked_draw(file, request.POST)
        reason = request.POST.get("reason", "")
        draw_sample(
            case=file.case, seed=seed, size=size, strata=strata, narrow=narrow, reason=reason, by=who,
            at=request.received_at,
        )  # fmt: skip
    except Refused as refusal:
        shown = plan_page(file, who, request.POST, refusal)
        return page(request, "check_plan", {"place": "checks", "plan": shown}, status=status_of(refusal))
    messages.success(request, _("The sample is drawn; seed and frame are in the trail."))
    return redirect(f"{plan_url(file.case)}#sample")


@require_GET
@of_plan
def frame(request: Request, file: CaseFile) -> HttpResponse:
    """Answer with the frame of the last draw as a table."""
    return attached(frame_table(file.case), f"{file.case.number}-frame.csv", "text/csv; charset=utf-8")


@of_plan
def replace(request: Request, file: CaseFile, target: str) -> HttpResponse:
    """Take a case out of the sample and draw the next of its stratum."""
    who = actor(request)
    case = get_case(who, file.case.pack, target)
    title = _("Replace %(number)s") % {"number": case.number}
    typed = request.POST if request.method == "POST" else None
    note = _("The next case of the same stratum by lot takes its place. The reason stays in the trail.")
    shown = small_page(file, who, title, reason_asks(), typed, note=note)
    if typed is None:
        return page(request, "case_outcome", {"place": "checks", "act": shown})
    try:
        new = replace_drawn(case=file.case, target=case, reason=typed.get("reason", ""), by=who, at=request.received_at)
    except Refused as refusal:
        shown.refuse(refusal, _("The sample stays as it is"))
        return page(request, "case_outcome", {"place": "checks", "act": shown}, status=status_of(refusal))
    said = (
        _("%(number)s was drawn instead.") % {"number": new.target.number}
        if new
        else _("Its stratum has no other case.")
    )
    messages.success(request, said)
    return redirect(f"{plan_url(file.case)}#sample")


@of_plan
def avoid(request: Request, file: CaseFile) -> HttpResponse:
    """Declare that somebody keeps away from a unit or a case."""
    who = actor(request)
    typed = request.POST if request.method == "POST" else None
    note = _(
        "Every plan keeps to a declaration until it is lifted. You may declare for yourself; the office for everybody."
    )
    shown = small_page(file, who, _("Declare avoidance"), avoid_asks(), typed, note=note)
    if typed is None:
        return page(request, "case_outcome", {"place": "checks", "act": shown})
    try:
        declare_avoidance(case=file.case, by=who, at=request.received_at, **declared(shown.form, file, who))
    except Refused as refusal:
        shown.refuse(refusal, _("Nothing was declared"))
        return page(request, "case_outcome", {"place": "checks", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The declaration is kept."))
    return redirect(f"{plan_url(file.case)}#team")


@of_plan
def lift(request: Request, file: CaseFile, avoidance: int) -> HttpResponse:
    """Lift a declaration."""
    who = actor(request)
    typed = request.POST if request.method == "POST" else None
    shown = small_page(file, who, _("Lift the declaration"), reason_asks(), typed)
    if typed is None:
        return page(request, "case_outcome", {"place": "checks", "act": shown})
    reason = typed.get("reason", "")
    try:
        lift_avoidance(case=file.case, avoidance_id=avoidance, reason=reason, by=who, at=request.received_at)
    except Refused as refusal:
        shown.refuse(refusal, _("The declaration stands"))
        return page(request, "case_outcome", {"place": "checks", "act": shown}, status=status_of(refusal))
    messages.success(request, _("The declaration is lifted."))
    return redirect(f"{plan_url(file.case)}#team")


urlpatterns = [
    path("checks/<str:pack>/<str:number>/", plan, name="check_plan"),
    path("checks/<str:pack>/<str:number>/frame.csv", frame, name="check_frame"),
    path("checks/<str:pack>/<str:number>/replace/<str:target>/", replace, name="check_replace"),
    path("checks/<str:pack>/<str:number>/avoid/", avoid, name="check_avoid"),
    path("checks/<str:pack>/<str:number>/avoid/<int:avoidance>/lift/", lift, name="check_avoid_lift"),
]
