"""Editing an area's copy of a pack, adopting it, and importing one from files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.models import PackDraft
from bihuan.loop.packs.actions import MOST_TEXT, adopt_draft, save_draft
from bihuan.loop.packs.files import import_pack
from bihuan.loop.packs.impact import impact_of
from bihuan.loop.packs.queries import draft_of
from bihuan.loop.rehearsal.jobs import start_rehearsal
from bihuan.packspec.written import read_written
from bihuan.web.numbers import number_in
from bihuan.web.packs.access import administrators_of_packs
from bihuan.web.packs.adopting import adopt_page
from bihuan.web.packs.editor import editor_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link, Upload


@administrators_of_packs
def edit(request: Request, pack_id: str) -> HttpResponse:
    draft = _draft(request, pack_id)
    if request.method != "POST":
        shown = draft_of(draft.area_id, pack_id, number_in(request.GET.get("save"))) or draft
        return _editor(request, draft, (shown.text, shown.cases), seen=draft.number)
    text, cases = request.POST.get("text", ""), request.POST.get("cases", "")
    seen, refused = number_in(request.POST.get("seen")) or 0, ""
    if request.POST.get("do") != "check":
        try:
            draft = save_draft(
                pack=pack_id, text=text, cases=cases, seen=seen, by=actor(request), at=request.received_at
            )
            seen = draft.number
            if request.POST.get("do") == "adopt":
                return redirect("pack_adopt", pack_id)
            if request.POST.get("do") == "tell":
                job = start_rehearsal(pack=pack_id, seen=seen, by=actor(request), at=request.received_at)
                return redirect("job", job.pk)
            messages.success(request, _("Saved."))
        except Refused as refusal:
            refused = refusal.sentence
    return _editor(request, draft, (text, cases), seen=seen, refused=refused)


def _editor(
    request: Request, draft: PackDraft, typed: tuple[str, str], *, seen: int, refused: str = ""
) -> HttpResponse:
    text, cases = (one.replace("\r\n", "\n") for one in typed)
    shown = editor_page(actor(request).area_id, draft, text=text, cases=cases, seen=seen, refused=refused)
    context = {"place": "packs", "head": shown.head, "shown": shown}
    return page(request, "pack_edit", context, status=409 if refused else 200)


def _draft(request: Request, pack_id: str) -> PackDraft:
    draft = draft_of(actor(request).area_id, pack_id)
    if draft is None:
        raise Http404
    return draft


@administrators_of_packs
def adopt(request: Request, pack_id: str) -> HttpResponse:
    """Show what adopting the copy would mean, and adopt it."""
    draft, by = _draft(request, pack_id), actor(request)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            seen = number_in(request.POST.get("seen")) or 0
            adopt_draft(pack=pack_id, seen=seen, by=by, at=request.received_at)
            messages.success(request, _("Adopted. New cases begin with it from now on."))
            return redirect("pack_manage", pack_id)
        except Refused as refusal:
            refused = refusal
    target = read_written(pack_id, draft.text).pack
    if target is None:
        return redirect("pack_edit", pack_id)
    shown = adopt_page(by.area_id, draft, target, impact_of(by.area_id, target, request.today, since=None))
    context = {"place": "packs", "head": shown.head, "shown": shown, "impact": shown.impact, "refused": refused}
    return page(request, "pack_adopt", context, status=409 if refused else 200)


@administrators_of_packs
def import_(request: Request) -> HttpResponse:
    """Take a pack from its file, checked whole before anything is kept."""
    refused: Refused | None = None
    if request.method == "POST":
        try:
            typed, cases = _text(request.FILES.get("file")), _text(request.FILES.get("cases"))
            text = typed or request.POST.get("text", "")
            draft = import_pack(text=text, cases=cases, by=actor(request), at=request.received_at)
            return redirect("pack_adopt", draft.pack)
        except Refused as refusal:
            refused = refusal
    uploads = [
        Upload("file", _("File of the pack"), hint=_("<id>.toml, as it was exported or written by hand"), accept=".toml", max_mb=1, multiple=False),
        Upload("cases", _("Worked cases, if there are any"), hint="<id>.cases.toml", accept=".toml", max_mb=1, multiple=False),
    ]  # fmt: skip
    title = _("Import a pack")
    facts = _("Nothing is stored before all of it was checked.")
    head = Head(title, crumbs=(Link(_("Packs"), reverse("packs")), Link(title)), facts=facts)
    context = {"place": "packs", "head": head, "uploads": uploads, "refused": refused}
    context["typed"] = request.POST.get("text", "")
    return page(request, "pack_import", context, status=422 if refused else 200)


def _text(upload: Any) -> str:
    """Return the text of a file. Raises Refused for what is none."""
    if upload is None:
        return ""
    if (upload.size or 0) > MOST_TEXT * 4:
        raise Refused(_("The file is too large for a pack."))
    try:
        return str(upload.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(_("The file is no text in UTF-8.")) from None


urlpatterns = [
    path("packs/import/", import_, name="pack_import"),
    path("packs/<str:pack_id>/edit/", edit, name="pack_edit"),
    path("packs/<str:pack_id>/adopt/", adopt, name="pack_adopt"),
]
