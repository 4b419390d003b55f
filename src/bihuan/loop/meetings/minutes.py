"""Writing the minutes of a meeting from its agenda, its sign-in sheet and its decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.meetings.guards import MINUTES
from bihuan.loop.meetings.models import AgendaItem, Attendance, Presence
from bihuan.loop.meetings.queries import agenda_of, attendance_of, name_of
from bihuan.loop.writing.actions import LONGEST_ANSWER, write_document
from bihuan.loop.writing.models import Writing, WritingState
from bihuan.loop.writing.words import numeral

SUBJECT_MOST: Final = 60


@transaction.atomic
def write_minutes(*, meeting: Case, by: Actor, at: datetime) -> Writing:
    """
    Write the minutes of a meeting as a draft and return it: what was heard, what was decided, who was there.

    The office may change every word before it makes them final. Raises NotAllowed.
    """
    rows = attendance_of(meeting)
    asked = {
        "heard": heard(agenda_of(meeting)),
        "present": _names(rows, {Presence.PRESENT, Presence.SUBSTITUTE}),
        "leave": _names(rows, {Presence.LEAVE}),
        "chaired": next((name_of(row) for row in rows if row.chaired), ""),
    }
    return write_document(
        case=meeting,
        document=MINUTES,
        asof=local_day(at),
        asked={name: value[:LONGEST_ANSWER] for name, value in asked.items() if value},
        by=by,
        at=at,
    )


def minutes_of(meeting: Case) -> Writing | None:
    """Return the minutes of a meeting: the final ones, else the newest draft."""
    rows = Writing.objects.filter(area_id=meeting.area_id, case_id=meeting.pk, document=MINUTES)
    kept = list(rows.exclude(state=WritingState.AWAY).order_by("-id").defer("parts"))
    return next((row for row in kept if row.state == WritingState.FINAL), kept[0] if kept else None)


def heard(items: Iterable[AgendaItem]) -> str:
    """Return what a meeting heard and concluded, one line an item, as minutes say it."""
    concluded = [item for item in items if item.outcome]
    return "\n".join(
        f"（{numeral(n)}）关于{quoted(subject_of(item))}。{item.conclusion.rstrip('。')}。"
        for n, item in enumerate(concluded, start=1)
    )


def subject_of(item: AgendaItem) -> str:
    """Return what an item is about, in the words of its case."""
    return item.about.subject if item.about is not None else item.subject


def quoted(subject: str) -> str:
    """Return a subject in quotation marks, its first sentence alone where it is long."""
    head = subject.partition("。")[0]
    return f"“{head if len(head) <= SUBJECT_MOST else head[:SUBJECT_MOST] + '…'}”"


def _names(rows: Iterable[Attendance], presences: set[Presence]) -> str:
    return "、".join(_said(row) for row in rows if row.presence in presences)


def _said(row: Attendance) -> str:
    return f"{name_of(row)}（{row.stand_in}代）" if row.presence == Presence.SUBSTITUTE else name_of(row)
