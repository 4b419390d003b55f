"""Who holds the desks of each pack."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.desks import desk_lists, remove_desk_holder, set_desk_holder
from bihuan.web.language import say
from bihuan.web.organisation import chosen_person, chosen_unit, managers_only, tabs, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Combo, Head


class HolderForm(forms.Form):
    """A unit or a person: `unit:3` or `person:8` from the list, or a name as typed."""

    pack = forms.SlugField()
    desk = forms.SlugField()
    heads_only = forms.BooleanField(label=gettext_lazy("Only the head signs"), required=False)


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
def remove_holder(request: Request, holder_id: int) -> HttpResponse:
    remove_desk_holder(holder_id=holder_id, by=actor(request), at=request.received_at)
    messages.success(request, _("The desk was taken from its holder."))
    return _back(request)


def _back(request: Request) -> HttpResponse:
    """Lead back to where the desks were shown: their own page, or the guided set-up."""
    return redirect("set_up_desks" if request.POST.get("next") == "set-up" else "desks")


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
    """Return the desks of every pack for components/desk_rows.html; the sentence of a refused form at its desk."""
    packs = []
    for pack in desk_lists(actor(request).area_id):
        rows = [
            {
                "id": desk.id,
                "title": say(desk.title),
                "holders": desk.holders,
                "combo": _box(request, form, pack.id, desk.id),
            }
            for desk in pack.desks
        ]
        packs.append({"id": pack.id, "title": say(pack.title), "desks": rows})
    return packs


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


def _page(request: Request, form: HolderForm | None = None) -> HttpResponse:
    packs = desk_rows(request, form)
    free = sum(not desk["holders"] for pack in packs for desk in pack["desks"])
    words = ngettext(
        "%(count)d desk has no holder yet: what comes to it waits for nobody.",
        "%(count)d desks have no holder yet: what comes to them waits for nobody.",
        free,
    )
    facts = words % {"count": free} if free else _("Every desk has a holder.")
    head = Head(_("Desks"), facts=facts)
    context = {"place": "organisation", "head": head, "tabs": tabs("desks"), "packs": packs}
    return page(request, "desks", context, status=400 if form else 200)


urlpatterns = [
    path("desks/", desks, name="desks"),
    path("desks/name/", name_holder, name="desk_name"),
    path("desks/<int:holder_id>/remove/", remove_holder, name="desk_remove"),
]
