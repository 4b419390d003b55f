"""How extensions are decided in a round or the whole area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.clocks.extending import setting_of
from bihuan.loop.clocks.models import ExtensionSetting
from bihuan.loop.clocks.setting import can_set, set_extension_rule
from bihuan.loop.errors import NotAllowed, PackNotFound, Refused
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.packspec.model import Pack
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.language import say
from bihuan.web.numbers import number_in
from bihuan.web.parts import page
from bihuan.web.relations import Choice, deciding_choices, told_words
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link

NUMBERS = ("workdays_before", "times", "answer_workdays", "higher_days")


@dataclass(frozen=True, slots=True)
class RulePage:
    """The form. said: what the pack says, clock by clock; own: something is set here."""

    numbers: dict[str, str]
    decided_by: tuple[Choice, ...]
    higher: tuple[Choice, ...]
    higher_second: bool
    basis: str
    said: tuple[str, ...]
    own: bool
    errors: dict[str, str]


@of_case
def of_round(request: Request, file: CaseFile) -> HttpResponse:
    return _rule(request, file.pack, file)


def of_area(request: Request, pack: str) -> HttpResponse:
    try:
        return _rule(request, pack_in_use(actor(request).area_id, pack), None)
    except PackNotFound as missing:
        raise Http404 from missing


def _rule(request: Request, pack: Pack, top: CaseFile | None) -> HttpResponse:
    by = actor(request)
    if (top is not None and top.case.parent_id is not None) or not can_set(by, pack.id, top):
        raise Http404
    refusal = None
    if request.method == "POST":
        values = {} if request.POST.get("do") == "pack" else _typed(request.POST)
        try:
            case = top.case if top is not None else None
            set_extension_rule(pack=pack.id, values=values, by=by, at=request.received_at, case=case)
            messages.success(request, _("The rules of extensions are set."))
            return redirect(_back(pack, top))
        except NotAllowed as denied:
            raise Http404 from denied
        except Refused as wrong:
            refusal = wrong
    context = {
        "place": "rounds" if top is not None else "area_ladders",
        "head": _head(pack, top),
        "shown": _shown(request, pack, top, refusal),
        "back": _back(pack, top),
        "refusal": refusal,
    }
    return page(request, "extension_rule", context, status=status_of(refusal) if refusal is not None else 200)


def _back(pack: Pack, top: CaseFile | None) -> str:
    return reverse("round_ladders", args=[pack.id, top.case.number]) if top is not None else reverse("area_ladders")


def _head(pack: Pack, top: CaseFile | None) -> Head:
    title = _("Rules of extensions")
    crumbs: tuple[Link, ...] = (Link(_("Warnings and extensions"), _back(pack, top)), Link(title))
    if top is not None:
        crumbs = (Link(top.case.number, case_url(top.case)), *crumbs)
    return Head(title, crumbs=crumbs, facts=_("What is left empty stays as the pack says."))


def _typed(typed: QueryDict) -> dict[str, Any]:
    numbers = {name: _number(typed.get(name, "")) for name in NUMBERS}
    return {
        **numbers,
        "decided_by": typed.getlist("decided_by"),
        "higher": typed.getlist("higher"),
        "higher_second": bool(typed.get("higher_second")),
        "basis": typed.get("basis", ""),
    }


def _number(typed: str) -> int | str | None:
    typed = typed.strip()
    return None if not typed else (number if (number := number_in(typed)) is not None else typed)


def _shown(request: Request, pack: Pack, top: CaseFile | None, refusal: Refused | None) -> RulePage:
    path_ = (top.case.pk,) if top is not None else ()
    row = setting_of(actor(request).area_id, pack.id, path_)
    values: dict[str, Any] = _typed(request.POST) if refusal is not None else _of_row(row)
    return RulePage(
        numbers={name: "" if values.get(name) is None else str(values[name]) for name in NUMBERS},
        decided_by=deciding_choices(pack, values.get("decided_by") or ()),
        higher=deciding_choices(pack, values.get("higher") or ()),
        higher_second=bool(values.get("higher_second")),
        basis=str(values.get("basis") or ""),
        said=tuple(_said(pack)),
        own=row is not None and (row.case_id == (top.case.pk if top is not None else None)),
        errors=dict(refusal.fields) if refusal is not None else {},
    )


def _of_row(row: ExtensionSetting | None) -> dict[str, Any]:
    names = (*NUMBERS, "decided_by", "higher", "higher_second", "basis")
    return {name: getattr(row, name) for name in names} if row is not None else {}


def _said(pack: Pack) -> list[str]:
    found = []
    for kind in pack.kinds.values():
        for clock in kind.clocks.values():
            if (rule := clock.extension) is not None:
                found.append(
                    _("%(kind)s, “%(clock)s”: asked by %(by)s, decided by %(decided)s")
                    % {
                        "kind": say(kind.title),
                        "clock": say(clock.title),
                        "by": told_words(pack, rule.by),
                        "decided": told_words(pack, rule.decided_by),
                    }
                )
    return found


urlpatterns = [
    path("cases/<str:pack>/<str:number>/warnings/extensions/", of_round, name="round_extension_rule"),
    path("area/extensions/<slug:pack>/", of_area, name="area_extension_rule"),
]
