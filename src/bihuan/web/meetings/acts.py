"""The small acts of a meeting's page: each does one thing and returns the sentence that says so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.meetings.actions import Conclusion, Decision
from bihuan.loop.meetings.agenda import (
    add_item,
    add_paper,
    bring_back_item,
    build_agenda,
    move_item,
    remove_item,
    remove_paper,
    settle_agenda,
)
from bihuan.loop.meetings.attendance import Mark
from bihuan.loop.meetings.queries import agenda_of, case_named, sheet_of
from bihuan.loop.writing.queries import get_writing
from bihuan.web.numbers import number_in
from bihuan.web.request import Request, actor

Act = Callable[[Request, CaseFile], str]


def _build(request: Request, file: CaseFile) -> str:
    items = build_agenda(meeting=file.case, by=actor(request), at=request.received_at)
    return ngettext("The agenda has %(n)d item.", "The agenda has %(n)d items.", len(items)) % {"n": len(items)}


def _settle(request: Request, file: CaseFile) -> str:
    settle_agenda(meeting=file.case, by=actor(request), at=request.received_at)
    return _("The agenda is set; everybody who takes part was told.")


def _add(request: Request, file: CaseFile) -> str:
    who, typed = actor(request), request.POST.get("subject", "").strip()
    about = case_named(who, typed)
    add_item(meeting=file.case, about=about, subject=typed, by=who, at=request.received_at)
    return _("Put on the agenda.")


def _remove(request: Request, file: CaseFile) -> str:
    remove_item(meeting=file.case, item_id=_id(request), by=actor(request), at=request.received_at)
    return _("Taken off the agenda; it can be brought back below.")


def _bring(request: Request, file: CaseFile) -> str:
    bring_back_item(meeting=file.case, item_id=_id(request), by=actor(request), at=request.received_at)
    return _("Put on the agenda.")


def _up(request: Request, file: CaseFile) -> str:
    move_item(meeting=file.case, item_id=_id(request), up=True, by=actor(request), at=request.received_at)
    return _("Moved.")


def _down(request: Request, file: CaseFile) -> str:
    move_item(meeting=file.case, item_id=_id(request), up=False, by=actor(request), at=request.received_at)
    return _("Moved.")


def _lay(request: Request, file: CaseFile) -> str:
    who = actor(request)
    writing = get_writing(who, number_in(request.POST.get("writing")) or 0, request.today)
    add_paper(meeting=file.case, writing=writing, by=who, at=request.received_at)
    return _("The document lies before the meeting.")


def _take(request: Request, file: CaseFile) -> str:
    remove_paper(meeting=file.case, paper_id=_id(request), by=actor(request), at=request.received_at)
    return _("The document was taken away from the meeting.")


def _id(request: Request) -> int:
    return number_in(request.POST.get("item")) or 0


ACTS: Final[dict[str, Act]] = {
    "build": _build,
    "settle": _settle,
    "add": _add,
    "remove": _remove,
    "bring": _bring,
    "up": _up,
    "down": _down,
    "lay": _lay,
    "take": _take,
}


def conclusions_typed(file: CaseFile, typed: QueryDict) -> dict[int, Conclusion]:
    """Return the conclusions of a form by item; an item without an outcome is not concluded."""
    found = {}
    for item in agenda_of(file.case):
        outcome = typed.get(f"{item.pk}-outcome", "")
        if not outcome:
            continue
        unit, handler = (
            typed.get(f"{item.pk}-{name}") or typed.get(f"{item.pk}-{name}_text", "") for name in ("unit", "handler")
        )
        decision = Decision(
            typed.get(f"{item.pk}-subject", ""), unit.strip(), handler.strip(), typed.get(f"{item.pk}-due", "")
        )
        found[item.pk] = Conclusion(outcome, typed.get(f"{item.pk}-conclusion", ""), decision)
    return found


def sheet_typed(file: CaseFile, typed: QueryDict) -> tuple[dict[str, Mark], str, list[str]]:
    """Return the marks of a sign-in sheet by line, who chaired, and the guests."""
    marks = {}
    for line in sheet_of(file.case):
        presence = typed.get(f"{line.key}-presence", "")
        if presence and not line.key.startswith("g"):
            marks[line.key] = Mark(
                presence,
                typed.get(f"{line.key}-stand_in", ""),
                typed.get(f"{line.key}-excused_by", ""),
                typed.get(f"{line.key}-note", ""),
            )
    guests = [name for line in typed.get("guests", "").replace("、", "\n").splitlines() if (name := line.strip())]
    return marks, typed.get("chaired", ""), guests
