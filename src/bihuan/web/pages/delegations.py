"""Standing in for somebody who is away: give it, end it, and act by it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.accounts.actions.delegations import end_delegation, give_delegation
from bihuan.accounts.delegations import delegations_of, delegations_to
from bihuan.accounts.directory import get_person, posts_of
from bihuan.accounts.errors import NotAllowed, NotInArea, Refused
from bihuan.accounts.models import Delegation, Person
from bihuan.web.acting_for import begin, stop
from bihuan.web.language import say
from bihuan.web.numbers import number_in
from bihuan.web.organisation import chosen_person, combo, managers_only, tabs, tried
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link

DAY = {"type": "date"}


class DelegationForm(forms.Form):
    to = forms.CharField(label=gettext_lazy("Who stands in"), required=False, widget=forms.HiddenInput)
    to_text = forms.CharField(label=gettext_lazy("Who stands in"), required=False, widget=forms.HiddenInput)
    from_on = forms.DateField(label=gettext_lazy("Begins on"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
    to_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(DAY, "%Y-%m-%d"))
    posts = forms.MultipleChoiceField(
        label=gettext_lazy("Posts"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: all posts."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("For example leave, training, a journey.")
    )

    def __init__(self, *args: Any, person: Person, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.today = person, today
        held = posts_of(person, on=today)
        choices = [(str(post.id), f"{post.unit} · {post.title or say(post.role)}") for post in held]
        self.fields["posts"].choices = choices  # type: ignore[attr-defined]

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

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        given = {name: self.cleaned_data[name] for name in ("to", "from_on", "to_on", "reason")}
        return {**given, "posts": [int(one) for one in self.cleaned_data["posts"]]}


def own(request: Request) -> HttpResponse:
    return _page(request, request.user, "delegations")


@managers_only
def of_person(request: Request, person_id: int) -> HttpResponse:
    return _page(request, get_person(actor(request), person_id), "person_delegations")


def _page(request: Request, person: Person, name: str) -> HttpResponse:
    by, today = actor(request), request.today
    if person.area_id is None:
        raise Http404
    form = DelegationForm(request.POST or None, person=person, today=today, initial={"from_on": today})
    if request.method == "POST" and form.is_valid():
        made = _tried(form, request, person)
        if made is not None:
            messages.success(request, _("%(who)s stands in from now on.") % {"who": made.to.name}
                if made.from_on <= today else _("%(who)s will stand in.") % {"who": made.to.name})  # fmt: skip
            return redirect(_address(person, request))
    context = {
        "head": _head(person, request),
        "place": "organisation" if name != "delegations" else "",
        "form": form,
        "to": combo(form, "to", _("Who stands in"), search="find_people", required=True),
        "given": delegations_of(person.area_id).filter(person_id=person.pk)[:50],
        "by_me": delegations_to(person.pk, person.area_id, today) if person.pk == request.user.pk else [],
        "chosen": number_in(request.GET.get("for")),
        "next": request.GET.get("next", ""),
        "today": today,
        "closed": by.on_behalf is not None,
        "oneself": person.pk == request.user.pk,
    }
    return page(request, "delegations", context, status=400 if form.errors else 200)


def _tried(form: DelegationForm, request: Request, person: Person) -> Delegation | None:
    try:
        return tried(
            form,
            lambda: give_delegation(
                person=person, by=actor(request), at=request.received_at, today=request.today, **form.facts()
            ),
        )
    except NotAllowed as refusal:
        form.add_error(None, refusal.sentence)
    return None


def _address(person: Person, request: Request) -> str:
    if person.pk == request.user.pk:
        return reverse("delegations")
    return reverse("person_delegations", args=[person.pk])


def _head(person: Person, request: Request) -> Head:
    facts = _(
        "Whoever stands in acts with these posts; the trail says “X for Y”. Nobody approves the own work that way."
    )
    if person.pk == request.user.pk:
        return Head(_("Standing in"), crumbs=(Link(_("My page"), reverse("me")), Link(_("Standing in"))), facts=facts)
    crumbs = (Link(_("People"), reverse("people")), Link(person.name, reverse("person", args=[person.pk])))
    return Head(_("Who stands in for %(who)s") % {"who": person.name}, crumbs=crumbs, facts=facts)


@managers_only
def all_of_area(request: Request) -> HttpResponse:
    context = {
        "place": "organisation",
        "head": Head(_("Standing in"), facts=_("Who acts for whom, latest first. It ends by itself.")),
        "tabs": tabs("deputies"),
        "given": delegations_of(actor(request).area_id)[:200],
        "today": request.today,
    }
    return page(request, "deputies", context)


@require_POST
def end(request: Request, delegation_id: int) -> HttpResponse:
    by = actor(request)
    found = delegations_of(by.area_id).filter(pk=delegation_id).first()
    if found is None:
        raise Http404
    try:
        end_delegation(delegation=found, by=by, at=request.received_at, today=request.today)
    except (NotAllowed, NotInArea) as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Nobody stands in by it any more."))
    return redirect(_back(request))


def _back(request: Request) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith("/") else reverse("delegations")


@require_POST
def act(request: Request, delegation_id: int) -> HttpResponse:
    if not delegations_of(request.user.area_id or 0).filter(pk=delegation_id, to_id=request.user.pk).exists():
        raise Http404
    who = begin(request, delegation_id)
    if who is None:
        messages.error(request, _("This does not count any more. You act for yourself."))
        return redirect("delegations")
    target = _back(request)
    return redirect(target if request.POST.get("next") else reverse("home"))


@require_POST
def act_for_oneself(request: Request) -> HttpResponse:
    stop(request)
    messages.success(request, _("You act for yourself again."))
    return redirect("home")


urlpatterns = [
    path("me/standing-in/", own, name="delegations"),
    path("me/standing-in/<int:delegation_id>/act/", act, name="acting"),
    path("me/standing-in/stop/", act_for_oneself, name="acting_stop"),
    path("people/<int:person_id>/standing-in/", of_person, name="person_delegations"),
    path("standing-in/", all_of_area, name="deputies"),
    path("standing-in/<int:delegation_id>/end/", end, name="delegation_end"),
]
