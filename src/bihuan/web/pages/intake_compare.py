"""Hold a document that was brought in against another one, or against the ledger of a round."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from bihuan.loop.errors import CaseNotFound
from bihuan.loop.intake.models import IntakeDraft
from bihuan.web.intake.access import of_draft
from bihuan.web.intake.comparing import compare_page
from bihuan.web.parts import page
from bihuan.web.request import Request, actor, asof_of


@require_GET
@of_draft
def compare(request: Request, draft: IntakeDraft) -> HttpResponse:
    try:
        shown = compare_page(actor(request), draft, request.GET, asof_of(request), request.today)
    except CaseNotFound as missing:
        raise Http404 from missing
    return page(request, "intake_compare", {"place": "intake", "head": shown.head, "page": shown})


urlpatterns = [path("intake/<int:draft_id>/compare/", compare, name="intake_compare")]
