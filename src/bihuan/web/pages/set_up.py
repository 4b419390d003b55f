"""
The first start, step by step: area and administrator, units, desks.

The first step exists only while nobody administers anything; the others only for the administrator of an area whose
set-up is not finished. Afterwards none of them exists.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bihuan.accounts.actions import FirstAdministrator, add_units_from_outline, finish_set_up, set_up_area
from bihuan.accounts.directory import get_area, unit_tree
from bihuan.accounts.outline import read_outline
from bihuan.accounts.queries import set_up_is_open
from bihuan.web.organisation import managers_only, tried
from bihuan.web.pages.desks import desk_rows
from bihuan.web.parts import page
from bihuan.web.request import Request, actor

View = Callable[[Request], HttpResponse]

STEPS = (
    ("begin", gettext_lazy("Area and administrator")),
    ("units", gettext_lazy("Units")),
    ("desks", gettext_lazy("Desks")),
)


class BeginForm(forms.Form):
    area_name = forms.CharField(
        label=gettext_lazy("Name of the area"), max_length=100, help_text=gettext_lazy("As it stands in documents.")
    )
    code = forms.CharField(
        label=gettext_lazy("Code of the area"),
        max_length=49,
        help_text=gettext_lazy("Small letters, for addresses and file names; it stays for ever."),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )
    unit_name = forms.CharField(
        label=gettext_lazy("Your unit"), max_length=100, help_text=gettext_lazy("Where the administrator works.")
    )
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=60,
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=gettext_lazy("Password again"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        """Compare the two passwords."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise forms.ValidationError(_("The two passwords differ."))
        return again

    def administrator(self) -> FirstAdministrator:
        """Return the first administrator as typed."""
        return FirstAdministrator(
            **{key: self.cleaned_data[key] for key in ("username", "name", "unit_name", "password")}
        )


class UnitsForm(forms.Form):
    units = forms.CharField(
        label=gettext_lazy("Units, one a line"),
        widget=forms.Textarea({"rows": 12, "class": "outline"}),
        help_text=gettext_lazy("Indent a line to put it below the line above. Units that exist already are kept."),
    )


def unfinished(view: View) -> View:
    """Answer as if the page did not exist unless an administrator's area is still being set up."""

    @managers_only
    @wraps(view)
    def handle(request: Request) -> HttpResponse:
        if get_area(actor(request)).set_up_at is not None:
            raise Http404
        return view(request)

    return handle


@login_not_required
@sensitive_post_parameters()
def begin(request: Request) -> HttpResponse:
    if not set_up_is_open():
        return _go_on(request)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = tried(
            form,
            lambda: set_up_area(
                name=given["area_name"], code=given["code"], administrator=form.administrator(), at=request.received_at
            ),
        )
        if made is not None:
            login(request, made.administrator, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("set_up_units")
    return _page(request, "begin", {"form": form}, status=400 if form.errors else 200)


@unfinished
def units(request: Request) -> HttpResponse:
    by, form = actor(request), UnitsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lines = read_outline(form.cleaned_data["units"])
        added = tried(form, lambda: add_units_from_outline(lines=lines, by=by, at=request.received_at))
        if added is not None:
            words = ngettext("%(count)d unit was added.", "%(count)d units were added.", len(added))
            messages.success(request, words % {"count": len(added)})
            return redirect("set_up_units")
    tree = unit_tree(by.area_id, on=request.today)
    return _page(request, "units", {"form": form, "lines": tree}, status=400 if form.errors else 200)


@unfinished
def desks(request: Request) -> HttpResponse:
    return _page(request, "desks", {"packs": desk_rows(request), "next": "set-up"})


@unfinished
@require_POST
def finish(request: Request) -> HttpResponse:
    area = finish_set_up(by=actor(request), at=request.received_at)
    messages.success(request, _("%(area)s is set up. Next: enter the people.") % {"area": area.name})
    return redirect("people")


def _go_on(request: Request) -> HttpResponse:
    """Lead the administrator back to the step where the set-up stopped; for everybody else there is nothing here."""
    if not request.user.is_authenticated:
        raise Http404
    return unfinished(_to_the_units)(request)


def _to_the_units(request: Request) -> HttpResponse:
    return redirect("set_up_units")


def _page(request: Request, step: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    steps = [{"words": words, "current": id_ == step} for id_, words in STEPS]
    return page(request, "set_up", {"step": step, "steps": steps, **context}, status=status)


urlpatterns = [
    path("set-up/", begin, name="set_up"),
    path("set-up/units/", units, name="set_up_units"),
    path("set-up/desks/", desks, name="set_up_desks"),
    path("set-up/finish/", finish, name="set_up_finish"),
]
