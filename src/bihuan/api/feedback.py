"""What the public writes, as the office and the units work on it; telling enterprises of a policy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Field, Router, Status

from bihuan.api.answers import row_of
from bihuan.api.asked import MOST_ROWS, Asked, Count, Material, RowId
from bihuan.api.materials import stream_of
from bihuan.api.request import actor, at_of, day_of, looked_at, stored_file, told_once
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.feedback.actions import publish_answer, unpublish_answer
from bihuan.loop.feedback.queries import Asked as Inbox
from bihuan.loop.feedback.queries import feedback_figures, files_of, inbox, line_open, lines_of, message_of
from bihuan.loop.feedback.receiving import enter_message
from bihuan.loop.feedback.rules import PACK, keeps_feedback_of_area, may_open_files
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.portal.actions import tell_fitting
from bihuan.loop.portal.queries import candidates

router = Router(tags=["the public"])


class Entered(Asked):
    """A message that came by telephone, letter, visit or mail."""

    channel: str
    content: str
    received_on: date
    place: str = ""
    writer: str = ""
    contact: str = ""
    files: list[Material] = Field(default_factory=list)


class Published(Asked):
    """What is published of a message and its answer, in the office's words."""

    question: str
    answer: str


class Reason(Asked):
    """Why."""

    reason: str


@router.get("/feedback", summary="The messages that whoever asks may see, and the figures since a day")
def messages(
    request: HttpRequest, *, state: str = "", channel: str = "", light: str = "", unit: RowId | None = None, q: str = "",
    since: date | None = None, page: Count = 1,
) -> dict[str, Any]:  # fmt: skip
    who, today = actor(request), day_of(request)
    pack_in_use(who.area_id, PACK)
    rows = outside_walls(inbox(who, Inbox(state, channel, light, unit, q[:100]), today))
    seen, first = visible_to(who).filter(pack=PACK, kind="message"), (max(page, 1) - 1) * MOST_ROWS
    return {
        "count": rows.count(), "rows": [row_of(one, today) for one in rows[first : first + MOST_ROWS]],
        "figures": shown(feedback_figures(seen, since=since or today.replace(month=1, day=1), asof=today)),
        "lines": [row_of(one, today) for one in lines_of(who.area_id)[:MOST_ROWS]] if keeps_feedback_of_area(who, today) else [],
    }  # fmt: skip


@router.post("/feedback", summary="Enter a message; number and code (told once) are for the writer", response={201: dict[str, Any]})  # fmt: skip
def entering(request: HttpRequest, asked: Entered) -> Status[dict[str, Any]]:
    who, line = actor(request), line_open(actor(request).area_id)
    if line is None or not keeps_feedback_of_area(who, day_of(request)):
        raise CaseNotFound(PACK)
    given = asked.dict(exclude={"received_on", "files"})
    files = [(one.name, stream_of(one)) for one in asked.files]
    made = enter_message(line=line, given=given, received_on=asked.received_on, files=files, by=who, at=at_of(request))
    told_once(request, "code")
    return Status(201, {"number": made.number, "code": made.code, "case": row_of(made.case, day_of(request))})


@router.get(
    "/feedback/{number}", summary="What is kept beside the case of a message; writer and contact stay on the page"
)
def message(request: HttpRequest, number: str) -> dict[str, Any]:
    return _told(request, looked_at(request, PACK, number))


@router.get("/feedback/{number}/files/{file}", summary="A file that came with a message, for whoever handles it")
def message_file(request: HttpRequest, number: str, file: RowId) -> FileResponse:
    case = looked_at(request, PACK, number)
    rows = files_of(case) if may_open_files(CaseFile(case, day_of(request)), actor(request)) else []
    row = next((one for one in rows if one.pk == file), None)
    if row is None:
        raise CaseNotFound(number)
    return stored_file(row.area_id, row.file, row.name)


@router.post("/feedback/{number}/publish", summary="Publish what was said and answered")
def publishing(request: HttpRequest, number: str, asked: Published) -> dict[str, Any]:
    case = looked_at(request, PACK, number)
    publish_answer(case=case, question=asked.question, answer=asked.answer, by=actor(request), at=at_of(request))
    return _told(request, case)


@router.post("/feedback/{number}/unpublish", summary="Take a published answer down")
def unpublishing(request: HttpRequest, number: str, asked: Reason) -> dict[str, Any]:
    case = looked_at(request, PACK, number)
    unpublish_answer(case=case, reason=asked.reason, by=actor(request), at=at_of(request))
    return _told(request, case)


@router.get(
    "/cases/{pack}/{number}/enterprises", summary="Which registered enterprises fit a policy, and why others do not"
)
def fitting(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    rows = candidates(_policy(request, pack, number))
    return {"rows": [{"unit": shown(one.unit), "reasons": shown(one.reasons), "applied": one.applied} for one in rows]}


@router.post("/cases/{pack}/{number}/enterprises/tell", summary="Tell those that fit and have not applied")
def telling(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return {"told": tell_fitting(policy=_policy(request, pack, number), by=actor(request), at=at_of(request))}


def _policy(request: HttpRequest, pack: str, number: str) -> Case:
    case = looked_at(request, pack, number)
    if case.kind != "policy":
        raise CaseNotFound(number)
    return case


def _told(request: HttpRequest, case: Case) -> dict[str, Any]:
    found = message_of(case)
    columns = ("question", "answer", "published_by", "published_at", "unpublished_at", "complained_on", "complaints")
    opens = may_open_files(CaseFile(case, day_of(request)), actor(request))
    return {
        **row_of(case, day_of(request)), **(picked(found, *columns) if found is not None else {}),
        "files": [{"id": one.pk, "name": one.name} for one in files_of(case)] if opens else [],
    }  # fmt: skip
