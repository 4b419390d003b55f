"""Meetings: series, the agenda, the sign-in sheet, what was concluded, and the sign-in sheets of other events."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from bihuan.api.answers import row_of
from bihuan.api.asked import Asked, Given, Material, RowId
from bihuan.api.materials import materials
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, looked_at
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.meetings.actions import Conclusion, Decision, call_meeting, conclude_meeting, hold_meeting
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
from bihuan.loop.meetings.attendance import Mark, fill_attendance
from bihuan.loop.meetings.calendar_file import ics_of
from bihuan.loop.meetings.guards import MINUTES
from bihuan.loop.meetings.minutes import minutes_of, write_minutes
from bihuan.loop.meetings.models import AgendaItem, Attendance
from bihuan.loop.meetings.queries import (
    agenda_of,
    attendance_of,
    case_named,
    get_meeting,
    get_series,
    in_calendar,
    meetings_between,
    meetings_of,
    meetings_of_series,
    papers_of,
    series_of,
    sheet_of,
    standing_of_series,
)
from bihuan.loop.meetings.rules import has_sheet
from bihuan.loop.writing.queries import get_writing

router = Router(tags=["meetings"])
CALENDAR = "text/calendar; charset=utf-8"
AROUND = timedelta(days=31)


class Calling(Asked):
    """A meeting that is called."""

    on: date
    subject: str = ""
    given: Given = Field(default_factory=dict, description="time, place and other fields of the meeting")


class PuttingOn(Asked):
    """An item for an agenda: the number of a case, or any subject."""

    subject: str


class Laying(Asked):
    """The id of a document."""

    document: RowId


class Signed(Asked):
    """How somebody took part."""

    presence: Literal["present", "leave", "absent", "substitute"]
    stand_in: str = ""
    excused_by: str = ""
    note: str = ""


class Sheet(Asked):
    """A whole sign-in sheet; what was kept before is replaced."""

    marks: dict[str, Signed] = Field(description="by `key` of the sheet")
    chaired: str = Field("", description="key of the line of whoever chaired")
    guests: list[str] = Field(default_factory=list)


class Concluded(Asked):
    """What a meeting did with an item; a decision becomes a case with unit, handler and day."""

    outcome: Literal["noted", "decided", "again", "raised"]
    text: str = ""
    subject: str = ""
    unit: str | RowId = ""
    handler: str | RowId = ""
    due: str = ""


class Conclusions(Asked):
    """What was concluded, by id of the item."""

    items: dict[RowId, Concluded]


class Held(Asked):
    """That a meeting was held, with the file of its minutes where they were not written here."""

    held_on: date
    evidence: list[Material] = Field(default_factory=list)


@router.get("/meetings", summary="Series, and the meetings from one day to another (a month around today)")
def meetings(request: HttpRequest, first: date | None = None, last: date | None = None) -> dict[str, Any]:
    who, today = actor(request), day_of(request)
    found = meetings_between(who, first or today - AROUND, last or today + AROUND)
    return {
        "series": [row_of(one, today) for one in series_of(who)],
        "meetings": [{**row_of(one, today), **shown(in_calendar(one))} for one in found],
    }


@router.get("/meetings/mine.ics", summary="The coming meetings of whoever asks as a calendar file")
def own_file(request: HttpRequest) -> HttpResponse:
    who, day = actor(request), day_of(request)
    found = meetings_of(who, day - timedelta(days=7), day + 4 * AROUND)
    return file_of_bytes(ics_of(who.area_id, found), "meetings.ics", CALENDAR)


@router.get("/meetings/series/{number}", summary="A series: its meetings, who chaired and who missed, its decisions")
def series(request: HttpRequest, number: str) -> dict[str, Any]:
    case, today = get_series(actor(request), number), day_of(request)
    rows = [row_of(one, today) for one in meetings_of_series(case)]
    return {**row_of(case, today), "standing_of_series": shown(standing_of_series(case, today)), "meetings": rows}


@router.post("/meetings/series/{number}", summary="Call a meeting of a series", response={201: dict[str, Any]})
def calling(request: HttpRequest, number: str, asked: Calling) -> Status[dict[str, Any]]:
    called = call_meeting(
        series=get_series(actor(request), number), on=asked.on, subject=asked.subject, given=asked.given,
        by=actor(request), at=at_of(request),
    )  # fmt: skip
    return Status(201, _meeting(request, called))


@router.get("/meetings/{number}", summary="A meeting: its agenda, its sheet, its papers and minutes")
def meeting(request: HttpRequest, number: str) -> dict[str, Any]:
    return _meeting(request, get_meeting(actor(request), number))


@router.get("/meetings/{number}/meeting.ics", summary="A meeting as a calendar file")
def ics(request: HttpRequest, number: str) -> HttpResponse:
    case = get_meeting(actor(request), number)
    return file_of_bytes(ics_of(case.area_id, [in_calendar(case)]), f"{case.number}.ics", CALENDAR)


@router.post("/meetings/{number}/agenda/build", summary="Make the agenda anew from what is open, raised and at risk")
def building(request: HttpRequest, number: str) -> dict[str, Any]:
    case = get_meeting(actor(request), number)
    build_agenda(meeting=case, by=actor(request), at=at_of(request))
    return _meeting(request, case)


@router.post("/meetings/{number}/agenda/settle", summary="Set the agenda; everybody who takes part is told")
def settling(request: HttpRequest, number: str) -> dict[str, Any]:
    return _meeting(
        request, settle_agenda(meeting=get_meeting(actor(request), number), by=actor(request), at=at_of(request))
    )


@router.post("/meetings/{number}/agenda", summary="Put a case or a subject on the agenda")
def putting_on(request: HttpRequest, number: str, asked: PuttingOn) -> dict[str, Any]:
    case, who = get_meeting(actor(request), number), actor(request)
    add_item(meeting=case, about=case_named(who, asked.subject), subject=asked.subject, by=who, at=at_of(request))
    return _meeting(request, case)


@router.delete("/meetings/{number}/agenda/{item}", summary="Take an item off the agenda")
def taking_off(request: HttpRequest, number: str, item: RowId) -> dict[str, Any]:
    case = get_meeting(actor(request), number)
    remove_item(meeting=case, item_id=item, by=actor(request), at=at_of(request))
    return _meeting(request, case)


@router.post("/meetings/{number}/agenda/{item}/{do}", summary="Move an item up or down, or bring it back")
def moving(request: HttpRequest, number: str, item: RowId, do: Literal["up", "down", "back"]) -> dict[str, Any]:
    case, who, at = get_meeting(actor(request), number), actor(request), at_of(request)
    if do == "back":
        bring_back_item(meeting=case, item_id=item, by=who, at=at)
    else:
        move_item(meeting=case, item_id=item, up=do == "up", by=who, at=at)
    return _meeting(request, case)


@router.post("/meetings/{number}/papers", summary="Lay a document before a meeting")
def laying(request: HttpRequest, number: str, asked: Laying) -> dict[str, Any]:
    case, who = get_meeting(actor(request), number), actor(request)
    found = get_writing(who, asked.document, day_of(request))
    add_paper(meeting=case, writing=found, by=who, at=at_of(request))
    return _meeting(request, case)


@router.delete("/meetings/{number}/papers/{paper}", summary="Take a document away from a meeting (`id` of its papers)")
def taking_away(request: HttpRequest, number: str, paper: RowId) -> dict[str, Any]:
    case = get_meeting(actor(request), number)
    remove_paper(meeting=case, paper_id=paper, by=actor(request), at=at_of(request))
    return _meeting(request, case)


@router.put("/meetings/{number}/attendance", summary="Keep the whole sign-in sheet")
def attending(request: HttpRequest, number: str, asked: Sheet) -> dict[str, Any]:
    case = get_meeting(actor(request), number)
    _fill(request, case, asked)
    return _meeting(request, case)


@router.post("/meetings/{number}/conclusions", summary="Record what was concluded, by id of the item")
def concluding(request: HttpRequest, number: str, asked: Conclusions) -> dict[str, Any]:
    case = get_meeting(actor(request), number)
    found = {
        item: Conclusion(one.outcome, one.text, Decision(one.subject, str(one.unit), str(one.handler), one.due))
        for item, one in asked.items.items()
    }
    conclude_meeting(meeting=case, conclusions=found, by=actor(request), at=at_of(request))
    return _meeting(request, case)


@router.post(
    "/meetings/{number}/minutes", summary="Draft the minutes; they are a document", response={201: dict[str, Any]}
)
def minutes(request: HttpRequest, number: str) -> Status[dict[str, Any]]:
    case = get_meeting(actor(request), number)
    made = write_minutes(meeting=case, by=actor(request), at=at_of(request))
    return Status(201, {"document": made.pk, "title": made.title, "version": made.version})


@router.post("/meetings/{number}/hold", summary="Say that the meeting was held")
def holding(request: HttpRequest, number: str, asked: Held) -> dict[str, Any]:
    case, brought = get_meeting(actor(request), number), materials(asked.evidence, kind=MINUTES)
    done = hold_meeting(meeting=case, held_on=asked.held_on, evidence=brought, by=actor(request), at=at_of(request))
    return _meeting(request, done)


@router.get("/cases/{pack}/{number}/attendance", summary="The sign-in sheet of a fair, a training, a day of visits")
def event_sheet(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    case = _event(request, pack, number)
    return {"sheet": _sheet(case), "kept": [_kept(one) for one in attendance_of(case)]}


@router.put("/cases/{pack}/{number}/attendance", summary="Keep the whole sign-in sheet of such an event")
def event_attending(request: HttpRequest, pack: str, number: str, asked: Sheet) -> dict[str, Any]:
    case = _event(request, pack, number)
    _fill(request, case, asked)
    return {"sheet": _sheet(case), "kept": [_kept(one) for one in attendance_of(case)]}


def _event(request: HttpRequest, pack: str, number: str) -> Case:
    case = looked_at(request, pack, number)
    if not has_sheet(CaseFile(case, day_of(request))):
        raise CaseNotFound(number)
    return case


def _fill(request: HttpRequest, case: Case, asked: Sheet) -> None:
    marks = {key: Mark(one.presence, one.stand_in, one.excused_by, one.note) for key, one in asked.marks.items()}
    fill_attendance(
        meeting=case, marks=marks, chaired=asked.chaired, guests=asked.guests, by=actor(request), at=at_of(request)
    )


def _meeting(request: HttpRequest, case: Case) -> dict[str, Any]:
    case, written = get_meeting(actor(request), case.number), minutes_of(case)
    return {
        **row_of(case, day_of(request)), "calendar": shown(in_calendar(case)),
        "agenda": [_item(one) for one in agenda_of(case)],
        "sheet": _sheet(case), "kept": [_kept(one) for one in attendance_of(case)],
        "papers": [{"id": one.pk, "document": one.writing_id, "title": one.writing.title} for one in papers_of(case)],
        "minutes": None if written is None else picked(written, "title", "number", "state") | {"document": written.pk},
    }  # fmt: skip


def _item(one: AgendaItem) -> dict[str, Any]:
    columns = ("about", "subject", "why", "outcome", "conclusion", "decision", "removed_at", "concluded_at")
    return {"item": one.pk, **picked(one, *columns)}


def _sheet(case: Case) -> list[dict[str, Any]]:
    columns = ("key", "name", "must_chair", "person", "unit", "post")
    return [picked(one, *columns) for one in sheet_of(case)]


def _kept(one: Attendance) -> dict[str, Any]:
    columns = ("person", "unit", "guest", "must_chair", "chaired", "presence", "stand_in", "excused_by", "note")
    return picked(one, *columns)
