"""The warnings an office sets itself, of one round or of the whole area: adopt a published ladder, change it, look, save."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.jobs import follow_ladder
from bihuan.loop.clocks.setting import can_set, check_draft, ladder_of_setting, reset_ladder, set_ladder
from bihuan.loop.errors import NotAllowed, PackNotFound, Refused
from bihuan.loop.lifecycle.packs import pack_in_use, packs_in_use
from bihuan.packspec.model import Ladder, Pack
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.ladders import ladder_page, typed_ladder
from bihuan.web.parts import page
from bihuan.web.relations import told_words
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class RungShown:
    """One step in words, as lists of ladders show it."""

    at: int
    colour: str
    word: str
    tell: str
    letter: str


@dataclass(frozen=True, slots=True)
class LadderShown:
    """One ladder in a list: where it is changed, whether it is the office's own, its steps."""

    title: str
    url: str
    own: bool
    unit: str
    rungs: tuple[RungShown, ...]
    clocks: str


@dataclass(frozen=True, slots=True)
class PackShown:
    title: str
    ladders: tuple[LadderShown, ...]
    extensions: str


@of_case
def of_round(request: Request, file: CaseFile) -> HttpResponse:
    _may(request, file.pack, file)
    context = {
        "place": "rounds",
        "head": Head(
            _("Warnings and extensions"), crumbs=_crumbs(file), facts=_("What is set here holds for this round alone.")
        ),
        "packs": [_pack_shown(request, file.pack, file)],
    }
    return page(request, "ladders", context)


def of_area(request: Request) -> HttpResponse:
    packs = [
        pack for pack in packs_in_use(actor(request).area_id) if pack.ladders and can_set(actor(request), pack.id, None)
    ]
    if not packs:
        raise Http404
    context = {
        "place": "area_ladders",
        "head": Head(
            _("Warnings and extensions"), facts=_("What is set here holds for every round that has not set its own.")
        ),
        "packs": [_pack_shown(request, pack, None) for pack in packs],
    }
    return page(request, "ladders", context)


def _may(request: Request, pack: Pack, top: CaseFile | None) -> None:
    if (top is not None and top.case.parent_id is not None) or not can_set(actor(request), pack.id, top):
        raise Http404


def _crumbs(file: CaseFile, *more: Link) -> tuple[Link, ...]:
    return (Link(file.case.number, case_url(file.case)), *more)


def _pack_shown(request: Request, pack: Pack, top: CaseFile | None) -> PackShown:
    area_id = actor(request).area_id
    case = top.case if top is not None else None
    shown = []
    for id_ in pack.ladders:
        now, own = ladder_of_setting(area_id, pack, id_, case)
        shown.append(_shown(pack, now, own is not None, _address(pack, id_, top)))
    rule = "round_extension_rule" if top is not None else "area_extension_rule"
    args = [pack.id, top.case.number] if top is not None else [pack.id]
    return PackShown(words(pack.title), tuple(shown), reverse(rule, args=args))


def _address(pack: Pack, ladder: str, top: CaseFile | None) -> str:
    if top is not None:
        return reverse("round_ladder", args=[pack.id, top.case.number, ladder])
    return reverse("area_ladder", args=[pack.id, ladder])


def _shown(pack: Pack, now: Ladder, own: bool, url: str) -> LadderShown:
    used = dict.fromkeys(
        f"{words(kind.title)}“{words(clock.title)}”"
        for kind in pack.kinds.values()
        for clock in kind.clocks.values()
        if clock.ladder == now.id
    )
    rungs = tuple(
        RungShown(
            rung.at,
            rung.colour,
            words(rung.word),
            told_words(pack, rung.tell),
            words(pack.letters[rung.letter].title) if rung.letter in pack.letters else "",
        )
        for rung in now.steps
    )
    return LadderShown(words(now.title), url, own, now.unit, rungs, "、".join(used))


@of_case
def round_ladder(request: Request, file: CaseFile, ladder: str) -> HttpResponse:
    return _edit(request, file.pack, ladder, file)


def area_ladder(request: Request, pack: str, ladder: str) -> HttpResponse:
    try:
        return _edit(request, pack_in_use(actor(request).area_id, pack), ladder, None)
    except PackNotFound as missing:
        raise Http404 from missing


def _edit(request: Request, pack: Pack, ladder: str, top: CaseFile | None) -> HttpResponse:
    _may(request, pack, top)
    if ladder not in pack.ladders:
        raise Http404
    if request.method == "POST" and request.POST.get("do") in {"save", "reset"}:
        return _save(request, pack, ladder, top)
    return _shown_page(request, pack, ladder, top)


def _shown_page(
    request: Request, pack: Pack, ladder: str, top: CaseFile | None, refusal: Refused | None = None
) -> HttpResponse:
    draft = typed_ladder(request.POST) if request.method == "POST" else None
    try:
        if draft is not None and refusal is None:
            check_draft(pack, ladder, draft)
    except Refused as wrong:
        refusal = wrong
    shown = ladder_page(
        pack, ladder, area_id=actor(request).area_id, day=request.today, top=top,
        preset=request.GET.get("preset", ""), draft=draft, refusal=refusal, look=draft is not None,
    )  # fmt: skip
    back = reverse("round_ladders", args=[pack.id, top.case.number]) if top is not None else reverse("area_ladders")
    crumbs = (Link(_("Warnings and extensions"), back), Link(shown.title))
    context = {
        "place": "rounds" if top is not None else "area_ladders",
        "head": Head(shown.title, crumbs=_crumbs(top, *crumbs) if top is not None else crumbs),
        "shown": shown,
        "back": back,
        "refusal": refusal,
    }
    return page(request, "ladder", context, status=status_of(refusal) if refusal is not None else 200)


def _save(request: Request, pack: Pack, ladder: str, top: CaseFile | None) -> HttpResponse:
    by, at, case = actor(request), request.received_at, top.case if top is not None else None
    try:
        if request.POST["do"] == "reset":
            reset_ladder(pack=pack.id, ladder=ladder, by=by, at=at, case=case)
        else:
            set_ladder(pack=pack.id, ladder=ladder, draft=typed_ladder(request.POST), by=by, at=at, case=case)
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        return _shown_page(request, pack, ladder, top, refusal)
    job = follow_ladder(pack=pack.id, case=case, by=by, at=at)
    said = (
        _("The warnings are set.")
        if job is None
        else _("The warnings are set; the lights of many cases follow in a task.")
    )
    messages.success(request, said)
    return redirect(_back(pack, top))


def _back(pack: Pack, top: CaseFile | None) -> str:
    return reverse("round_ladders", args=[pack.id, top.case.number]) if top is not None else reverse("area_ladders")


urlpatterns = [
    path("cases/<str:pack>/<str:number>/warnings/setting/", of_round, name="round_ladders"),
    path("cases/<str:pack>/<str:number>/warnings/setting/<str:ladder>/", round_ladder, name="round_ladder"),
    path("area/warnings/", of_area, name="area_ladders"),
    path("area/warnings/<slug:pack>/<str:ladder>/", area_ladder, name="area_ladder"),
]
