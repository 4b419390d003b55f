"""
The eight steps of the loop for one case of an inspection: find, assign, act, prove, verify, close, look back, publish.

Cases of other systems go the way of their own lifecycle (way.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.clocks.calendar import WorkCalendar, workdays_between
from bihuan.loop.clocks.days import local_day
from bihuan.loop.evidence.models import Evidence
from bihuan.loop.lifecycle.queries import ReviewSheet
from bihuan.loop.lifecycle.review import own_chain
from bihuan.loop.lifecycle.rules import relation_title
from bihuan.web.case.way import own_loop, own_ring
from bihuan.web.dates import day as written
from bihuan.web.places import LEDGER_PACK
from bihuan.web.shapes import Loop, Ring, Step, StepState

FIND, ASSIGN, ACT, PROVE, VERIFY, CLOSE, LOOK_BACK, PUBLISH = range(1, 9)


def walks_the_loop(file: CaseFile) -> bool:
    """Return whether cases of this kind are handed out and verified, so that the eight steps mean something."""
    return bool(file.kind.review)


def step_now(file: CaseFile) -> int:
    """Return on which of the eight steps a case stands."""
    match file.case.category:
        case Category.DRAFT:
            return ASSIGN
        case Category.REVIEW:
            return VERIFY
        case Category.CLOSED:
            return LOOK_BACK
    return ASSIGN if file.lifecycle.awaits_receipt(file.case.state) else ACT


def ring_of(file: CaseFile) -> Ring | None:
    """Return the small ring of a case."""
    if file.case.pack != LEDGER_PACK:
        return own_ring(file)
    return Ring(step_now(file)) if walks_the_loop(file) else None


def loop_of(
    file: CaseFile, evidence: Sequence[Evidence], sheet: ReviewSheet | None, calendar: WorkCalendar
) -> Loop | None:
    """Return the eight steps with their dates, None for kinds that are not verified; in other systems the way of their own lifecycle."""
    if file.case.pack != LEDGER_PACK:
        return own_loop(file)
    if not walks_the_loop(file):
        return None
    now = step_now(file)
    names = step_names()
    words = (
        _found(file),
        _assigned(file),
        _acted(file, calendar),
        _proved(file, evidence),
        _verified(file, sheet),
        _closed(file),
        (_("not arranged yet") if now == LOOK_BACK else _("after closing"), ""),
        (_("with the report"), ""),
    )
    steps = tuple(
        Step(name, _state(at, now), first, second)
        for at, (name, (first, second)) in enumerate(zip(names, words, strict=True), start=1)
    )
    label = _("The loop: eight steps, now at step %(now)d, %(name)s") % {"now": now, "name": names[now - 1]}
    back = _("If it relapses after closing, round %(turn)d begins here; the record of this round does not change")
    return Loop(label, steps, back % {"turn": file.case.turn + 1})


def step_names() -> tuple[str, ...]:
    """Return the names of the eight steps."""
    return (
        pgettext("step", "Find"),
        pgettext("step", "Assign"),
        pgettext("step", "Rectify"),
        pgettext("step", "Prove"),
        pgettext("step", "Verify"),
        pgettext("step", "Close"),
        pgettext("step", "Look back"),
        pgettext("step", "Publish"),
    )


def _state(at: int, now: int) -> StepState:
    return "done" if at < now else "now" if at == now else "todo"


def _entered(file: CaseFile) -> list[tuple[str, date]]:
    """Return the states of this round with the day of entry, in order."""
    return [(stay.state, local_day(stay.entered_at)) for stay in file.stays if stay.turn == file.case.turn]


def _found(file: CaseFile) -> tuple[str, str]:
    stays = _entered(file)
    if file.case.turn > 1 and stays:
        return written(stays[0][1]), _("reopened")
    return written(local_day(file.case.opened_at)), _("registered")


def _assigned(file: CaseFile) -> tuple[str, str]:
    states = file.lifecycle.states
    entered = [(state, day) for state, day in _entered(file) if states[state].category != Category.DRAFT]
    if file.case.category == Category.DRAFT or not entered:
        return _("to be handed out"), ""
    received = next((day for state, day in entered if not file.lifecycle.awaits_receipt(state)), None)
    second = _("received %(day)s") % {"day": written(received)} if received else _("awaiting receipt")
    return written(entered[0][1]), second if file.lifecycle.awaits_receipt(entered[0][0]) or received else ""


def _acted(file: CaseFile, calendar: WorkCalendar) -> tuple[str, str]:
    case = file.case
    begun = [day for state, day in _entered(file) if file.lifecycle.states[state].category != Category.DRAFT]
    if case.finished_on and begun:
        days = max(workdays_between(begun[0], case.finished_on, calendar=calendar), 0)
        took = ngettext("took %(n)d working day", "took %(n)d working days", days) % {"n": days}
        return written(case.finished_on), took
    if case.due:
        return _("due %(day)s") % {"day": written(case.due)}, ""
    return "", ""


def _proved(file: CaseFile, evidence: Sequence[Evidence]) -> tuple[str, str]:
    rows = [row for row in evidence if row.turn == file.case.turn]
    if not rows:
        return "", ""
    count = ngettext("%(n)d piece", "%(n)d pieces", len(rows)) % {"n": len(rows)}
    locked = file.case.category in {Category.REVIEW, Category.CLOSED}
    return written(local_day(rows[-1].added_at)), _("%(count)s, locked") % {"count": count} if locked else count


def _verified(file: CaseFile, sheet: ReviewSheet | None) -> tuple[str, str]:
    if sheet is not None:
        first = _("level %(step)d of %(steps)d") % {"step": sheet.step, "steps": sheet.steps}
        return first, "、".join(sheet.relations)
    if file.case.category == Category.CLOSED:
        stays = [stay for stay in file.stays if file.lifecycle.states[stay.state].category == Category.REVIEW]
        passes = len([stay for stay in stays if stay.turn == file.case.turn])
        return (written(file.case.closed_on), _("passed")) if file.case.closed_on and passes else ("", "")
    return "", ""


def _closed(file: CaseFile) -> tuple[str, str]:
    if file.case.closed_on:
        return written(file.case.closed_on), ""
    for state, review in file.kind.review.items():
        steps = (file.case.review or {}).get("steps") if file.case.category == Category.REVIEW else None
        chain = steps or own_chain(file, review, state)
        if chain:
            return "", "、".join(relation_title(file, relation) for relation in chain[-1]["signed_by"])
    return "", ""
