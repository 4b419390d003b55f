"""The score sheet of a case, and the ranking of a scorecard."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound, PackNotFound, Refused
from bihuan.loop.scorecards.actions import adjust_scores, score_items, score_itself
from bihuan.loop.scorecards.cards import card_of
from bihuan.web.case.access import of_case, status_of
from bihuan.web.case.marks import case_url
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.scorecards.ranking import ranking_page
from bihuan.web.scorecards.sheet import (
    adjusted_typed,
    appeal_typed,
    form_of,
    had_files,
    scores_typed,
    sheet_page,
)


@of_case
def scores(request: Request, file: CaseFile) -> HttpResponse:
    """Show a sheet, or keep what was scored."""
    who = actor(request)
    if card_of(file) is None:
        raise CaseNotFound(file.case.number)
    if request.method != "POST":
        return page(request, "case_scores", {"place": "", "sheet": sheet_page(file, who)})
    try:
        _keep(request, file, who)
    except Refused as refusal:
        shown = sheet_page(file, who, request.POST, refusal, files=had_files(request.FILES))
        return page(request, "case_scores", {"place": "", "sheet": shown}, status=status_of(refusal))
    messages.success(request, _("The scores are kept."))
    return redirect(case_url(file.case, "case_scores"))


def _keep(request: Request, file: CaseFile, who: Actor) -> None:
    """Give the form to the act for which it was shown."""
    typed, at, standing = request.POST, request.received_at, request.POST.get("standing") or None
    match form_of(file, who):
        case "appeal":
            adjust_scores(
                case=file.case, scores=adjusted_typed(file, typed), appeal=appeal_typed(file, typed), by=who, at=at,
                standing=standing,
            )  # fmt: skip
        case "office":
            score_items(case=file.case, scores=scores_typed(file, typed), by=who, at=at, standing=standing)
        case _:
            said = scores_typed(file, typed, request.FILES)
            score_itself(case=file.case, scores=said, by=who, at=at, standing=standing)


@require_GET
def ranking(request: Request, pack: str, card: str) -> HttpResponse:
    try:
        shown = ranking_page(request, pack, card)
    except PackNotFound as missing:
        raise Http404 from missing
    return page(request, "scorecard", {"place": "systems", "shown": shown})


urlpatterns = [
    path("cases/<str:pack>/<str:number>/scores/", scores, name="case_scores"),
    path("scorecards/<str:pack>/<str:card>/", ranking, name="scorecard"),
]
