"""What waits, in groups of one urgency: late, today, within seven working days, later, to hand out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.calendar import WorkCalendar, workdays_between
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.lifecycle.waiting import HandOut
from bihuan.web.case.marks import case_url, light_of, same_link, system_of
from bihuan.web.dates import day as written
from bihuan.web.dates import full_day
from bihuan.web.places import LEDGER_PACK, ledger_url, place_url
from bihuan.web.shapes import Light, Task, TaskGroup

NEAR = 7  # working days
TITLE = 18


@dataclass(frozen=True, slots=True)
class Others:
    """What waits beside the cases themselves: extensions asked for, drafts to check, cases to hand out, letters, instructions."""

    asked: Sequence[ExtensionRequest]
    drafts: Sequence[IntakeDraft]
    hand_out: Sequence[HandOut]
    letters: Sequence[Task] = ()
    instructions: Sequence[Task] = ()


def groups_of(
    rows: Sequence[Waiting],
    others: Others,
    day: date,
    calendar: WorkCalendar,
    *,
    same: Mapping[int, Sequence[Case]] | None = None,
    pack: str = "",
) -> tuple[TaskGroup, ...]:
    """
    Return what waits for somebody as groups of one urgency, whatever its system; empty groups are left out.

    same: the other cases that are the same problem, by id. pack: only what is of this system. Where all is of one system it is not named.
    """
    found = _groups(rows, others, day, calendar, same or {})
    several = len({task.pack for group in found for task in group.tasks if task.pack}) > 1
    kept = (
        replace(group, tasks=tuple(_named(task, several) for task in group.tasks if pack in {"", task.pack}))
        for group in found
    )
    return tuple(group for group in kept if group.tasks)


def _named(task: Task, several: bool) -> Task:
    return task if several else replace(task, system="")


def _groups(
    rows: Sequence[Waiting], others: Others, day: date, calendar: WorkCalendar, same: Mapping[int, Sequence[Case]]
) -> tuple[TaskGroup, ...]:
    late, today, near, later = _sorted(rows, day, calendar)
    marked: set[date] = set()
    tasks = {
        name: tuple(_task(row, day, calendar, marked, same.get(row.case_id, ())) for row in found)
        for name, found in zip("abcd", (late, today, near, later), strict=True)
    }
    return (
        TaskGroup(
            _count(ngettext("%(n)d, do it first", "%(n)d, do them first", len(late)), late), tasks["a"], Light("late")
        ),
        TaskGroup(
            _count(ngettext("Due today, %(n)d", "Due today, %(n)d", len(today)), today), tasks["b"], Light("soon")
        ),
        TaskGroup(
            _count(
                ngettext("Within %(days)d working days, %(n)d", "Within %(days)d working days, %(n)d", len(near)), near
            ),
            tasks["c"],
        ),
        TaskGroup(_("Instructions"), tuple(others.instructions)),
        TaskGroup(_("Letters"), tuple(others.letters)),
        TaskGroup(
            _("To answer, to check, to hand out"),
            (
                *(_extension(one, day, calendar) for one in others.asked),
                *map(_draft, others.drafts),
                *map(_hand_out, others.hand_out),
            ),
        ),
        TaskGroup(
            _count(ngettext("Not urgent, %(n)d", "Not urgent, %(n)d", len(later)), later),
            tasks["d"],
            folded=len(rows) > 8,
        ),
    )


def _count(text: str, rows: Sequence[Waiting]) -> str:
    return text % {"n": len(rows), "days": NEAR}


def _sorted(rows: Iterable[Waiting], day: date, calendar: WorkCalendar) -> tuple[list[Waiting], ...]:
    late: list[Waiting] = []
    today: list[Waiting] = []
    near: list[Waiting] = []
    later: list[Waiting] = []
    for row in rows:
        if row.until is None:
            later.append(row)
        elif row.until < day:
            late.append(row)
        elif row.until == day:
            today.append(row)
        elif workdays_between(day, row.until, calendar=calendar) <= NEAR:
            near.append(row)
        else:
            later.append(row)
    return late, today, near, later


def _task(row: Waiting, day: date, calendar: WorkCalendar, marked: set[date], same: Sequence[Case]) -> Task:
    case = row.case
    anchor = ""
    if row.until is not None and row.until not in marked:
        marked.add(row.until)
        anchor = f"until-{row.until.isoformat()}"
    return Task(
        verb=verb_of(row),
        title=case.subject,
        url=case_url(case),
        light=light_of(case, day, calendar),
        number=case.number,
        source=_source(row, day),
        id=anchor,
        pack=case.pack,
        system=system_of(case),
        same=tuple(map(same_link, same)),
    )


def verb_of(row: Waiting) -> str:
    """Return what somebody is to do with a case that waits: the title of the move, or that it is a review."""
    case = row.case
    lifecycle = (
        pack_of(case.pack, case.pack_version).kinds[case.kind].lifecycle_of(pack_of(case.pack, case.pack_version))
    )
    if case.category == Category.REVIEW or row.move not in lifecycle.moves:
        return pgettext("what to do", "Review")
    return words(lifecycle.moves[row.move].title)


def _source(row: Waiting, day: date) -> str:
    case, began = row.case, local_day(row.since)
    since = written(began) if began.year == day.year else full_day(began)
    unit = str(case.responsible) if case.responsible is not None else ""
    parts = []
    if case.category == Category.REVIEW:
        parts.append((_("%(unit)s reported it on %(day)s") % {"unit": unit, "day": since}) if unit else since)
        if case.evidence_count:
            parts.append(
                ngettext("%(n)d piece of evidence", "%(n)d pieces of evidence", case.evidence_count)
                % {"n": case.evidence_count}
            )
    else:
        parts.append(unit)
        parts.append(_("since %(day)s") % {"day": since})
    if case.parent is not None:
        parts.append(_parent(case.parent))
    return " · ".join(part for part in parts if part)


def _parent(parent: Case) -> str:
    if parent.wall is not None:
        return ""
    subject = parent.subject if len(parent.subject) <= TITLE else parent.subject[: TITLE - 1] + "…"
    return f"{parent.number} {subject}"


def _extension(request: ExtensionRequest, day: date, calendar: WorkCalendar) -> Task:
    case = request.case
    unit = str(case.responsible) if case.responsible is not None else ""
    asked = _("%(unit)s asks for an extension until %(day)s") % {"unit": unit, "day": written(request.asked_for)}
    return Task(
        _("Answer an extension"),
        case.subject,
        case_url(case, "case_extension_answer"),
        light_of(case, day, calendar),
        number=case.number,
        source=asked,
        go=pgettext("verb", "Answer"),
        pack=case.pack,
        system=system_of(case),
    )


def _draft(draft: IntakeDraft) -> Task:
    brought = _("imported on %(day)s") % {"day": written(local_day(draft.brought_at))}
    return Task(
        _("Check the draft"),
        draft.name,
        _draft_url(draft),
        Light("none"),
        source=brought,
        go=pgettext("verb", "Check"),
        pack=LEDGER_PACK,
    )


def _draft_url(draft: IntakeDraft) -> str:
    return place_url("intake") or reverse("home")


def _hand_out(one: HandOut) -> Task:
    pack = pack_of(one.pack, one.version)
    kind = pack.kinds[one.kind]
    move = next((move for move in kind.lifecycle_of(pack).moves_from(kind.lifecycle_of(pack).start.id)), None)
    title = ngettext("%(n)d %(kind)s to hand out", "%(n)d %(kind)s to hand out", one.count) % {
        "n": one.count,
        "kind": words(kind.title),
    }
    return Task(
        words(move.title) if move is not None else _("Hand out"),
        title,
        ledger_url(one.kind, pack=one.pack, root=one.root_id, category=Category.DRAFT),
        Light("none"),
        source=f"{one.number} {one.subject}",
        pack=one.pack,
        system=words(pack.title),
    )
