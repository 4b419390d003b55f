"""Contexts of the portal's pages that are open to everybody, and of the desk of an enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import show_field, words
from bihuan.loop.errors import Refused
from bihuan.loop.feedback.errors import Doubtful
from bihuan.loop.feedback.guarding import fresh_form, fresh_sum
from bihuan.loop.feedback.receiving import Sending
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.lifecycle.waiting import unseen_notices
from bihuan.loop.portal.queries import (
    applicants_of,
    is_confirmed,
    matched_policies,
    matters_of,
    need_window,
    on_notice,
    portal_of,
    register_of,
)
from bihuan.web.feedback.public import HIDDEN, address_of
from bihuan.web.portal.fairs import FairCard, fair_cards
from bihuan.web.portal.letters import LetterRow, letter_tasks
from bihuan.web.portal.matters import MatterRow, row_of
from bihuan.web.portal.policies import PolicyCard, card_of, shown
from bihuan.web.request import Request
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class PortalShown:
    """What an area says of its portal."""

    title: str
    intro: str
    facts: tuple[tuple[str, str], ...]
    agreement: str


def portal_shown(area: Area) -> PortalShown | None:
    """Return the portal of an area in words, None while it has none."""
    case = portal_of(area.pk)
    if case is None:
        return None
    pack = pack_of(case.pack, case.pack_version)
    fields = pack.kinds["portal"].fields
    facts = [(words(fields[name].title), shown(case, name)) for name in ("hotline", "hours", "address")]
    agreement = show_field(fields["agreement"], pack, case.fields.get("agreement", fields["agreement"].default))
    return PortalShown(case.subject, shown(case, "intro"), tuple(one for one in facts if one[1]), agreement)


@dataclass(frozen=True, slots=True)
class Desk:
    """What an enterprise sees first: how its registration stands, what it has to do, what fits, what goes on."""

    name: str
    standing: str
    is_valid: bool
    unknown: tuple[str, ...]
    register: Link | None
    todo: tuple[MatterRow, ...]
    going: tuple[MatterRow, ...]
    fitting: tuple[PolicyCard, ...]
    others: int
    messages: int
    letters: tuple[LetterRow, ...]
    fairs: tuple[FairCard, ...]
    takes_needs: bool


def desk_shown(who: Actor, day: date) -> Desk:
    """Return the desk of somebody of an enterprise."""
    own = register_of(who)
    rows = [row_of(case, who, day) for case in matters_of(who)]
    matches = matched_policies(who, day)
    fitting = [one for one in matches if one.fits]
    unknown = {reason.title.partition("（")[0] for one in matches for reason in one.reasons if reason.is_unknown}
    return Desk(
        name=who.posts[0].unit_name,
        standing=standing_words(own),
        is_valid=is_confirmed(own),
        unknown=tuple(sorted(unknown)),
        register=Link(_("Facts of the enterprise"), reverse("portal_enterprise")),
        todo=tuple(row for row in rows if row.todo),
        going=tuple(row for row in rows if not row.todo and row.tone == "going"),
        fitting=tuple(card_of(one, day, ask=True) for one in fitting[:5]),
        others=len(matches) - min(len(fitting), 5),
        messages=unseen_notices(who),
        letters=letter_tasks(who, day),
        fairs=tuple(card for card in fair_cards(who, who.area_id, day) if card.is_open and card.own is None)[:3],
        takes_needs=need_window(who.area_id) is not None,
    )


def standing_words(own: Case | None) -> str:
    """Return how the registration of an enterprise stands."""
    if own is None:
        return _("Your enterprise is not on the register. Please call the hotline.")
    pack = pack_of(own.pack, own.pack_version)
    return words(pack.lifecycles[pack.kinds[own.kind].lifecycle].states[own.state].title)


@dataclass(frozen=True, slots=True)
class Result:
    """One application on public notice: only what the pack allows to be shown."""

    number: str
    applicant: str
    amount: str
    url: str


def results_shown(area_id: int) -> list[tuple[str, str, list[Result]]]:
    """Return what is on public notice: name of the policy, department, and its applications."""
    cases = on_notice(area_id)
    names = applicants_of(cases)
    found: dict[int, tuple[str, str, list[Result]]] = {}
    for case in cases:
        policy = case.parent
        if policy is None:
            continue
        unit = case.responsible.name if case.responsible is not None else ""
        group = found.setdefault(policy.pk, (policy.subject, unit, []))
        url = reverse("portal_object", args=[case.number])
        group[2].append(Result(case.number, names.get(case.pk, ""), shown(case, "amount"), url))
    return list(found.values())


class RegisterForm(forms.Form):
    """What an enterprise fills in to register."""

    name = forms.CharField(
        label=lazy("Full name of the enterprise"), widget=forms.TextInput({"autocomplete": "organization", "maxlength": "100"}),
        help_text=lazy("As on the business licence."),
    )  # fmt: skip
    credit_code = forms.CharField(
        label=lazy("Unified social credit code"),
        widget=forms.TextInput({"autocapitalize": "characters", "spellcheck": "false", "maxlength": "24", "autocomplete": "username"}),
        help_text=lazy("18 characters; you sign in with it."),
    )  # fmt: skip
    contact = forms.CharField(
        label=lazy("Your name"), widget=forms.TextInput({"autocomplete": "name", "maxlength": "60"})
    )
    phone = forms.CharField(
        label=lazy("Telephone"), widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "maxlength": "40"})
    )
    password = forms.CharField(
        label=lazy("Password"), widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=lazy("At least 10 characters, not only digits."),
    )  # fmt: skip
    again = forms.CharField(
        label=lazy("The password once more"), widget=forms.PasswordInput({"autocomplete": "new-password"})
    )


class ObjectionForm(forms.Form):
    """What somebody writes against a result on public notice."""

    objected = forms.CharField(
        label=lazy("What is wrong, and why"), widget=forms.Textarea({"rows": 6, "maxlength": "3000"}),
        help_text=lazy("Facts and grounds, so that they can be looked into."),
    )  # fmt: skip
    writer = forms.CharField(label=lazy("Your name"), required=False, widget=forms.TextInput({"maxlength": "60"}))
    contact = forms.CharField(
        label=lazy("How to reach you"), required=False, widget=forms.TextInput({"maxlength": "120"})
    )


def sending_of(request: Request) -> Sending:
    """Return how a public form came in."""
    typed = request.POST
    return Sending(
        mark=typed.get("mark", ""),
        hidden=typed.get(HIDDEN, ""),
        sum_mark=typed.get("sum_mark", ""),
        sum_answer=typed.get("sum", ""),
        address=address_of(request),
    )


def register_context(request: Request, area: Area, refusal: Refused | None) -> dict[str, Any]:
    """Return what the registration page draws; after a refusal as it was typed, passwords excepted."""
    portal = portal_shown(area)
    form = RegisterForm(request.POST if refusal is not None else None, use_required_attribute=False)
    agreed = request.POST.get("agreed", "")
    return {"area": area, "portal": portal, "agreed": agreed} | _guarded(request, area, form, refusal)


def objection_context(request: Request, area: Area, application: Case, refusal: Refused | None) -> dict[str, Any]:
    """Return what the form of an objection draws."""
    form = ObjectionForm(request.POST if refusal is not None else None, use_required_attribute=False)
    policy = application.parent.subject if application.parent is not None else ""
    about = {
        "policy": policy,
        "number": application.number,
        "applicant": applicants_of([application]).get(application.pk, ""),
        "amount": shown(application, "amount"),
    }
    return {"area": area, "about": about} | _guarded(request, area, form, refusal)


def _guarded(request: Request, area: Area, form: forms.Form, refusal: Refused | None) -> dict[str, Any]:
    said: dict[str, Any] = {"form": form, "hidden": HIDDEN, "mark": fresh_form(area.pk, request.received_at)}
    if refusal is None:
        return said
    form.is_valid()
    form.errors.clear()
    for name, sentence in refusal.fields.items():
        if name in form.fields:
            form.add_error(name, sentence)
    said |= {"refused": refusal.sentence, "wrong": refusal.fields}
    if isinstance(refusal, Doubtful):
        question, sum_mark = fresh_sum()
        said |= {"question": question, "sum_mark": sum_mark, "sum_error": refusal.fields.get("sum", "")}
        said["mark"] = request.POST.get("mark", said["mark"])
    return said
