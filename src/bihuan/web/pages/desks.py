"""Who holds the desks of each pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.desks import (
    OFFICE,
    PackDesks,
    desk_lists,
    name_office,
    remove_desk_holder,
    set_desk_holder,
)
from bihuan.web.language import say
from bihuan.web.organisation import chosen_person, chosen_unit, managers_only, tabs, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Combo, Head, Link


class HolderForm(forms.Form):
    """A unit or a person: `unit:3` or `person:8` from the list, or a name as typed."""

    pack = forms.SlugField()
    desk = forms.SlugField()
    heads_only = forms.BooleanField(label=gettext_lazy("Only the head signs"), required=False)


class OfficesForm(forms.Form):
    """The systems whose office one unit becomes."""

    heads_only = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any], *, known: Iterable[PackDesks]) -> None:
        super().__init__(data)
        wanted = {"required": gettext_lazy("Choose at least one system.")}
        choices = [(pack.id, pack.id) for pack in known]
        self.fields["packs"] = forms.MultipleChoiceField(choices=choices, error_messages=wanted)


@managers_only
def desks(request: Request) -> HttpResponse:
    return _page(request)


@managers_only
@require_POST
def name_holder(request: Request) -> HttpResponse:
    form, by = HolderForm(request.POST), actor(request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            unit, person = _holder(request, f"holder_{given['pack']}_{given['desk']}")
        except forms.ValidationError as error:
            form.add_error(None, error)
        else:
            tried(form, lambda: set_desk_holder(**given, unit=unit, person=person, by=by, at=request.received_at))
    if form.errors:
        return _page(request, form)
    messages.success(request, _("The holder was named."))
    return _back(request)


@managers_only
@require_POST
def name_offices(request: Request) -> HttpResponse:
    """Name one unit as the office of the chosen systems."""
    packs, by = request.POST.getlist("pack"), actor(request)
    form = OfficesForm({**request.POST.dict(), "packs": packs}, known=_without_office(by.area_id))
    if form.is_valid():
        try:
            unit = chosen_unit(by.area_id, *(request.POST.get(name, "") for name in ("unit", "unit_text")))
        except forms.ValidationError as error:
            form.add_error(None, error)
        else:
            given = form.cleaned_data
            tried(form, lambda: name_office(**given, unit=unit, by=by, at=request.received_at))
    if form.errors:
        return _page(request, offices=form)
    words = ngettext(
        "The unit was named as the office of %(n)d system.",
        "The unit was named as the office of %(n)d systems.",
        len(packs),
    )
    messages.success(request, words % {"n": len(packs)})
    return redirect("desks")


@managers_only
@require_POST
def remove_holder(request: Request, holder_id: int) -> HttpResponse:
    remove_desk_holder(holder_id=holder_id, by=actor(request), at=request.received_at)
    messages.success(request, _("The desk was taken from its holder."))
    return _back(request)


def _back(request: Request) -> HttpResponse:
    """Lead back to where the desks were shown, with the system unfolded: their own page, or the guided set-up."""
    name, pack = ("set_up_desks" if request.POST.get("next") == "set-up" else "desks"), request.POST.get("pack", "")
    if not pack:
        return redirect(name)
    return redirect(f"{reverse(name)}?{urlencode({'system': pack})}#h-{pack}")


def _holder(request: Request, name: str) -> tuple[Unit | None, Person | None]:
    """Return the unit or the person that was chosen or typed."""
    area_id, typed = actor(request).area_id, request.POST.get(f"{name}_text", "")
    kind, _colon, value = request.POST.get(name, "").partition(":")
    if kind == "person":
        return None, chosen_person(area_id, value, typed, on=request.today)
    if kind == "unit" or not typed.strip():
        return chosen_unit(area_id, value, typed), None
    try:
        return chosen_unit(area_id, "", typed), None
    except forms.ValidationError:
        return None, chosen_person(area_id, "", typed, on=request.today)


def desk_rows(request: Request, form: HolderForm | None = None) -> list[dict[str, Any]]:
    """
    Return the desks of every pack for components/desk_rows.html; the sentence of a refused form at its desk.

    One system is unfolded: the one that was worked on last.
    """
    packs = []
    at_work = str(form.data.get("pack")) if form is not None else request.GET.get("system", "")
    for pack in desk_lists(actor(request).area_id):
        rows = [
            {
                "id": desk.id,
                "title": say(desk.title),
                "holders": desk.holders,
                "combo": _box(request, form, pack.id, desk.id),
            }
            # What nobody holds stands first.
            for desk in sorted(pack.desks, key=lambda desk: desk not in pack.free)
        ]
        free, is_open = len(pack.free), pack.id == at_work
        packs.append({"id": pack.id, "title": say(pack.title), "desks": rows, "free": free, "open": is_open})
    return packs


def _found(packs: list[dict[str, Any]], typed: str) -> list[dict[str, Any]]:
    """Return the systems whose name holds what was typed, and of others the desks whose name or holder does; unfolded."""
    wanted, found = typed.casefold(), []
    for pack in packs:
        desks = (
            pack["desks"] if wanted in pack["title"].casefold() else [one for one in pack["desks"] if _is(one, wanted)]
        )
        if desks:
            found.append(pack | {"desks": desks, "open": True})
    return found


def _is(desk: dict[str, Any], wanted: str) -> bool:
    return any(wanted in words.casefold() for words in (desk["title"], *(holder.name for holder in desk["holders"])))


def _box(request: Request, form: HolderForm | None, pack: str, desk: str) -> Combo:
    name = f"holder_{pack}_{desk}"
    wrong = form is not None and (form.data.get("pack"), form.data.get("desk")) == (pack, desk)
    return Combo(
        name=name,
        label=_("Unit or person"),
        search=reverse("find_holders"),
        text=request.POST.get(f"{name}_text", ""),
        error=" ".join(map(str, form.non_field_errors())) if form and wrong else "",
        placeholder=_("Unit or person"),
        quiet=True,
    )


def _without_office(area_id: int) -> list[PackDesks]:
    return [pack for pack in desk_lists(area_id) if any(desk.id == OFFICE for desk in pack.free)]


def _free_words(free: int) -> str:
    words = ngettext(
        "%(count)d desk has no holder yet: what comes to it waits for nobody.",
        "%(count)d desks have no holder yet: what comes to them waits for nobody.",
        free,
    )
    return words % {"count": free} if free else _("Every desk has a holder.")


def _filters(packs: list[dict[str, Any]], *, only_free: bool) -> tuple[Link, Link]:
    free, url = sum(pack["free"] > 0 for pack in packs), reverse("desks")
    return (
        Link(_("All systems"), url, count=len(packs), current=not only_free),
        Link(_("With desks nobody holds"), f"{url}?show=free", count=free, current=only_free),
    )


def _page(request: Request, form: HolderForm | None = None, offices: OfficesForm | None = None) -> HttpResponse:
    packs, typed = desk_rows(request, form), request.GET.get("q", "").strip()
    only_free = request.GET.get("show") == "free"
    shown = [pack for pack in packs if pack["free"]] if only_free else packs
    shown = _found(shown, typed) if typed else shown
    context = {
        "place": "organisation",
        "head": Head(_("Desks"), facts=_free_words(sum(pack["free"] for pack in packs))),
        "tabs": tabs("desks"),
        "packs": shown,
        "typed": typed,
        "only_free": only_free,
        "filters": _filters(packs, only_free=only_free),
        "offices": _offices(request, offices),
        "offices_form": offices,
    }
    return page(request, "desks", context, status=400 if form or offices else 200)


def _offices(request: Request, form: OfficesForm | None) -> dict[str, Any] | None:
    """Return what names one unit as the office of several systems; None where fewer than two have none."""
    packs = _without_office(actor(request).area_id)
    if len(packs) < 2:
        return None
    chosen = request.POST.getlist("pack")
    return {
        "packs": [(pack.id, say(pack.title), pack.id in chosen) for pack in packs],
        "combo": Combo(
            name="unit",
            label=_("Unit"),
            search=reverse("find_units"),
            text=request.POST.get("unit_text", ""),
            error=" ".join(str(one) for errors in form.errors.values() for one in errors) if form else "",
        ),
        "open": form is not None,
    }


urlpatterns = [
    path("desks/", desks, name="desks"),
    path("desks/name/", name_holder, name="desk_name"),
    path("desks/offices/", name_offices, name="desk_offices"),
    path("desks/<int:holder_id>/remove/", remove_holder, name="desk_remove"),
]
