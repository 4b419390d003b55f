"""All series and the days of their meetings: what comes, what was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.meetings.names import PACK, SERIES
from bihuan.loop.meetings.queries import SeriesStanding, day_of, meetings_between, series_of, standing_of_series
from bihuan.loop.meetings.rules import may_open_series
from bihuan.web.case.marks import light_of, stage_of
from bihuan.web.meetings.words import choice, tier_of, time_and_place
from bihuan.web.shapes import Empty, Head, Light, Link, Stage

BACK = timedelta(days=35)
AHEAD = timedelta(days=42)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One series: level, how often, who must chair, and how it stands."""

    number: str
    subject: str
    url: str
    tier: str
    every: str
    chair: str
    stage: Stage
    stands: SeriesStanding


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting on its day."""

    on: date
    subject: str
    url: str
    series: str
    where: str
    stage: Stage
    light: Light
    items: int = 0
    decided: int = 0
    chaired_by_other: bool = False


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    head: Head
    series: tuple[SeriesRow, ...]
    coming: tuple[MeetingRow, ...]
    past: tuple[MeetingRow, ...]
    empty: Empty | None
    file_url: str


def meetings_page(who: Actor, day: date) -> MeetingsPage:
    """Return the page of all series the actor may see, with the meetings of the weeks around a day."""
    series = series_of(who)
    near = [meeting_row(meeting, day) for meeting in meetings_between(who, day - BACK, day + AHEAD)]
    new = (
        Link(_("New series"), reverse("case_open_top", args=[PACK, SERIES]), "plus")
        if may_open_series(who, day)
        else None
    )
    text = _(
        "A series says who meets how often, who must chair, and which cases come on the agenda. Its meetings then open by themselves."
    )
    empty = Empty(_("No series of meetings yet"), text, new, main=True) if not series else None
    return MeetingsPage(
        head=Head(_("Meetings"), facts=_("What keeps cases moving between two dates"), main=new if series else None),
        series=tuple(_series_row(case, day) for case in series),
        coming=tuple(row for row in near if row.on >= day),
        past=tuple(row for row in reversed(near) if row.on < day),
        empty=empty,
        file_url=reverse("meetings_ics"),
    )


def _series_row(case: Case, day: date) -> SeriesRow:
    file = CaseFile(case, day)
    return SeriesRow(
        case.number,
        case.subject,
        reverse("meeting_series", args=[case.number]),
        tier_of(file),
        choice(file.pack, "every", case.fields.get("every")),
        case.leader.name if case.leader is not None else "",
        stage_of(case, file.pack),
        standing_of_series(case, day),
    )


def meeting_row(meeting: Case, day: date, *, items: int = 0, decided: int = 0) -> MeetingRow:
    """Return a meeting as lists show it."""
    file = CaseFile(meeting, day)
    return MeetingRow(
        day_of(meeting),
        meeting.subject,
        reverse("meeting", args=[meeting.number]),
        meeting.parent.subject if meeting.parent is not None else "",
        time_and_place(meeting),
        stage_of(meeting, file.pack),
        light_of(meeting, day),
        items,
        decided,
        meeting.fields.get("chair") == "other",
    )
