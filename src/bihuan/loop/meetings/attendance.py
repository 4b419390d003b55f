"""Keeping the sign-in sheet of a meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.meetings.models import Attendance, Presence
from bihuan.loop.meetings.names import PACK
from bihuan.loop.meetings.queries import Invited, name_of, sheet_of
from bihuan.loop.meetings.rules import check_may_keep, has_sheet
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

MOST_GUESTS: Final = 500
LONGEST_NAME: Final = 60
LONGEST_NOTE: Final = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written down about one line of the sheet. presence: one of Presence; stand_in: who came instead."""

    presence: str
    stand_in: str = ""
    excused_by: str = ""
    note: str = ""


@transaction.atomic
def fill_attendance(
    *,
    meeting: Case,
    marks: Mapping[str, Mark],
    chaired: str,
    by: Actor,
    at: datetime,
    guests: Sequence[str] = (),
) -> list[Attendance]:
    """
    Keep the whole sign-in sheet of a meeting and return its lines; what was kept before is replaced, the trail keeps both.

    marks: by key of `queries.sheet_of`; a line without a mark is not filled in yet and is left out. chaired: the key of who chaired.
    guests: names of those who came without being invited; for earlier guests the whole list is given again.

    Of what is no meeting, a guest whose name is that of a unit or enterprise counts as that.

    Raises CaseNotFound for a case without a sheet; NotAllowed, NotHere; Refused with a sentence for every line that is wrong, by `<key>.<what>`.
    """
    file = CaseFile(lock_case(meeting), local_day(at))
    if not has_sheet(file):
        raise CaseNotFound(meeting.number)
    check_may_keep(file, by)
    lines = [line for line in sheet_of(file.case) if not line.key.startswith("g")]
    names = list(dict.fromkeys(name for guest in guests if (name := written(guest)[:LONGEST_NAME])))[:MOST_GUESTS]
    _check(lines, marks, chaired, names)
    rows = [
        _row(file, place, line, marks[line.key], chaired)
        for place, line in enumerate(lines, start=1)
        if line.key in marks
    ]
    known = _units_named(file, names, lines)
    rows += [
        Attendance(
            area_id=meeting.area_id,
            meeting=file.case,
            unit=known.get(name),
            guest="" if name in known else name,
            order=len(lines) + n,
            presence=Presence.PRESENT,
            chaired=chaired == f"g{n}",
        )
        for n, name in enumerate(names, start=1)
    ]
    Attendance.objects.filter(area_id=meeting.area_id, meeting_id=meeting.pk).delete()
    Attendance.objects.bulk_create(rows)
    record(case=file.case, verb=Verb.ATTENDANCE_SET, by=by, at=at, body={"attendance": [_said(row) for row in rows]})
    return rows


def _units_named(file: CaseFile, names: Sequence[str], lines: Sequence[Invited]) -> dict[str, Unit]:
    """Return the units and enterprises among guests of an event, by the name that was written; who stands on the sheet is no guest."""
    if file.case.pack == PACK:
        return {}
    there = {line.unit.pk for line in lines if line.unit is not None}
    units = Unit.objects.filter(area_id=file.case.area_id, name__in=names).exclude(pk__in=there).order_by("id")
    return {unit.name: unit for unit in units}


def _check(lines: Sequence[Invited], marks: Mapping[str, Mark], chaired: str, guests: Sequence[str]) -> None:
    wrong: dict[str, str] = {}
    for line in lines:
        mark = marks.get(line.key)
        if mark is None:
            continue
        if mark.presence not in set(Presence):
            wrong[f"{line.key}.presence"] = gettext("Choose one.")
        if mark.presence == Presence.SUBSTITUTE and not written(mark.stand_in):
            wrong[f"{line.key}.stand_in"] = gettext("Write who came instead of %(name)s.") % {"name": line.name}
    there = {key for key, mark in marks.items() if mark.presence == Presence.PRESENT}
    there |= {f"g{n}" for n in range(1, len(guests) + 1)}
    if chaired and chaired not in there:
        wrong["chaired"] = gettext("Who chaired was present; mark that too.")
    if wrong:
        one = next(iter(wrong.values()))
        raise Refused(
            one if len(wrong) == 1 else gettext("%(count)s things are to be changed.") % {"count": len(wrong)},
            fields=wrong,
        )


def _row(file: CaseFile, place: int, line: Invited, mark: Mark, chaired: str) -> Attendance:
    substitute, leave = mark.presence == Presence.SUBSTITUTE, mark.presence == Presence.LEAVE
    return Attendance(
        area_id=file.case.area_id,
        meeting=file.case,
        person=line.person,
        unit=line.unit,
        order=place,
        must_chair=line.must_chair,
        chaired=line.key == chaired,
        presence=mark.presence,
        stand_in=written(mark.stand_in)[:LONGEST_NAME] if substitute else "",
        excused_by=written(mark.excused_by)[:LONGEST_NAME] if leave else "",
        note=written(mark.note)[:LONGEST_NOTE],
    )


def _said(row: Attendance) -> dict[str, object]:
    said: dict[str, object] = {
        "who": name_of(row),
        "person": row.person_id,
        "unit": row.unit_id,
        "presence": str(row.presence),
        "must_chair": row.must_chair,
        "chaired": row.chaired,
        "stand_in": row.stand_in,
        "excused_by": row.excused_by,
    }
    return {name: value for name, value in said.items() if value not in (None, "", False)}
