"""Confirm a draft: see what will be created, choose the round, and make cases of it, all or none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from bihuan.loop.cases.models import Case
from bihuan.loop.errors import Refused
from bihuan.loop.intake.actions import confirm_draft
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import counts_of, get_draft, open_rounds
from bihuan.web.case.access import status_of
from bihuan.web.intake.access import of_draft
from bihuan.web.intake.confirming import confirm_page
from bihuan.web.intake.words import created_words, round_url
from bihuan.web.numbers import number_in
from bihuan.web.parts import page
from bihuan.web.request import Request, actor


@of_draft
def confirm(request: Request, draft: IntakeDraft) -> HttpResponse:
    """Show what will happen; on sending, do it and lead to the round."""
    who = actor(request)
    if request.method != "POST":
        if draft.confirmed_at or draft.dropped_at:
            return redirect("intake_draft", draft.pk)
        return page(request, "intake_confirm", {"place": "intake", "page": confirm_page(who, draft, request.today)})
    number, version = request.POST.get("into", ""), number_in(request.POST.get("version"))
    try:
        into = _chosen(request, number)
        given = -1 if version is None else version
        round_ = confirm_draft(draft=draft, version=given, by=who, at=request.received_at, into=into)
    except Refused as refusal:
        shown = confirm_page(who, get_draft(who, draft.pk), request.today, into=number, refusal=refusal)
        return page(request, "intake_confirm", {"place": "intake", "page": shown}, status=status_of(refusal))
    told = _("%(created)s were created from “%(name)s”.")
    messages.success(request, told % {"created": created_words(counts_of(draft.lines)), "name": draft.name})
    return redirect(round_url(round_))


def _chosen(request: Request, number: str) -> Case | None:
    if not number:
        return None
    found = next((case for case in open_rounds(actor(request)) if case.number == number), None)
    if found is None:
        raise Refused(_("This round cannot take more findings. Choose another one."))
    return found


urlpatterns = [path("intake/<int:draft_id>/confirm/", confirm, name="intake_confirm")]
