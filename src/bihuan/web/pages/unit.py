"""One unit: its facts, its people, what stands below it; add, change, end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.accounts.actions import add_unit, change_unit
from bihuan.accounts.audit import changes_of
from bihuan.accounts.directory import get_unit, posts_at, units_below_directly
from bihuan.accounts.errors import Refused
from bihuan.accounts.models import Unit
from bihuan.loop.cases.units import end_unit_of_cases
from bihuan.web.organisation import chosen_unit, combo, history, managers_only, tabs, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link, Trail


class UnitForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    short_name = forms.CharField(
        label=gettext_lazy("Short name"), max_length=40, required=False, help_text=gettext_lazy("Shown in lists.")
    )
    parent = forms.CharField(label=gettext_lazy("Unit above"), required=False, widget=forms.HiddenInput)
    parent_text = forms.CharField(label=gettext_lazy("Unit above"), required=False, widget=forms.HiddenInput)
    kind = forms.CharField(
        label=gettext_lazy("Kind"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For example bureau, street, company."),
    )
    former_names = forms.CharField(
        label=gettext_lazy("Former names"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One a line. Documents that use them still find the unit."),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place in the list"),
        required=False,
        min_value=0,
        max_value=99999,
        help_text=gettext_lazy("Smaller numbers stand first."),
    )
    receives = forms.BooleanField(label=gettext_lazy("May be handed cases"), required=False)

    def __init__(self, *args: Any, area_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area_id = area_id

    def clean_parent_text(self) -> str:
        """Find the unit above; what was typed counts where nothing was chosen from the list."""
        typed: str = self.cleaned_data["parent_text"]
        try:
            self.cleaned_data["parent"] = chosen_unit(self.area_id, self.cleaned_data.get("parent", ""), typed)
        except forms.ValidationError as error:
            self.add_error("parent", error)
        return typed

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the actions."""
        kept = {name: self.cleaned_data[name] for name in ("name", "short_name", "kind", "receives", "parent")}
        lines = self.cleaned_data["former_names"].splitlines()
        return {**kept, "former_names": lines, "order": self.cleaned_data["order"] or 0}


@managers_only
def add(request: Request) -> HttpResponse:
    by = actor(request)
    form = UnitForm(request.POST or None, area_id=by.area_id, initial={"receives": True, "order": 0})
    if request.method == "POST" and form.is_valid():
        unit = tried(form, lambda: add_unit(by=by, at=request.received_at, **form.facts()))
        if unit is not None:
            messages.success(request, _("%(unit)s was added.") % {"unit": unit.name})
            return redirect("unit", unit.pk)
    return _form_page(request, form, _("Add a unit"), reverse("organisation"))


@managers_only
def change(request: Request, unit_id: int) -> HttpResponse:
    by = actor(request)
    unit = get_unit(by, unit_id)
    form = UnitForm(request.POST or None, area_id=by.area_id, initial=_initial(unit))
    if request.method == "POST" and form.is_valid():
        changed = tried(form, lambda: change_unit(unit=unit, by=by, at=request.received_at, **form.facts()))
        if changed is not None:
            messages.success(request, _("%(unit)s was changed.") % {"unit": changed.name})
            return redirect("unit", unit.pk)
    above = str(unit.parent.name) if unit.parent else ""
    return _form_page(request, form, _("Change %(unit)s") % {"unit": unit.name}, reverse("unit", args=[unit.pk]), above)


@managers_only
def show(request: Request, unit_id: int) -> HttpResponse:
    by = actor(request)
    unit = get_unit(by, unit_id)
    return _unit_page(request, unit)


@managers_only
@require_POST
def end(request: Request, unit_id: int) -> HttpResponse:
    by = actor(request)
    unit = get_unit(by, unit_id)
    try:
        end_unit_of_cases(unit=unit, by=by, at=request.received_at, on=request.today)
    except Refused as refusal:
        return _unit_page(request, unit, refused=refusal.sentence)
    messages.success(request, _("%(unit)s has ended. Its name and its past stay.") % {"unit": unit.name})
    return redirect("unit", unit.pk)


def _unit_page(request: Request, unit: Unit, *, refused: str = "") -> HttpResponse:
    edit = () if unit.ended_on else (Link(_("Change"), reverse("unit_change", args=[unit.pk]), "edit"),)
    crumbs = (Link(_("Units"), reverse("organisation")), *_above(unit))
    context = {
        "place": "organisation",
        "head": Head(unit.name, crumbs=crumbs, moves=edit),
        "unit": unit,
        "former": unit.former_names.splitlines(),
        "below": units_below_directly(unit),
        "posts": posts_at(unit, on=request.today),
        "trail": Trail(history(changes_of(unit.area_id, "unit", unit.pk))),
        "refused": refused,
    }
    return page(request, "unit", context, status=400 if refused else 200)


def _above(unit: Unit) -> tuple[Link, ...]:
    return (Link(unit.parent.name, reverse("unit", args=[unit.parent.pk])),) if unit.parent else ()


def _form_page(request: Request, form: UnitForm, title: str, back: str, above: str = "") -> HttpResponse:
    hint = _("Left empty it stands at the top. All units below it move along.")
    context = {
        "place": "organisation",
        "head": Head(title, crumbs=(Link(_("Units"), reverse("organisation")), Link(title))),
        "tabs": tabs("units"),
        "form": form,
        "parent": combo(form, "parent", _("Unit above"), search="find_units", hint=hint, text=above),
        "back": back,
    }
    return page(request, "unit_form", context, status=400 if form.errors else 200)


def _initial(unit: Unit) -> dict[str, Any]:
    names = ("name", "short_name", "kind", "former_names", "receives", "order")
    return {**{name: getattr(unit, name) for name in names}, "parent": unit.parent_id or ""}


urlpatterns = [
    path("units/new/", add, name="unit_new"),
    path("units/<int:unit_id>/", show, name="unit"),
    path("units/<int:unit_id>/change/", change, name="unit_change"),
    path("units/<int:unit_id>/end/", end, name="unit_end"),
]
