"""Import: bring documents, see the drafts made of them, put one away, take it up again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bihuan.loop.errors import Refused
from bihuan.loop.intake.actions import bring_in, drop_draft, resume_draft
from bihuan.loop.intake.errors import BroughtBefore
from bihuan.loop.intake.models import IntakeDraft
from bihuan.web.intake.access import of_draft, office_only
from bihuan.web.intake.listing import MOST_MB, listing
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: a draft, or a sentence that says why not; `link` leads to the draft that exists."""

    name: str
    draft: IntakeDraft | None = None
    sentence: str = ""
    link: Link | None = None


@office_only
def intake(request: Request) -> HttpResponse:
    """Show the list; with files read each on its own, so that a bad one does not stop the others."""
    if request.method != "POST":
        return page(request, "intake", listing(actor(request)))
    results = [_brought(request, index) for index in range(len(request.FILES.getlist("documents")))]
    if not results:
        results = [FileResult("", sentence=_("Choose a file first."))]
    refused = [one for one in results if one.draft is None]
    if request.htmx and len(results) == 1:
        return _alone(results[0])
    if not refused and len(results) == 1 and results[0].draft is not None:
        return redirect("intake_draft", results[0].draft.pk)
    return page(request, "intake", listing(actor(request), tuple(results)), status=422 if refused else 200)


def _alone(result: FileResult) -> HttpResponse:
    """Answer a file that was sent on its own: nothing, or one plain sentence and where the draft is that exists."""
    if result.draft is not None:
        return HttpResponse(status=204)
    see = {"X-See": result.link.url} if result.link is not None else {}
    return HttpResponse(result.sentence, status=422, content_type="text/plain; charset=utf-8", headers=see)


def _brought(request: Request, index: int) -> FileResult:
    file = request.FILES.getlist("documents")[index]
    name = (file.name or _("document")).replace("\\", "/").rpartition("/")[2]
    if (file.size or 0) > MOST_MB * 1024 * 1024:
        return FileResult(name, sentence=_("%(file)s is larger than %(mb)d MB.") % {"file": name, "mb": MOST_MB})
    try:
        return FileResult(name, bring_in(name=name, data=file.read(), by=actor(request), at=request.received_at))
    except BroughtBefore as before:
        known = Link(_("Open that draft"), reverse("intake_draft", args=[before.draft]))
        return FileResult(name, sentence=before.sentence, link=known)
    except Refused as refusal:
        return FileResult(name, sentence=refusal.sentence)


@require_POST
@of_draft
def put_away(request: Request, draft: IntakeDraft) -> HttpResponse:
    try:
        drop_draft(draft=draft, by=actor(request), at=request.received_at)
        messages.success(request, _("“%(name)s” is put away. It can be taken up again.") % {"name": draft.name})
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("intake")


@require_POST
@of_draft
def take_up(request: Request, draft: IntakeDraft) -> HttpResponse:
    resume_draft(draft=draft, by=actor(request), at=request.received_at)
    return redirect("intake_draft", draft.pk)


urlpatterns = [
    path("intake/", intake, name="intake"),
    path("intake/<int:draft_id>/away/", put_away, name="intake_away"),
    path("intake/<int:draft_id>/again/", take_up, name="intake_again"),
]
