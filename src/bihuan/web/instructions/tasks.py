"""The instructions that wait for somebody, as tasks of the desk."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.clocks.calendar import WorkCalendar, workdays_between
from bihuan.loop.instructions.models import Addressee
from bihuan.loop.instructions.queries import SOON_DAYS
from bihuan.loop.instructions.waiting import lines_waiting
from bihuan.web.case.marks import case_url, days_left, system_of
from bihuan.web.dates import day as written
from bihuan.web.shapes import Light, Task

MOST: Final = 40  # the register shows the rest


def instruction_tasks(actor: Actor, day: date, calendar: WorkCalendar) -> tuple[Task, ...]:
    """Return the instructions that wait for somebody's receipt or answer."""
    rows = lines_waiting(actor).select_related("instruction__case", "instruction__giver")[:MOST]
    return tuple(_task(line, day, calendar) for line in rows)


def _task(line: Addressee, day: date, calendar: WorkCalendar) -> Task:
    row = line.instruction
    signed = line.received_at is not None
    verb = (
        pgettext("what to do", "Answer an instruction") if signed else pgettext("what to do", "Sign for an instruction")
    )
    given = _("%(leader)s on %(day)s, to be answered by %(due)s") % {
        "leader": row.giver.name,
        "day": written(row.given_on),
        "due": written(row.due),
    }
    return Task(
        verb=verb,
        title=row.text,
        url=f"{case_url(row.case)}#instruction-{row.pk}",
        light=_light(row.due, day, calendar),
        number=row.case.number,
        source=f"{given} · {row.case.subject}",
        go=pgettext("verb", "Answer") if signed else pgettext("verb", "Sign"),
        pack=row.case.pack,
        system=system_of(row.case),
    )


def _light(due: date, day: date, calendar: WorkCalendar) -> Light:
    detail = days_left(workdays_between(day, due, calendar=calendar), day, due)
    if due < day:
        return Light("late", detail=detail)
    return Light("soon" if (due - day).days <= SOON_DAYS else "ok", detail=detail)
