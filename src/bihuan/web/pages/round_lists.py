"""The lists of a round: all of them, one on the screen, as files, and what the office sets of them."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.viewing import look_along
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.lists.actions import move_list, reset_list, set_list
from bihuan.loop.lists.errors import ListNotFound
from bihuan.loop.lists.files import AT_ONCE, FORMS, Wanted, prepare
from bihuan.loop.lists.queries import list_of, lists_of
from bihuan.loop.lists.rules import can_set_lists
from bihuan.web.lists.asked import asked_of, round_of
from bihuan.web.lists.page import list_page, lists_page
from bihuan.web.lists.setting import columns_typed, setting_page
from bihuan.web.numbers import number_in
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Say


@require_GET
def lists(request: Request, pack: str, number: str) -> HttpResponse:
    who = actor(request)
    round_ = round_of(who, pack, number)
    shown = lists_page(who, round_, asked_of(request.GET, who.area_id, request.today))
    return page(request, "round_lists", {"place": "rounds", "head": shown.head, "page": shown})


@require_GET
def one_list(request: Request, pack: str, number: str, list_id: str) -> HttpResponse:
    who = actor(request)
    round_ = round_of(who, pack, number)
    asked, at = asked_of(request.GET, who.area_id, request.today), number_in(request.GET.get("page")) or 1
    try:
        shown = list_page(who, round_, list_id, asked, at)
    except ListNotFound as missing:
        raise Http404 from missing
    look_along(ids=shown.behind, by=who, at=request.received_at)
    return page(request, "round_list", {"place": "rounds", "head": shown.head, "page": shown})


@require_POST
def file(request: Request, pack: str, number: str, list_id: str = "") -> HttpResponse:
    """Answer with a list as a file, or with all lists in one; long ones and one workbook for each unit become a job."""
    who = actor(request)
    round_, asked = round_of(who, pack, number), asked_of(request.POST, who.area_id, request.today)
    form = request.POST.get("form", "")
    wanted = Wanted(
        round_id=round_.pk,
        lists=(list_id,) if list_id else tuple(one.id for one in lists_of(round_)),
        asof=asked.asof,
        form=form if form in FORMS else "xlsx",
        unit=asked.unit.pk if asked.unit is not None else None,
        language=asked.language,
        by_unit=form == "units",
    )
    try:
        return _answer(request, round_, wanted)
    except ListNotFound as missing:
        raise Http404 from missing


def _answer(request: Request, round_: Case, wanted: Wanted) -> HttpResponse:
    who = actor(request)
    prepared = prepare(who, round_, wanted, today=request.today)
    if wanted.by_unit or prepared.rows > AT_ONCE:
        title = _("%(list)s, one workbook for each unit") if wanted.by_unit else "%(list)s"
        name = prepared.name.rpartition(".")[0]
        job = start_job(kind="list", given=wanted.given(), by=who, at=request.received_at, title=title % {"list": name})
        return redirect("job", job.pk)
    buffer = BytesIO()
    prepared.write(buffer)
    return attached(buffer.getvalue(), prepared.name, FORMS[wanted.form])


@require_http_methods(["GET", "POST"])
def setting(request: Request, pack: str, number: str, list_id: str) -> HttpResponse:
    """Let the office name a list and choose its columns, or take the pack's again."""
    round_ = _own_round(request, pack, number)
    try:
        one, refusal = list_of(round_, list_id), None
        if request.method == "POST":
            try:
                _set(request, round_, list_id)
                return redirect("round_list", pack, number, list_id)
            except Refused as refused:
                refusal = Say("no", _("The list was not changed"), refused.sentence)
    except ListNotFound as missing:
        raise Http404 from missing
    shown = setting_page(round_, one, request.POST if refusal is not None else None)
    context = {"place": "rounds", "head": shown.head, "page": shown, "refusal": refusal}
    return page(request, "round_list_set", context, status=422 if refusal else 200)


def _set(request: Request, round_: Case, list_id: str) -> None:
    by, at, typed = actor(request), request.received_at, request.POST
    if "reset" in typed:
        reset_list(round_=round_, list_id=list_id, by=by, at=at)
        messages.success(request, _("The list is as the pack says again."))
        return
    columns, shown = columns_typed(typed), "shown" in typed
    set_list(round_=round_, list_id=list_id, name=typed.get("name", ""), columns=columns, shown=shown, by=by, at=at)
    messages.success(request, _("The list is set."))


@require_POST
def order(request: Request, pack: str, number: str) -> HttpResponse:
    """Move one list up or down among those of the round."""
    round_ = _own_round(request, pack, number)
    step = -1 if "up" in request.POST else 1
    try:
        move_list(
            round_=round_, list_id=request.POST.get("list", ""), step=step, by=actor(request), at=request.received_at
        )
    except ListNotFound as missing:
        raise Http404 from missing
    return redirect("round_lists", pack, number)


def _own_round(request: Request, pack: str, number: str) -> Case:
    """Return the round, for those who keep its ledger; the page of what is missing for others."""
    who = actor(request)
    round_ = round_of(who, pack, number)
    if not can_set_lists(who, CaseFile(round_, request.today)):
        raise Http404
    return round_


urlpatterns = [
    path("rounds/<str:pack>/<str:number>/lists/", lists, name="round_lists"),
    path("rounds/<str:pack>/<str:number>/lists/-/order/", order, name="round_lists_order"),
    path("rounds/<str:pack>/<str:number>/lists/-/file/", file, name="round_lists_file"),
    path("rounds/<str:pack>/<str:number>/lists/<str:list_id>/", one_list, name="round_list"),
    path("rounds/<str:pack>/<str:number>/lists/<str:list_id>/set/", setting, name="round_list_set"),
    path("rounds/<str:pack>/<str:number>/lists/<str:list_id>/file/", file, name="round_list_file"),
]
