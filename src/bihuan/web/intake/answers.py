"""What the pages of a draft answer: the whole page, the list again, or the one row that changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget, trigger_client_event

from bihuan.accounts.models import Unit
from bihuan.loop.errors import OvertakenByOther, Refused
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import can_undo, get_draft
from bihuan.web.case.access import status_of
from bihuan.web.intake.draft import Attempt, DraftView
from bihuan.web.intake.facts import read_facts
from bihuan.web.intake.round_form import round_form
from bihuan.web.intake.source import source_of
from bihuan.web.parts import page
from bihuan.web.request import Request, actor
from bihuan.web.shapes import Combo


def view_of(request: Request, draft: IntakeDraft, *, opened: str = "", attempt: Attempt | None = None) -> DraftView:
    """Return the draft as this request wants it shown: `?only=1` what is still to check, `?line=` one line open."""
    units = {unit.pk: unit for unit in Unit.objects.filter(area_id=draft.area_id)}
    return DraftView(
        draft,
        units,
        request.today,
        only=request.GET.get("only") == "1",
        opened=opened or request.GET.get("line", ""),
        attempt=attempt,
    )


def draft_page(
    request: Request,
    view: DraftView,
    *,
    part: str = "",
    status: int = 200,
    typed: QueryDict | None = None,
    refusal: Refused | None = None,
    of: str = "",
) -> HttpResponse:
    """
    Answer with the page of a draft, or with a part of it.

    typed, refusal: what was refused; of: "round", or "draft" for the tools below the list.
    """
    context: dict[str, Any] = {
        "place": "intake",
        "view": view,
        "draft": view.draft,
        "undo": can_undo(view.draft),
        "refusal": refusal,
        "of": of,
        "tools": typed if of == "draft" else None,
        "all_unit": _all_unit(typed if of == "draft" else None, refusal),
    }
    part = part or ("draft" if request.htmx and request.htmx.target == "draft" else "")
    if not part:
        incomplete = any(one.rule == "round_incomplete" for one in view.doubts)
        context |= {
            "source": source_of(view.draft, view.units.values()),
            "facts": read_facts(view.draft),
            "round": round_form(
                view.draft,
                view.units,
                incomplete=incomplete,
                typed=typed if of == "round" else None,
                refusal=refusal if of == "round" else None,
            ),
        }
    return _told(page(request, "intake_draft", context, status=status, part=part), view)


def _all_unit(typed: QueryDict | None, refusal: Refused | None) -> Combo:
    given = typed if typed is not None else QueryDict()
    return Combo(
        "all_unit",
        _("the unit is"),
        reverse("find_units") + "?receives=1",
        given.get("all_unit", ""),
        given.get("all_unit_text", ""),
        error=refusal.fields.get("all_unit", "") if refusal is not None else "",
    )


def back_to(draft: IntakeDraft, request: Request, anchor: str = "") -> HttpResponse:
    """Lead back to the draft, in the filter one came from."""
    only = "?only=1" if request.GET.get("only") == "1" else ""
    return redirect(f"{reverse('intake_draft', args=[draft.pk])}{only}{anchor}")


def whole_answer(request: Request, draft: IntakeDraft, anchor: str = "", told: str = "") -> HttpResponse:
    """Answer an edit that moved several lines: the list again, or a redirect to it."""
    if not request.htmx:
        if told:
            messages.success(request, told)
        return back_to(draft, request, anchor)
    response = draft_page(request, view_of(request, draft), part="draft")
    return reswap(retarget(response, "#draft"), "outerHTML")


def row_answer(request: Request, draft: IntakeDraft, line_id: str, attempt: Attempt | None = None) -> HttpResponse:
    """Answer an edit of one line: its row with what else changed around it, or a redirect to it."""
    if not request.htmx:
        return back_to(draft, request, f"#line-{line_id}")
    return draw_row(request, view_of(request, draft), line_id)


def draw_row(request: Request, view: DraftView, line_id: str, status: int = 200) -> HttpResponse:
    """Answer with one row, the note of its finding, and the figures of the page; the whole list where the row is gone."""
    row, find = view.row(line_id), view.find_of(line_id)
    if row is None or find is None:
        shown = DraftView(view.draft, view.units, view.day)
        row, find = shown.row(line_id), shown.find_of(line_id)
    if row is None or find is None:
        gone = Refused(view.attempt.sentence) if view.attempt is not None else None
        whole = draft_page(request, view, part="draft", status=status, refusal=gone, of="draft")
        return reswap(retarget(whole, "#draft"), "outerHTML")
    response = render(request, "components/draft_answer.html", {"row": row, "find": find, "view": view}, status=status)
    return _told(response, view)


def refuse_line(request: Request, draft: IntakeDraft, line_id: str, refusal: Refused, *, opened: bool) -> HttpResponse:
    """Answer a refused edit in its row: the sentence, what to do, and everything as it was typed."""
    attempt = Attempt(
        line_id, refusal.sentence, refusal.fields, request.POST.dict(), isinstance(refusal, OvertakenByOther)
    )
    now = get_draft(actor(request), draft.pk)
    view = view_of(request, now, opened=line_id if opened else "", attempt=attempt)
    if request.htmx:
        return draw_row(request, view, line_id, status_of(refusal))
    return draft_page(request, view, status=status_of(refusal))


def _told(response: HttpResponse, view: DraftView) -> HttpResponse:
    """Tell the forms that stay on the page which version they look at now."""
    return trigger_client_event(response, "draft:version", {"version": view.draft.version})
