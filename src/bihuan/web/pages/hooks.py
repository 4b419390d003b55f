"""Robots of groups and other systems that are told: entered, changed, switched off and removed by administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.notices.hooks import hooks_of, host_of, remove_hook, save_hook
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.notices.models import Hook, HookStyle
from bihuan.web.language import say
from bihuan.web.organisation import chosen_person, chosen_unit, managers_only
from bihuan.web.outbox import STYLES
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Combo, Head, Link


class HookForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    style = forms.ChoiceField(label=gettext_lazy("Form"), choices=list(STYLES.items()))
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("As the robot's page gives it. It is never shown again."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Secret"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For DingTalk the one that begins with SEC; WeCom has none. It is never shown again."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Messages about"), choices=[(kind, kind) for kind in KINDS], required=False
    )
    is_active = forms.BooleanField(label=gettext_lazy("Switched on"), required=False)


@managers_only
def hooks(request: Request) -> HttpResponse:
    rows = [
        {
            "hook": hook,
            "style": STYLES[HookStyle(hook.style)],
            "host": host_of(hook),
            "to": str(hook.unit or hook.person or _("everything of the area")),
            "kinds": [say(KINDS[kind]) for kind in hook.kinds if kind in KINDS],
        }
        for hook in hooks_of(actor(request))
    ]
    head = Head(
        _("Robots and other systems"),
        crumbs=(Link(_("Outbox"), reverse("outbox")),),
        facts=_("Groups in WeCom and DingTalk, and systems that are told what happens."),
        main=Link(_("Enter one"), reverse("hook_new"), "plus"),
    )
    return page(request, "hooks", {"place": "outbox", "head": head, "rows": rows})


@managers_only
def hook_form(request: Request, hook: int = 0) -> HttpResponse:
    found = _found(request, hook) if hook else None
    if request.method != "POST":
        start = {"kinds": ["warning", "letter"], "is_active": True}
        values = {name: getattr(found, name) for name in ("name", "style", "kinds", "is_active")} if found else start
        return _page(request, HookForm(initial=values), found)
    form = HookForm(request.POST)
    if form.is_valid() and _saved(request, form, found):
        messages.success(request, _("Kept."))
        return redirect("hooks")
    return _page(request, form, found, status=400)


@managers_only
@require_POST
def hook_remove(request: Request, hook: int) -> HttpResponse:
    remove_hook(hook=_found(request, hook), by=actor(request), at=request.received_at)
    messages.success(request, _("Removed; nothing is sent there any more."))
    return redirect("hooks")


def _found(request: Request, hook_id: int) -> Hook:
    found = hooks_of(actor(request)).filter(pk=hook_id).first()
    if found is None:
        raise Http404
    return found


def _saved(request: Request, form: HookForm, found: Hook | None) -> bool:
    try:
        unit, person = _to(request)
        save_hook(by=actor(request), at=request.received_at, hook=found, unit=unit, person=person, **form.cleaned_data)
    except forms.ValidationError as error:
        form.add_error(None, error)
    except Refused as refusal:
        for name, sentence in refusal.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
    return not form.errors


def _to(request: Request) -> tuple[Any, Any]:
    """Return the unit or the person that was chosen or typed, neither for the whole area."""
    area_id, typed = actor(request).area_id, request.POST.get("to_text", "")
    kind, _colon, value = request.POST.get("to", "").partition(":")
    if kind == "person":
        return None, chosen_person(area_id, value, typed, on=request.today)
    if kind == "unit" or not typed.strip():
        return chosen_unit(area_id, value, typed), None
    try:
        return chosen_unit(area_id, "", typed), None
    except forms.ValidationError:
        return None, chosen_person(area_id, "", typed, on=request.today)


def _page(request: Request, form: HookForm, found: Hook | None, *, status: int = 200) -> HttpResponse:
    chosen = form["kinds"].value() or []
    context = {
        "place": "outbox",
        "head": Head(
            found.name if found else _("Enter a robot or another system"),
            crumbs=(Link(_("Outbox"), reverse("outbox")), Link(_("Robots and other systems"), reverse("hooks"))),
            facts=_("Address and secret are kept and not shown; leave them empty to keep them.") if found else "",
        ),
        "form": form,
        "hook": found,
        "kinds": [{"id": kind, "words": say(words), "on": kind in chosen} for kind, words in KINDS.items()],
        "combo": _combo(request, found),
    }
    return page(request, "hook_form", context, status=status)


def _combo(request: Request, found: Hook | None) -> Combo:
    to = found.unit or found.person if found else None
    kept = (
        "" if to is None or found is None else f"unit:{found.unit_id}" if found.unit_id else f"person:{found.person_id}"
    )
    return Combo(
        name="to",
        label=_("Only what means this unit or person"),
        search=reverse("find_holders"),
        value=request.POST.get("to", kept),
        text=request.POST.get("to_text", str(to or "")),
        hint=_("Leave it empty for everything of the area."),
    )


urlpatterns = [
    path("outbox/hooks/", hooks, name="hooks"),
    path("outbox/hooks/new/", hook_form, name="hook_new"),
    path("outbox/hooks/<int:hook>/", hook_form, name="hook"),
    path("outbox/hooks/<int:hook>/remove/", hook_remove, name="hook_remove"),
]
