"""An administrator's page of one pack: on and off, versions, files, running cases."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.loop.cases.values import words
from bihuan.loop.errors import Refused
from bihuan.loop.packs.actions import choose_version, copy_pack, discard_draft, switch_pack
from bihuan.loop.packs.files import export_pack
from bihuan.loop.packs.impact import impact_of
from bihuan.loop.packs.queries import draft_of, pack_state, release_of
from bihuan.loop.packs.upgrading import start_moving
from bihuan.packspec.written import differences as lines_between
from bihuan.web.numbers import number_in
from bihuan.web.packs.access import administrators_of_packs
from bihuan.web.packs.managing import crumbs, head_of, impact_shown, version_rows, version_words
from bihuan.web.parts import attached, page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link


@administrators_of_packs
def manage(request: Request, pack_id: str) -> HttpResponse:
    if request.method == "POST":
        return _act(request, pack_id)
    state = pack_state(actor(request).area_id, pack_id)
    context = {
        "place": "packs", "head": head_of(state), "state": state, "desks": [words(desk) for desk in state.empty_desks],
        "versions": version_rows(state),
        "used": version_words(state.version, own=state.own), "older": state.all_running - state.running.get(state.version, 0),
        "newer": version_words(state.newer, own=False) if state.newer else "",
        "newest": max((one.number for one in state.versions if not one.own), default=0),
    }  # fmt: skip
    return page(request, "pack_manage", context)


def _act(request: Request, pack_id: str) -> HttpResponse:
    by, at, do = actor(request), request.received_at, request.POST.get("do", "")
    target = reverse("pack_manage", args=[pack_id])
    try:
        if do in {"on", "off"}:
            switch_pack(pack=pack_id, on=do == "on", by=by, at=at)
            messages.success(request, _("The system is in use.") if do == "on" else _("The system is switched off."))
        elif do == "choose":
            choose_version(pack=pack_id, version=number_in(request.POST.get("version")), by=by, at=at)
            messages.success(request, _("New cases begin with this version from now on."))
        elif do == "copy":
            copy_pack(pack=pack_id, by=by, at=at)
            target = reverse("pack_edit", args=[pack_id])
        elif do == "discard":
            discard_draft(pack=pack_id, by=by, at=at)
            messages.success(request, _("The copy is thrown away."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(target)


@administrators_of_packs
def move(request: Request, pack_id: str) -> HttpResponse:
    """Show what moving the running cases to the version in use would do, and leave it to a worker."""
    by = actor(request)
    state = pack_state(by.area_id, pack_id)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            return redirect("job", start_moving(pack=pack_id, by=by, at=request.received_at).pk)
        except Refused as refusal:
            refused = refusal
    impact = impact_shown(impact_of(by.area_id, state.pack, request.today), state.empty_desks)
    used = version_words(state.version, own=state.own)
    title, facts = _("Move running cases"), _("to %(version)s") % {"version": used}
    head = Head(title, crumbs=crumbs(state, Link(title)), facts=facts)
    context = {"place": "packs", "head": head, "impact": impact, "refused": refused, "state": state}
    context["back"] = crumbs(state)[1].url
    return page(request, "pack_move", context, status=409 if refused else 200)


@require_GET
@administrators_of_packs
def differences(request: Request, pack_id: str) -> HttpResponse:
    """Show how one version becomes another; `new=draft` is the copy that is being edited."""
    area_id = actor(request).area_id
    state = pack_state(area_id, pack_id)
    old, new = number_in(request.GET.get("old")) or state.version, request.GET.get("new", "")
    draft = draft_of(area_id, pack_id) if new == "draft" else None
    number = number_in(new) or state.version
    text = draft.text if draft is not None else release_of(area_id, pack_id, number).text
    lines = lines_between(release_of(area_id, pack_id, old).text, text)
    names = [version_words(one, own=one > 1000) for one in (old, number)]
    head = Head(
        _("Differences"),
        crumbs=crumbs(state, Link(_("Differences"))),
        facts=f"{names[0]} → {_('the copy') if draft else names[1]}",
    )
    context = {
        "place": "packs",
        "head": head,
        "lines": lines,
        "edit": reverse("pack_edit", args=[pack_id]) if state.drafted else "",
    }
    return page(request, "pack_differences", context)


@require_GET
@administrators_of_packs
def file(request: Request, pack_id: str, version: int, what: str) -> HttpResponse:
    files = export_pack(area_id=actor(request).area_id, pack=pack_id, version=version)
    if what == "pack":
        return attached(files.text.encode(), files.name, "application/toml")
    if not files.cases:
        raise Http404
    return attached(files.cases.encode(), files.cases_name, "application/toml")


urlpatterns = [
    path("packs/<str:pack_id>/manage/", manage, name="pack_manage"),
    path("packs/<str:pack_id>/move/", move, name="pack_move"),
    path("packs/<str:pack_id>/differences/", differences, name="pack_differences"),
    path("packs/<str:pack_id>/files/<int:version>/<slug:what>/", file, name="pack_file"),
]
