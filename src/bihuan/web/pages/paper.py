"""One document: read, changed paragraph by paragraph, written anew, made final, taken out as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.writing.actions import bring_back, edit_writing, make_final, put_away, take_back, take_up, write_anew
from bihuan.loop.writing.files import FORMATS, file_of
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import get_writing
from bihuan.web.case.access import status_of
from bihuan.web.numbers import number_in
from bihuan.web.papers.access import for_writers, of_writing
from bihuan.web.papers.anew import anew_page, anew_typed
from bihuan.web.papers.draft import paper_page, part_id
from bihuan.web.papers.edits import edit_of
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor


@of_writing
def show(request: Request, writing: Writing) -> HttpResponse:
    shown = paper_page(
        actor(request), writing, request.today, opened=request.GET.get("part", ""), adding=request.GET.get("after", "")
    )
    return page(request, "paper", {"place": "rounds", "head": shown.head, "page": shown})


@require_POST
@for_writers
def edit(request: Request, writing: Writing) -> HttpResponse:
    """Take one edit, and come back to where it was made."""
    change = edit_of(request.POST)
    if change is None:
        raise Http404
    try:
        edit_writing(writing=writing, edit=change, version=_version(request), by=actor(request), at=request.received_at)
    except Refused as refusal:
        return _refuse(request, writing, refusal, opened=request.POST.get("part", ""))
    return redirect(f"{reverse('paper', args=[writing.pk])}#{part_id(request.POST.get('part', ''))}")


@require_POST
@for_writers
def act(request: Request, writing: Writing) -> HttpResponse:
    """Take a change back, bring a version back, put the draft away or take it up, or make it final."""
    who, at, version = actor(request), request.received_at, _version(request)
    kept = number_in(request.POST.get("kept"))
    try:
        match request.POST.get("do", ""):
            case "undo":
                take_back(writing=writing, version=version, by=who, at=at)
            case "bring" if kept is not None:
                bring_back(writing=writing, kept=kept, version=version, by=who, at=at)
            case "away":
                put_away(writing=writing, by=who, at=at)
            case "up":
                take_up(writing=writing, by=who, at=at)
            case "final":
                make_final(writing=writing, version=version, by=who, at=at)
                messages.success(request, _("The document is final."))
            case _:
                raise Http404
    except Refused as refusal:
        return _refuse(request, writing, refusal)
    return redirect("paper", writing.pk)


@for_writers
def anew(request: Request, writing: Writing) -> HttpResponse:
    """Ask for the day and the answers, and write the draft anew."""
    refused = None
    if request.method == "POST":
        try:
            asof, asked = anew_typed(writing, request.POST)
            version, by, at = _version(request), actor(request), request.received_at
            write_anew(writing=writing, asof=asof, version=version, by=by, at=at, asked=asked)
            messages.success(request, _("The document was written anew; what was written by hand is still there."))
            return redirect("paper", writing.pk)
        except Refused as refusal:
            refused = refusal
    shown = anew_page(writing, request.today, request.POST if request.method == "POST" else None, refused)
    context = {"place": "rounds", "head": shown.head, "page": shown}
    return page(request, "paper_anew", context, status=status_of(refused) if refused is not None else 200)


@require_GET
@of_writing
def file(request: Request, writing: Writing, format: str) -> HttpResponse:  # noqa: A002 - the word of the address
    if format not in FORMATS:
        raise Http404
    try:
        made = file_of(writing, format)
    except Refused as refusal:
        return _refuse(request, writing, refusal)
    return attached(made.data, made.name, made.media_type)


def _refuse(request: Request, writing: Writing, refusal: Refused, opened: str = "") -> HttpResponse:
    who = actor(request)
    now = get_writing(who, writing.pk, request.today)
    shown = paper_page(
        who, now, request.today, opened=opened, refused=refusal.sentence, missing=refusal.missing, typed=request.POST
    )
    return page(request, "paper", {"place": "rounds", "head": shown.head, "page": shown}, status=status_of(refusal))


def _version(request: Request) -> int:
    version = number_in(request.POST.get("version"))
    return -1 if version is None else version


urlpatterns = [
    path("papers/<int:writing_id>/", show, name="paper"),
    path("papers/<int:writing_id>/edit/", edit, name="paper_edit"),
    path("papers/<int:writing_id>/act/", act, name="paper_act"),
    path("papers/<int:writing_id>/anew/", anew, name="paper_anew"),
    path("papers/<int:writing_id>/file.<slug:format>", file, name="paper_file"),
]
