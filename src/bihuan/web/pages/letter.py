"""One letter: read, issued, signed for, replied to, judged, withdrawn; the files of its replies."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import file_of_reply, get_letter
from bihuan.web.case.access import status_of
from bihuan.web.letters.access import of_letter
from bihuan.web.letters.acts import ACTS
from bihuan.web.letters.files import reply_file
from bihuan.web.letters.letter import letter_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@require_GET
@of_letter
def show(request: Request, letter: Letter) -> HttpResponse:
    shown = letter_page(actor(request), letter, request.today)
    return page(request, "letter", {"place": "letters", "head": shown.head, "letter": shown, "page": shown.paper})


@require_POST
@of_letter
def act(request: Request, letter: Letter) -> HttpResponse:
    """Do what the form asks, and come back with the sentence that says so, or with the refusal and what was typed."""
    do = ACTS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    try:
        messages.success(request, do(request, letter))
    except Refused as refusal:
        who = actor(request)
        shown = letter_page(who, get_letter(who, letter.pk, request.today), request.today, request.POST, refusal)
        context = {"place": "letters", "head": shown.head, "letter": shown, "page": shown.paper}
        return page(request, "letter", context, status=status_of(refusal))
    return redirect("letter", letter.pk)


@require_GET
@of_letter
def file(request: Request, letter: Letter, file_id: int) -> FileResponse:
    return reply_file(file_of_reply(letter, file_id))


urlpatterns = [
    path("letters/<int:letter_id>/", show, name="letter"),
    path("letters/<int:letter_id>/act/", act, name="letter_act"),
    path("letters/<int:letter_id>/files/<int:file_id>/", file, name="letter_file"),
]
