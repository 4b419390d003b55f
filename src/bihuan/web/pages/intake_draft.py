"""The draft beside its source text: every line is ticked, assigned, retitled, split, joined or left out here."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.evidence import store
from bihuan.loop.intake.actions import change_round, edit_draft, undo_edit
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import get_draft
from bihuan.web.case.access import status_of
from bihuan.web.case.files import FILE_POLICY
from bihuan.web.intake.access import of_draft
from bihuan.web.intake.answers import draft_page, draw_row, refuse_line, row_answer, view_of, whole_answer
from bihuan.web.intake.edits import edit_all, edit_line
from bihuan.web.intake.round_form import round_given
from bihuan.web.numbers import number_in
from bihuan.web.request import Request, actor


@of_draft
def show(request: Request, draft: IntakeDraft) -> HttpResponse:
    return draft_page(request, view_of(request, draft))


@of_draft
def line(request: Request, draft: IntakeDraft, line_id: str) -> HttpResponse:
    """Open a line for editing, or take an edit of it."""
    if request.method != "POST":
        if request.htmx:
            return draw_row(request, view_of(request, draft, opened="" if "close" in request.GET else line_id), line_id)
        return redirect(f"{reverse('intake_draft', args=[draft.pk])}?line={line_id}#line-{line_id}")
    who = actor(request)
    try:
        edit = edit_line(line_id, request.POST, who.area_id)
        new = edit_draft(draft=draft, edit=edit.apply, version=_version(request), by=who, at=request.received_at)
    except Refused as refusal:
        return refuse_line(request, draft, line_id, refusal, opened=f"title-{line_id}" in request.POST)
    if edit.whole:
        return whole_answer(request, new, f"#line-{line_id}")
    return row_answer(request, new, line_id)


@require_POST
@of_draft
def lines(request: Request, draft: IntakeDraft) -> HttpResponse:
    """Take an edit of the whole draft: a new finding, numbers, a unit for all lines that name it, or taking back."""
    who, at, undo = actor(request), request.received_at, request.POST.get("do") == "undo"
    try:
        if undo:
            new = undo_edit(draft=draft, version=_version(request), by=who, at=at)
            told = _("The last change was taken back.")
        else:
            edit, say = edit_all(request.POST, who.area_id)
            new = edit_draft(draft=draft, edit=edit, version=_version(request), by=who, at=at)
            told = say()
    except Refused as refusal:
        view = view_of(request, get_draft(who, draft.pk))
        return draft_page(request, view, status=status_of(refusal), typed=request.POST, refusal=refusal, of="draft")
    return whole_answer(request, new, "#draft", told)


@require_POST
@of_draft
def round_facts(request: Request, draft: IntakeDraft) -> HttpResponse:
    who = actor(request)
    try:
        given = round_given(draft, request.POST)
        change_round(draft=draft, given=given, version=_version(request), by=who, at=request.received_at)
    except Refused as refusal:
        view = view_of(request, get_draft(who, draft.pk))
        return draft_page(request, view, status=status_of(refusal), typed=request.POST, refusal=refusal, of="round")
    messages.success(request, _("The facts of the round are kept."))
    return redirect("intake_draft", draft.pk)


def _version(request: Request) -> int:
    version = number_in(request.POST.get("version"))
    # A form without a version is no form of ours; -1 is the version of no draft.
    return -1 if version is None else version


@of_draft
def source_file(request: Request, draft: IntakeDraft) -> HttpResponseBase:
    """Answer the document as it was brought, always as a download that browsers neither run nor guess."""
    try:
        stream = store.open_file(draft.area_id, draft.file.digest)
    except store.Missing as missing:
        raise Http404 from missing
    response = FileResponse(stream, as_attachment=True, filename=draft.name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


urlpatterns = [
    path("intake/<int:draft_id>/", show, name="intake_draft"),
    path("intake/<int:draft_id>/lines/", lines, name="intake_lines"),
    path("intake/<int:draft_id>/line/<slug:line_id>/", line, name="intake_line"),
    path("intake/<int:draft_id>/round/", round_facts, name="intake_round"),
    path("intake/<int:draft_id>/file", source_file, name="intake_file"),
]
