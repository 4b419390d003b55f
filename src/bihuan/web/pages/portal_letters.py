"""Letters to an enterprise in the portal: the list, one letter as a page and as a file, signing for it, replying."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.portal.letters import own_file, own_letter
from bihuan.loop.writing.files import file_of
from bihuan.web.case.access import status_of
from bihuan.web.letters.acts import ACTS
from bihuan.web.letters.files import reply_file
from bihuan.web.parts import attached
from bihuan.web.portal.access import of_enterprise
from bihuan.web.portal.frame import portal_page
from bihuan.web.portal.letters import letter_rows, letter_shown
from bihuan.web.request import Request, actor

THEIRS = ("receive", "reply")  # what is left of the acts on a letter for whom it went to


@of_enterprise
@require_GET
def letters(request: Request) -> HttpResponse:
    return portal_page(request, "portal_letters", "letters", {"rows": letter_rows(actor(request), request.today)})


@of_enterprise
@require_GET
def letter(request: Request, letter_id: int) -> HttpResponse:
    who = actor(request)
    shown = letter_shown(who, own_letter(who, letter_id, request.today), request.today)
    return portal_page(request, "portal_letter", "letters", {"letter": shown, "page": shown.paper})


@of_enterprise
@require_POST
def act(request: Request, letter_id: int) -> HttpResponse:
    who, do = actor(request), request.POST.get("do", "")
    row = own_letter(who, letter_id, request.today)
    if do not in THEIRS:
        raise Http404
    try:
        messages.success(request, ACTS[do](request, row))
    except Refused as refusal:
        now = own_letter(who, letter_id, request.today)
        shown = letter_shown(who, now, request.today, request.POST, refusal)
        context = {"letter": shown, "page": shown.paper}
        return portal_page(request, "portal_letter", "letters", context, status=status_of(refusal))
    return redirect("portal_letter", letter_id)


@of_enterprise
@require_GET
def text(request: Request, letter_id: int, format: str) -> HttpResponse:  # noqa: A002 - the word of the address
    row = own_letter(actor(request), letter_id, request.today)
    if format not in {"pdf", "docx"}:
        raise Http404
    try:
        made = file_of(row.writing, format)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("portal_letter", letter_id)
    return attached(made.data, made.name, made.media_type)


@of_enterprise
@require_GET
def file(request: Request, letter_id: int, file_id: int) -> FileResponse:
    who = actor(request)
    return reply_file(own_file(who, own_letter(who, letter_id, request.today), file_id))


urlpatterns = [
    path("portal/letters/", letters, name="portal_letters"),
    path("portal/letters/<int:letter_id>/", letter, name="portal_letter"),
    path("portal/letters/<int:letter_id>/act/", act, name="portal_letter_act"),
    path("portal/letters/<int:letter_id>/text.<slug:format>", text, name="portal_letter_text"),
    path("portal/letters/<int:letter_id>/files/<int:file_id>/", file, name="portal_letter_file"),
]
