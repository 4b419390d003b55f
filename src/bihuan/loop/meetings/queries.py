"""Reading meetings: agendas, sign-in sheets, how a series stands, and whose meetings lie ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import get_case, own_and_upper_units, visible_to
from bihuan.loop.cases.values import as_comparable
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.meetings.models import AgendaItem, Attendance, MeetingPaper, Presence
from bihuan.loop.meetings.names import HELD, MATTER, MEETING, PACK, SERIES
from bihuan.packspec.model import Move


def get_meeting(actor: Actor, number: str) -> Case:
    """Return a meeting the actor may see. Raises CaseNotFound."""
    return _of_kind(get_case(actor, PACK, number), MEETING)


def get_series(actor: Actor, number: str) -> Case:
    """Return a series the actor may see. Raises CaseNotFound."""
    return _of_kind(get_case(actor, PACK, number), SERIES)


def _of_kind(case: Case, kind: str) -> Case:
    if case.kind != kind:
        raise CaseNotFound(case.number)
    return case


def agenda_of(meeting: Case) -> list[AgendaItem]:
    """Return the items on the agenda of a meeting, in order."""
    rows = AgendaItem.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk, removed_at__isnull=True)
    about = (
        "about",
        "about__responsible",
        "decision",
        "decision__responsible",
        "decision__handler",
        "decision__parent",
    )
    return list(rows.select_related(*about, "carried_from__meeting").order_by("order", "id"))


def discussed(case: Case) -> list[AgendaItem]:
    """Return what meetings concluded about a case, newest first."""
    rows = AgendaItem.objects.filter(area_id=case.area_id, about_id=case.pk).exclude(outcome="")
    return list(rows.select_related("meeting", "decision").order_by("-concluded_at", "-id"))


def attendance_of(meeting: Case) -> list[Attendance]:
    """Return the lines of a sign-in sheet that were kept, in order."""
    rows = Attendance.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk)
    return list(rows.select_related("person", "unit").order_by("order", "id"))


@dataclass(frozen=True, slots=True)
class Invited:
    """
    One line of a sign-in sheet as it is filled in.

    key: `p12` a person, `u3` a unit, `g1` the first guest. kept: what was written down, None before.
    """

    key: str
    name: str
    must_chair: bool = False
    person: Person | None = None
    unit: Unit | None = None
    post: str = ""
    kept: Attendance | None = None


def sheet_of(meeting: Case) -> list[Invited]:
    """Return the sign-in sheet of a meeting: who must chair, members, units, and whoever came besides."""
    file = CaseFile(meeting, meeting.due or meeting.opened_at.date())
    kept = attendance_of(meeting)
    people = {row.person_id: row for row in kept if row.person_id is not None}
    units = {row.unit_id: row for row in kept if row.unit_id is not None}
    lines: dict[str, Invited] = {}
    for person, must in _persons(file):
        lines.setdefault(
            f"p{person.pk}", Invited(f"p{person.pk}", person.name, must, person, kept=people.get(person.pk))
        )
    for unit in _units(file):
        lines[f"u{unit.pk}"] = Invited(f"u{unit.pk}", unit.name, unit=unit, kept=units.get(unit.pk))
    for row in kept:
        if row.person is not None:
            key = f"p{row.person_id}"
            lines.setdefault(key, Invited(key, row.person.name, row.must_chair, row.person, kept=row))
        elif row.unit is not None:
            lines.setdefault(f"u{row.unit_id}", Invited(f"u{row.unit_id}", row.unit.name, unit=row.unit, kept=row))
    guests = [row for row in kept if row.guest]
    for n, row in enumerate(guests, start=1):
        lines[f"g{n}"] = Invited(f"g{n}", row.guest, kept=row)
    return list(lines.values())


def _persons(file: CaseFile) -> list[tuple[Person, bool]]:
    leader = file.case.leader
    found = [(leader, True)] if leader is not None else []
    found += [
        (row.person, False) for row in file.parties if row.party in {"panel", "applicant"} and row.person is not None
    ]
    invited = _in_fields(file, ("person",))
    people = Person.objects.filter(area_id=file.case.area_id, pk__in=invited).in_bulk() if invited else {}
    return found + [(people[pk], False) for pk in invited if pk in people]


def _units(file: CaseFile) -> list[Unit]:
    """Return the units and enterprises that are invited: parties of the case, and fields that hold several."""
    found = [*file.units("assisting"), *file.units("applicant")]
    invited = _in_fields(file, ("unit", "enterprise"))
    units = Unit.objects.filter(area_id=file.case.area_id, pk__in=invited).in_bulk() if invited else {}
    return list(dict.fromkeys([*found, *(units[pk] for pk in invited if pk in units)]))


def _in_fields(file: CaseFile, types: tuple[str, ...]) -> list[int]:
    """Return what the fields of many of these types hold; a meeting of the meetings pack invites by its parties alone."""
    if file.case.pack == PACK:
        return []
    fields = [field.id for field in file.kind.fields.values() if field.many and field.type in types]
    held = [value for id_ in fields for value in (file.case.fields.get(id_) or ())]
    return [int(value) for value in held if str(value).isdigit()]


def papers_of(meeting: Case) -> list[MeetingPaper]:
    """Return the documents that lie before a meeting."""
    rows = MeetingPaper.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk)
    return list(rows.select_related("writing", "writing__case", "writing__round").order_by("id"))


def meetings_of_series(series: Case) -> list[Case]:
    """Return the meetings of a series, and those of others that were held for it too, newest first."""
    also = [meeting.pk for meeting in held_for_others(series.area_id) if series.pk in meeting.fields["held_for"]]
    rows = Case.objects.filter(area_id=series.area_id, pack=PACK, kind=MEETING)
    rows = rows.filter(Q(parent_id=series.pk) | Q(pk__in=also))
    return sorted(
        rows.select_related("parent", "leader"), key=lambda meeting: (day_of(meeting), meeting.pk), reverse=True
    )


def held_for_others(area_id: int) -> list[Case]:
    """Return the meetings that count for more series than their own."""
    rows = Case.objects.filter(area_id=area_id, pack=PACK, kind=MEETING, fields__has_key="held_for")
    return [row for row in rows.defer("subject") if isinstance(row.fields.get("held_for"), list)]


def series_ids(meeting: Case) -> list[int]:
    """Return the ids of the series that a meeting counts for: its own first."""
    also = meeting.fields.get("held_for") or []
    return list(dict.fromkeys([pk for pk in (meeting.parent_id, *also) if pk is not None]))


def day_of(meeting: Case) -> date:
    """Return the day of a meeting: when it was held, or for when it is called."""
    held = as_comparable(meeting.fields.get("held_on"))
    return held if isinstance(held, date) else (meeting.due or meeting.opened_at.date())


def is_held(meeting: Case) -> bool:
    """Return whether a meeting took place."""
    return meeting.state in HELD


def is_called(meeting: Case) -> bool:
    """Return whether a meeting is still to be held."""
    return meeting.state in _moves(meeting)["hold"].from_


def is_cancelled(meeting: Case) -> bool:
    """Return whether a meeting was called off."""
    return meeting.state == _moves(meeting)["cancel"].to


def _moves(meeting: Case) -> Mapping[str, Move]:
    pack = pack_of(meeting.pack, meeting.pack_version)
    return pack.kinds[meeting.kind].lifecycle_of(pack).moves


def decisions_of(meetings: Iterable[Case]) -> QuerySet[Case]:
    """Return what these meetings decided, in order."""
    rows = list(meetings)
    area_id = rows[0].area_id if rows else 0
    found = Case.objects.filter(area_id=area_id, parent_id__in=[row.pk for row in rows], kind=MATTER)
    return found.select_related("responsible", "handler", "parent").order_by("-parent_id", "order", "id")


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody who did not come to meetings. times: how often without leave; leave: how often with it; of: invited to so many."""

    name: str
    times: int
    leave: int
    of: int


@dataclass(frozen=True, slots=True)
class SeriesStanding:
    """
    How a series stands on a day.

    not_chaired: meetings held in which somebody else chaired, newest first. missed: who did not come, most often first.
    """

    held: int
    called: int
    cancelled: int
    not_chaired: tuple[Case, ...]
    missed: tuple[Missed, ...]
    decided: int
    done: int
    overdue: int
    next_on: date | None
    last_on: date | None


def standing_of_series(series: Case, day: date) -> SeriesStanding:
    """Return how a series stands: meetings, who chaired and who missed, decisions."""
    meetings = meetings_of_series(series)
    held = [meeting for meeting in meetings if is_held(meeting)]
    decisions = list(decisions_of(meetings)) if meetings else []
    coming = [day_of(meeting) for meeting in meetings if is_called(meeting)]
    return SeriesStanding(
        held=len(held),
        called=len(coming),
        cancelled=sum(1 for meeting in meetings if is_cancelled(meeting)),
        not_chaired=tuple(meeting for meeting in held if meeting.fields.get("chair") == "other"),
        missed=tuple(_missed(held)),
        decided=len(decisions),
        done=sum(1 for case in decisions if case.category == Category.CLOSED),
        overdue=sum(1 for case in decisions if light_kind(case, day) == "late"),
        next_on=min(coming, default=None),
        last_on=max((day_of(meeting) for meeting in held), default=None),
    )


def _missed(held: list[Case]) -> list[Missed]:
    if not held:
        return []
    rows = Attendance.objects.filter(area_id=held[0].area_id, meeting_id__in=[meeting.pk for meeting in held], guest="")
    by: dict[tuple[int | None, int | None], list[Attendance]] = {}
    for row in rows.select_related("person", "unit").order_by("id"):
        by.setdefault((row.person_id, row.unit_id), []).append(row)
    found = [
        Missed(
            name_of(lines[0]),
            sum(1 for line in lines if line.presence == Presence.ABSENT),
            sum(1 for line in lines if line.presence == Presence.LEAVE),
            len(lines),
        )
        for lines in by.values()
    ]
    return sorted((one for one in found if one.times or one.leave), key=lambda one: (-one.times, -one.leave, one.name))


def name_of(row: Attendance) -> str:
    """Return whom a line of a sign-in sheet is about."""
    return row.person.name if row.person is not None else row.unit.name if row.unit is not None else row.guest


def missed_chairing(series: Case, first: date, last: date) -> list[Case]:
    """Return the meetings of a series within these days that were not chaired by who must, oldest first: what warnings count."""
    rows = [meeting for meeting in meetings_of_series(series) if first <= day_of(meeting) <= last and is_held(meeting)]
    return [meeting for meeting in reversed(rows) if meeting.fields.get("chair") == "other"]


def series_of(actor: Actor) -> list[Case]:
    """Return the series the actor may see, running ones first."""
    rows = visible_to(actor).filter(pack=PACK, kind=SERIES).select_related("responsible", "leader")
    return sorted(rows, key=lambda case: (case.category == Category.CLOSED, case.order, case.pk))


def meetings_between(actor: Actor, first: date, last: date) -> list[Case]:
    """Return the meetings the actor may see whose day lies between two days, both included, in order of days."""
    rows = visible_to(actor).filter(pack=PACK, kind=MEETING)
    near = rows.filter(Q(due__range=(first, last)) | Q(date_1__range=(first, last)))
    found = [
        row for row in near.select_related("parent", "leader") if first <= day_of(row) <= last and not is_cancelled(row)
    ]
    return sorted(found, key=lambda meeting: (day_of(meeting), meeting.fields.get("clock") or "", meeting.pk))


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A meeting in somebody's calendar. clock: the time as it was typed, empty where it is not known."""

    number: str
    subject: str
    on: date
    clock: str
    place: str
    changed_at: Any
    cancelled: bool


def meetings_of(actor: Actor, first: date, last: date) -> list[MeetingDay]:
    """Return the meetings to which the actor is invited between two days, both included: as member, as who chairs, or for an own unit."""
    units = own_and_upper_units(actor)
    rows = Case.objects.filter(area_id=actor.area_id, pack=PACK, kind=MEETING, due__range=(first, last))
    mine = Q(parties__person_id=actor.stands_for, parties__party__in=("panel", "leader"))
    mine |= Q(parties__unit_id__in=units, parties__party="assisting")
    found = rows.filter(mine | Q(leader_id=actor.stands_for)).distinct().order_by("due", "id")
    return [in_calendar(row) for row in found]


def in_calendar(meeting: Case) -> MeetingDay:
    """Return a meeting as calendars show it."""
    return MeetingDay(
        meeting.number,
        meeting.subject,
        day_of(meeting),
        str(meeting.fields.get("clock") or ""),
        str(meeting.fields.get("place") or ""),
        meeting.last_at,
        is_cancelled(meeting),
    )


def next_meeting(series: Case, day: date) -> Case | None:
    """Return the next meeting of a series that is called, on or after a day."""
    coming = [one for one in meetings_of_series(series) if is_called(one) and day_of(one) >= day - timedelta(days=1)]
    return min(coming, key=day_of, default=None)


def case_named(actor: Actor, typed: str) -> Case | None:
    """Return the case that the first word of what was typed for an agenda names by its number, None where it names none that the actor sees."""
    number = typed.partition(" ")[0]
    return visible_to(actor).filter(number=number).exclude(kind=MEETING).order_by("id").first() if number else None
