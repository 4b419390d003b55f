"""One series: its settings and members, its meetings, who missed them, and what became of its decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import show_field, words
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.asking import names_of
from bihuan.loop.meetings.queries import (
    SeriesStanding,
    decisions_of,
    meetings_of_series,
    series_of,
    standing_of_series,
)
from bihuan.loop.meetings.rules import may_keep
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.meetings.overview import MeetingRow, meeting_row
from bihuan.web.meetings.words import choices, tier_of
from bihuan.web.shapes import Head, Light, Link, Stage

AGENDA_FIELDS = ("takes", "soon_days", "late_days", "return_times", "raises_to")
CALL_FIELDS = ("every", "first_on", "days_before", "clock", "place")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with whose it is, until when, and how it stands."""

    number: str
    subject: str
    url: str
    unit: str
    handler: str
    due: date | None
    stage: Stage
    light: Light
    statement: str
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """The page; settings: (title, value) of when it meets; rule: of what comes on its agenda."""

    head: Head
    stands: SeriesStanding
    settings: tuple[tuple[str, str], ...]
    rule: tuple[tuple[str, str], ...]
    chair: str
    members: tuple[str, ...]
    units: tuple[str, ...]
    meetings: tuple[MeetingRow, ...]
    decisions: tuple[DecisionRow, ...]
    change_url: str
    call_url: str


def series_page(who: Actor, file: CaseFile) -> SeriesPage:
    """Return the page of a series as the actor sees it."""
    case, day = file.case, file.day
    meetings = meetings_of_series(case)
    decisions = list(decisions_of(meetings)) if meetings else []
    may = may_keep(file, who)
    call = Link(_("Call a meeting"), reverse("meeting_call", args=[case.number]), "calendar-event") if may else None
    moves = (Link(_("Record of the series"), case_url(case), "file-text"),)
    return SeriesPage(
        head=Head(
            case.subject,
            crumbs=(Link(_("Meetings"), reverse("meetings")), Link(case.number)),
            facts=tier_of(file),
            moves=moves,
            main=call,
        ),
        stands=standing_of_series(case, day),
        settings=_fields(file, CALL_FIELDS, who),
        rule=_fields(file, AGENDA_FIELDS, who),
        chair=case.leader.name if case.leader is not None else "",
        members=tuple(row.person.name for row in file.parties if row.party == "panel" and row.person is not None),
        units=tuple(unit.name for unit in file.units("assisting")),
        meetings=tuple(meeting_row(meeting, day) for meeting in meetings),
        decisions=tuple(
            decision_row(one, day)
            for one in sorted(decisions, key=lambda one: (one.category == "closed", one.urgency, one.pk))
        ),
        change_url=case_url(case, "case_correct") if may else "",
        call_url=reverse("meeting_call", args=[case.number]) if may else "",
    )


def _fields(file: CaseFile, wanted: tuple[str, ...], who: Actor) -> tuple[tuple[str, str], ...]:
    names = names_of(file, wanted, reader=who)
    rows = []
    for id_ in wanted:
        field = file.kind.fields[id_]
        value = file.case.fields.get(id_, field.default)
        said = (
            "、".join(choices(file.pack, field.options or "", value))
            if field.type == "choice"
            else show_field(field, file.pack, value, names)
        )
        rows.append((words(field.title), said or _("not set")))
    return tuple(rows)


def decision_row(case: Case, day: date) -> DecisionRow:
    """Return a decision as lists show it."""
    return DecisionRow(
        case.number,
        case.subject,
        case_url(case),
        str(case.responsible) if case.responsible is not None else "",
        case.handler.name if case.handler is not None else "",
        case.due,
        stage_of(case, CaseFile(case, day).pack),
        light_of(case, day),
        case.statement,
        case.parent.subject if case.parent is not None else "",
    )


@dataclass(frozen=True, slots=True)
class CallPage:
    """The form that calls a meeting, filled with what was typed or with what the series says."""

    head: Head
    typed: Mapping[str, str]
    wrong: Mapping[str, str]
    others: tuple[tuple[int, str, bool], ...]
    refused: str
    back: str
    invited: str


def call_page(who: Actor, file: CaseFile, typed: QueryDict | None = None, refusal: Refused | None = None) -> CallPage:
    """Return the form."""
    case = file.case
    fields = ("due", "subject", "clock", "place", "topic")
    known = {
        "subject": case.subject,
        "clock": str(case.fields.get("clock") or ""),
        "place": str(case.fields.get("place") or ""),
    }
    values = {name: typed.get(name, "") if typed is not None else known.get(name, "") for name in fields}
    chosen = typed.getlist("held_for") if typed is not None else []
    others = [one for one in series_of(who) if one.pk != case.pk and one.category == "open"]
    people = len(file.persons("panel")) + (1 if case.leader_id else 0)
    words_ = ngettext("%(n)d person is invited", "%(n)d people are invited", people) % {"n": people}
    units = file.units("assisting")
    return CallPage(
        head=Head(
            _("Call a meeting"),
            crumbs=(
                Link(_("Meetings"), reverse("meetings")),
                Link(case.subject, reverse("meeting_series", args=[case.number])),
                Link(_("Call a meeting")),
            ),
            facts=case.subject,
        ),
        typed=values,
        wrong=refusal.fields if refusal is not None else {},
        others=tuple((one.pk, one.subject, one.number in chosen or str(one.pk) in chosen) for one in others),
        refused=refusal.sentence if refusal is not None else "",
        back=reverse("meeting_series", args=[case.number]),
        invited=words_ + ("，" if units else "") + "、".join(unit.name for unit in units),
    )


def called_with(who: Actor, file: CaseFile, typed: QueryDict) -> dict[str, object]:
    """Return what the form says, as `call_meeting` takes it."""
    chosen = set(typed.getlist("held_for"))
    others = [one for one in series_of(who) if str(one.pk) in chosen and one.pk != file.case.pk]
    given = {name: typed.get(name, "").strip() for name in ("clock", "place", "topic")}
    return {
        "on": typed.get("due", "").strip(),
        "subject": typed.get("subject", ""),
        "given": {**given, "held_for": others or None},
    }
