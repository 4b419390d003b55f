"""One person: facts, posts from one day to another, sign-in; enter, change, leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.accounts.actions import (
    activate,
    add_person,
    change_person,
    deactivate,
    end_post,
    give_post,
    set_password,
)
from bihuan.accounts.audit import changes_of
from bihuan.accounts.directory import get_person, get_post, get_unit, posts_of
from bihuan.accounts.errors import NotAllowed, NotInArea, Refused
from bihuan.accounts.models import Person, Unit
from bihuan.accounts.roles import INSIDE, Role
from bihuan.web.language import say
from bihuan.web.numbers import number_in
from bihuan.web.organisation import chosen_unit, combo, history, managers_only, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link, Trail


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Full name"), max_length=60)
    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=60,
        help_text=gettext_lazy("Letters, digits, dots; for example zhang.wei or the telephone number."),
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=254, required=False)

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the actions."""
        return {name: self.cleaned_data[name] for name in ("name", "username", "phone", "email")}


class PostForm(forms.Form):
    unit = forms.CharField(label=gettext_lazy("Unit"), required=False, widget=forms.HiddenInput)
    unit_text = forms.CharField(label=gettext_lazy("Unit"), required=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=[(role.id, role.id) for role in INSIDE.values()])
    title = forms.CharField(label=gettext_lazy("Title of the post"), max_length=60, required=False)
    from_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))

    def __init__(self, *args: Any, area_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area_id = area_id

    def clean_unit_text(self) -> str:
        """Find the unit; what was typed counts where nothing was chosen from the list."""
        typed: str = self.cleaned_data["unit_text"]
        try:
            unit = chosen_unit(self.area_id, self.cleaned_data.get("unit", ""), typed)
            if unit is None:
                raise forms.ValidationError(_("Choose a unit."))
            self.cleaned_data["unit"] = unit
        except forms.ValidationError as error:
            self.add_error("unit", error)
        return typed

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        return {name: self.cleaned_data[name] for name in ("unit", "role", "title", "from_on")}


class EndForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("Last day"))


@managers_only
def add(request: Request) -> HttpResponse:
    by = actor(request)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = tried(form, lambda: add_person(by=by, at=request.received_at, **form.facts()))
        if made is not None:
            # The only answer that holds the password; it cannot be asked for again.
            return _person_page(request, made.person, password=made.password)
    return _form_page(request, form, _("Enter a person"), reverse("people"))


@managers_only
def change(request: Request, person_id: int) -> HttpResponse:
    by = actor(request)
    person = get_person(by, person_id)
    initial = {name: getattr(person, name) for name in ("name", "username", "phone", "email")}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = tried(form, lambda: change_person(person=person, by=by, at=request.received_at, **form.facts()))
        if changed is not None:
            messages.success(request, _("%(person)s was changed.") % {"person": changed.name})
            return redirect("person", person.pk)
    title = _("Change %(person)s") % {"person": person.name}
    return _form_page(request, form, title, reverse("person", args=[person.pk]))


@managers_only
def show(request: Request, person_id: int) -> HttpResponse:
    return _person_page(request, get_person(actor(request), person_id))


@managers_only
@require_POST
def post(request: Request, person_id: int) -> HttpResponse:
    by = actor(request)
    person = get_person(by, person_id)
    form = PostForm(request.POST, area_id=by.area_id)
    if form.is_valid():
        given = tried(form, lambda: give_post(person=person, by=by, at=request.received_at, **form.facts()))
        if given is not None:
            messages.success(request, _("The post was given."))
            return redirect("person", person.pk)
    return _person_page(request, person, form=form)


@managers_only
@require_POST
def post_end(request: Request, person_id: int, post_id: int) -> HttpResponse:
    by = actor(request)
    held = get_post(by, post_id)
    form = EndForm(request.POST)
    if form.is_valid():
        on: date = form.cleaned_data["on"]
        tried(form, lambda: end_post(post=held, by=by, at=request.received_at, on=on))
    if form.errors:
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _person_page(request, held.person, refused=sentence)
    messages.success(request, _("The post was ended."))
    return redirect("person", held.person_id)


@managers_only
@require_POST
def password(request: Request, person_id: int) -> HttpResponse:
    by = actor(request)
    person = get_person(by, person_id)
    return _person_page(request, person, password=set_password(person=person, by=by, at=request.received_at))


@managers_only
@require_POST
def leave(request: Request, person_id: int) -> HttpResponse:
    return _done(request, person_id, deactivate, _("%(person)s may not sign in any more; all posts have ended."))


@managers_only
@require_POST
def come_back(request: Request, person_id: int) -> HttpResponse:
    return _done(request, person_id, activate, _("%(person)s may sign in again. Posts have to be given anew."))


def _done(request: Request, person_id: int, act: Callable[..., Person], words: str) -> HttpResponse:
    by = actor(request)
    person = get_person(by, person_id)
    try:
        act(person=person, by=by, at=request.received_at)
    except (NotAllowed, NotInArea):
        raise
    except Refused as refusal:
        return _person_page(request, person, refused=refusal.sentence)
    messages.success(request, words % {"person": person.name})
    return redirect("person", person.pk)


def _person_page(request: Request, person: Person, form: PostForm | None = None, **said: str) -> HttpResponse:
    """Answer the page of a person. said: `password`, which is shown once, or `refused`, the sentence of a refusal."""
    by = actor(request)
    asked = number_in(request.GET.get("unit"))
    chosen = get_unit(by, asked) if asked is not None else None
    form = form or _empty_post(by.area_id, request.today, chosen)
    events = changes_of(by.area_id, "person", person.pk)[:50]
    edit = Link(_("Change"), reverse("person_change", args=[person.pk]), "edit")
    context = {
        "place": "organisation",
        "head": Head(person.name, crumbs=_crumbs(), facts=person.username, moves=(edit,)),
        "person": person,
        "oneself": person.pk == by.person_id,
        "posts": posts_of(person, on=request.today),
        "form": form,
        "unit": combo(form, "unit", _("Unit"), search="find_units", text=chosen.name if chosen else "", required=True),
        "roles": [_role(role, str(form["role"].value())) for role in INSIDE.values()],
        "today": request.today,
        "trail": Trail(history(events)),
        **said,
    }
    return page(request, "person", context, status=400 if form.errors or "refused" in said else 200)


def _empty_post(area_id: int, today: date, unit: Unit | None) -> PostForm:
    initial = {"from_on": today, "role": "member", "unit": unit.pk if unit else ""}
    return PostForm(area_id=area_id, initial=initial)


def _crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("People"), reverse("people")), *more)


def _role(role: Role, chosen: str) -> dict[str, Any]:
    return {
        "id": role.id,
        "title": say(role.title),
        "description": say(role.description),
        "checked": role.id == chosen,
    }


def _form_page(request: Request, form: PersonForm, title: str, back: str) -> HttpResponse:
    context = {"place": "organisation", "head": Head(title, crumbs=_crumbs(Link(title))), "form": form, "back": back}
    return page(request, "person_form", context, status=400 if form.errors else 200)


urlpatterns = [
    path("people/new/", add, name="person_new"),
    path("people/<int:person_id>/", show, name="person"),
    path("people/<int:person_id>/change/", change, name="person_change"),
    path("people/<int:person_id>/posts/", post, name="person_post"),
    path("people/<int:person_id>/posts/<int:post_id>/end/", post_end, name="person_post_end"),
    path("people/<int:person_id>/password/", password, name="person_password"),
    path("people/<int:person_id>/leave/", leave, name="person_leave"),
    path("people/<int:person_id>/return/", come_back, name="person_return"),
]
