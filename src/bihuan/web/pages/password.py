"""Change one's own password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from bihuan.accounts.actions.people import change_own_password
from bihuan.accounts.errors import WrongInput
from bihuan.web.parts import page
from bihuan.web.request import Request, actor

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _password(label: StrOrPromise, autocomplete: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.PasswordInput({"autocomplete": autocomplete}), strip=False)


class PasswordForm(forms.Form):
    old = _password(gettext_lazy("Present password"), "current-password")
    new = _password(gettext_lazy("New password"), "new-password")
    again = _password(gettext_lazy("New password again"), "new-password")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("The two new passwords differ."))
        return again


@sensitive_post_parameters()
def change(request: Request) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            person = change_own_password(
                person=request.user, by=actor(request), at=request.received_at, old=given["old"], new=given["new"]
            )
        except WrongInput as wrong:
            for name, sentence in wrong.problems.items():
                form.add_error(name, sentence)
        else:
            update_session_auth_hash(request, person)
            messages.success(request, _("The new password holds from now on."))
            return redirect("account_change_password")
    return page(request, "password", {"form": form}, status=400 if form.errors else 200)


urlpatterns = [path("accounts/password/change/", change, name="account_change_password")]
