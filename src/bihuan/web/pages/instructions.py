"""Instructions of leaders: given on a case, signed for, answered, ended; the registers of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.instructions.actions import (
    answer_instruction,
    close_instruction,
    give_instruction,
    receive_instruction,
    withdraw_instruction,
)
from bihuan.loop.instructions.models import Addressee
from bihuan.loop.instructions.queries import instruction_of, line_of
from bihuan.loop.lists.files import FORMS, file_name, write_book
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.files import brought, place_for
from bihuan.web.case.marks import case_url
from bihuan.web.case.plain import ActPage, asked_date
from bihuan.web.instructions.page import (
    answer_page,
    end_page,
    giver_of,
    members_of,
    new_page,
    register_book,
    register_page,
    week_page,
)
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor


@require_GET
def register(request: Request) -> HttpResponse:
    shown = register_page(actor(request), request.GET, request.today)
    return page(request, "instructions", {"place": "instructions", "head": shown.head, "page": shown})


@require_GET
def file(request: Request) -> HttpResponse:
    """Answer with the register as a workbook."""
    buffer = BytesIO()
    write_book(register_book(actor(request), request.GET, request.today), "xlsx", buffer)
    return attached(buffer.getvalue(), file_name(_("Register of instructions"), request.today, "xlsx"), FORMS["xlsx"])


@require_GET
def week(request: Request) -> HttpResponse:
    try:
        on = min(date.fromisoformat(request.GET.get("on", "")), request.today)
    except ValueError:
        on = request.today
    shown = week_page(actor(request), on, request.today)
    return page(request, "instructions_week", {"place": "instructions", "head": shown.head, "page": shown})


def _answer(request: Request, act: ActPage, status: int = 200, **more: object) -> HttpResponse:
    return page(request, "instruction", {"place": "instructions", "act": act, **more}, status=status)


@of_case
def new(request: Request, file: CaseFile) -> HttpResponse:
    who, typed = actor(request), request.POST if request.method == "POST" else None
    act = new_page(file, who, typed)
    if typed is None:
        return _answer(request, act)
    try:
        given = act.form.given()
        row = give_instruction(
            case=file.case,
            text=given["text"],
            due=asked_date(act.form, "due"),
            given_on=asked_date(act.form, "given_on") if "given_on" in given else None,
            giver=giver_of(act.form, who.area_id),
            to=members_of(act.form, who.area_id),
            by=who,
            at=request.received_at,
        )
    except Refused as refusal:
        act.refuse(refusal, _("The instruction was not given"))
        return _answer(request, act, status_of(refusal))
    messages.success(request, _("The instruction is given; those who answer are told."))
    return redirect(f"{case_url(file.case)}#instruction-{row.pk}")


@require_POST
@of_case
def receive(request: Request, file: CaseFile, line: int) -> HttpResponse:
    row = _line(file, line)
    try:
        receive_instruction(line=row, by=actor(request), at=request.received_at)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("You have signed for the instruction."))
    return redirect(f"{case_url(file.case)}#instruction-{row.instruction_id}")


@of_case
def answer(request: Request, file: CaseFile, line: int) -> HttpResponse:
    who, row = actor(request), _line(file, line)
    act = answer_page(file, who, row, request.POST if request.method == "POST" else None)
    upload = place_for("evidence", _("Material (may stay empty)"))
    if request.method != "POST":
        return _answer(request, act, upload=upload)
    try:
        files = brought(request.FILES, "evidence")
        answer_instruction(line=row, **act.form.given(), brought=files, by=who, at=request.received_at)
    except Refused as refusal:
        act.refuse(refusal, _("The answer was not sent"))
        return _answer(request, act, status_of(refusal), upload=upload)
    messages.success(request, _("The answer is sent."))
    return redirect(f"{case_url(file.case)}#instruction-{row.instruction_id}")


@of_case
def end(request: Request, file: CaseFile, instruction: int, withdraw: bool) -> HttpResponse:
    """End an instruction that all have answered, or withdraw it."""
    who, typed = actor(request), request.POST if request.method == "POST" else None
    act, row = end_page(file, who, instruction, withdraw=withdraw, typed=typed), instruction_of(file.case, instruction)
    if row is None:
        raise Http404
    if typed is None:
        return _answer(request, act, 409 if act.closed else 200)
    opinion = act.form.given()["opinion"]
    try:
        if withdraw:
            withdraw_instruction(instruction=row, reason=opinion, by=who, at=request.received_at)
        else:
            close_instruction(instruction=row, opinion=opinion, by=who, at=request.received_at)
    except Refused as refusal:
        act.refuse(refusal, _("The instruction was not ended"))
        return _answer(request, act, status_of(refusal))
    messages.success(request, _("The instruction is ended."))
    return redirect(f"{case_url(file.case)}#instruction-{row.pk}")


def _line(file: CaseFile, pk: int) -> Addressee:
    row = line_of(file.case, pk)
    if row is None:
        raise CaseNotFound(file.case.number)
    return row


CASE = "cases/<str:pack>/<str:number>/instructions"
urlpatterns = [
    path("instructions/", register, name="instructions"),
    path("instructions/file/", file, name="instructions_file"),
    path("instructions/week/", week, name="instructions_week"),
    path(f"{CASE}/new/", new, name="instruction_new"),
    path(f"{CASE}/lines/<int:line>/receive/", receive, name="instruction_receive"),
    path(f"{CASE}/lines/<int:line>/answer/", answer, name="instruction_answer"),
    path(f"{CASE}/<int:instruction>/end/", end, {"withdraw": False}, name="instruction_close"),
    path(f"{CASE}/<int:instruction>/withdraw/", end, {"withdraw": True}, name="instruction_withdraw"),
]
