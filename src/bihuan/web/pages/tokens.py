"""Tokens for programs that act for me: make one, see its secret once, end it."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.accounts.errors import Refused, WrongInput
from bihuan.accounts.tokens import NewToken, end_token, make_token, tokens_of
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Head, Link

USUAL = timedelta(days=180)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=60,
        help_text=gettext_lazy("For example the data centre's import."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=gettext_lazy("A year from now at most."),
    )  # fmt: skip
    may_write = forms.BooleanField(
        label=gettext_lazy("May also change"), required=False,
        help_text=gettext_lazy("Without it the program only reads. With it, it does in your name what you may do."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """Show the tokens; with a form make one."""
    if request.method != "POST":
        form = TokenForm(initial={"ends_on": request.today + USUAL})
        return _page(request, form)
    form, made = TokenForm(request.POST), None
    if form.is_valid():
        try:
            made = make_token(**form.cleaned_data, by=actor(request), at=request.received_at, today=request.today)
        except WrongInput as wrong:
            for name, sentence in wrong.problems.items():
                form.add_error(name, sentence)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    return _page(request, TokenForm() if made is not None else form, made, status=200 if made is not None else 422)


@require_POST
def end(request: Request, token_id: int) -> HttpResponse:
    try:
        end_token(token_id=token_id, by=actor(request), at=request.received_at, today=request.today)
        messages.success(request, _("The token is ended; it counts no more."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("tokens")


def _page(request: Request, form: TokenForm, made: NewToken | None = None, *, status: int = 200) -> HttpResponse:
    crumbs = (Link(actor(request).name, reverse("me")),)
    facts = _(
        "A token lets a program of yours read here, or act in your name; every act of it stands in the trail as yours."
    )
    context = {
        "head": Head(_("Tokens for programs"), crumbs=crumbs, facts=facts),
        "form": form,
        "made": made,
        "rows": tokens_of(actor(request), request.today),
        "address": f"{settings.BIHUAN_URL}/api/v1/",
    }
    response = page(request, "tokens", context, status=status)
    if made is not None:
        response["Cache-Control"] = "no-store"
    return response


urlpatterns = [
    path("me/tokens/", tokens, name="tokens"),
    path("me/tokens/<int:token_id>/end/", end, name="token_end"),
]
