"""Hand a post over: what goes over is looked at first, then all of it goes in one act; the list is printed and signed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bihuan.accounts.directory import get_person, get_post, posts_of
from bihuan.accounts.models import Person
from bihuan.loop.handover.actions import hand_over_post
from bihuan.loop.handover.listing import what_goes_over
from bihuan.loop.handover.queries import hand_overs, lines_of
from bihuan.web.handing import line_rows
from bihuan.web.language import say
from bihuan.web.organisation import chosen_person, combo, managers_only, tabs, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link

DAY = {"type": "date"}


class HandOverForm(forms.Form):
    to = forms.CharField(required=False, widget=forms.HiddenInput)
    to_text = forms.CharField(required=False, widget=forms.HiddenInput)
    post = forms.ChoiceField(label=gettext_lazy("Post"), required=False)
    on = forms.DateField(label=gettext_lazy("Day of the hand-over"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, person: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.today = person, today
        held = [post for post in posts_of(person, on=today) if post.to_on is None or post.to_on >= today]
        choices = [(str(post.id), f"{post.unit} · {post.title or say(post.role)}") for post in held]
        self.fields["post"].choices = [*choices, ("", _("only the work, no post"))]  # type: ignore[attr-defined]

    def clean_to_text(self) -> str:
        """Find the person; what was typed counts where nobody was chosen from the list."""
        typed: str = self.cleaned_data["to_text"]
        try:
            found = chosen_person(self.person.area_id or 0, self.cleaned_data.get("to", ""), typed, on=self.today)
            if found is None:
                raise forms.ValidationError(_("Choose a person."))
            self.cleaned_data["to"] = found
        except forms.ValidationError as error:
            self.add_error("to", error)
        return typed


@managers_only
def hand_over(request: Request, person_id: int) -> HttpResponse:
    by = actor(request)
    person = get_person(by, person_id)
    first = next((post.id for post in posts_of(person, on=request.today)), "")
    initial = {"on": request.today, "post": request.GET.get("post", first)}
    form = HandOverForm(request.POST or None, person=person, today=request.today, initial=initial)
    if request.method == "POST" and form.is_valid() and request.POST.get("do") == "confirm":
        made = tried(
            form, lambda: hand_over_post(person=person, by=by, at=request.received_at, **_given(form, request))
        )
        if made is not None:
            later = _("The hand-over runs; the list shows how far it is.")
            messages.success(request, _("The hand-over is done.") if made[1] is None else later)
            return redirect("hand_over", made[0].pk)
    return _preview_page(request, person, form)


def _given(form: HandOverForm, request: Request) -> dict[str, Any]:
    chosen = form.cleaned_data["post"]
    post = get_post(actor(request), int(chosen)) if chosen else None
    return {
        "to": form.cleaned_data["to"],
        "post": post,
        "on": form.cleaned_data["on"],
        "reason": form.cleaned_data["reason"],
    }


def _preview_page(request: Request, person: Person, form: HandOverForm) -> HttpResponse:
    chosen = str(form["post"].value() or "")
    held = {str(post.id) for post in posts_of(person, on=request.today)}
    post = get_post(actor(request), int(chosen)) if chosen in held else None
    preview = what_goes_over(person=person, post=post, on=request.today)
    title = _("Hand over the work of %(who)s") % {"who": person.name}
    crumbs = (Link(_("People"), reverse("people")), Link(person.name, reverse("person", args=[person.pk])), Link(title))
    context = {
        "place": "organisation",
        "head": Head(
            title, crumbs=crumbs, facts=_("Looked at before anything changes; nothing goes over until you confirm.")
        ),
        "person": person,
        "form": form,
        "to": combo(form, "to", _("Who takes it over"), search="find_people", required=True),
        "rows": line_rows(preview.lines),
        "stays": preview.stays,
    }
    return page(request, "hand_over_new", context, status=400 if form.errors else 200)


@managers_only
def listed(request: Request) -> HttpResponse:
    context = {
        "place": "organisation",
        "head": Head(
            _("Hand-overs"), facts=_("A person’s page hands a post over, with all that stands in the person’s name.")
        ),
        "tabs": tabs("hand_overs"),
        "made": hand_overs(actor(request))[:200],
    }
    return page(request, "hand_overs", context)


def show(request: Request, hand_over_id: int) -> HttpResponse:
    made = hand_overs(actor(request)).filter(pk=hand_over_id).first()
    if made is None:
        raise Http404
    lines = lines_of(made)
    title = _("List of the hand-over")
    context = {
        "place": "organisation",
        "head": Head(title, facts=f"{made.person.name} → {made.to.name} · {made.on.isoformat()}"),
        "made": made,
        "rows": line_rows(lines),
        "missing": [line for line in lines if line.why_not],
    }
    return page(request, "hand_over", context)


urlpatterns = [
    path("people/<int:person_id>/hand-over/", hand_over, name="hand_over_new"),
    path("hand-overs/", listed, name="hand_overs"),
    path("hand-overs/<int:hand_over_id>/", show, name="hand_over"),
]
