"""Every component in all its states, from invented values: for who builds pages, and for the tests of the look."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from bihuan.web import examples
from bihuan.web.parts import page
from bihuan.web.request import Request


class ExampleForm(forms.Form):
    until = forms.DateField(label=_("Extend to"), help_text=_("Later than the present deadline."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}), min_length=20)
    told = forms.BooleanField(label=_("The unit has been told"), required=False)


def show(request: Request) -> HttpResponse:
    wrong = ExampleForm({"until": "2026-11-15x", "reason": _("Too short.")}, auto_id="wrong_%s")
    wrong.is_valid()
    return page(request, "gallery", {**examples.everything(), "form": ExampleForm(), "wrong": wrong})


def choices(request: Request) -> HttpResponse:
    """Answer the example combo: units whose name holds what was typed."""
    typed = request.GET.get("q", "").strip()
    found = tuple(choice for choice in examples.CHOICES if typed and typed in choice.label)
    return render(request, "components/combo_list.html", {"choices": found, "typed": typed})


def take_files(request: Request) -> HttpResponse:
    """Take the example upload and keep nothing."""
    return HttpResponse(status=204)


urlpatterns = [
    path("gallery/", show, name="gallery"),
    path("gallery/choices/", choices, name="gallery_choices"),
    path("gallery/files/", take_files, name="gallery_files"),
]
