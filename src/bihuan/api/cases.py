"""Cases: the ledger, one of them whole, and every act on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Status

from bihuan.api.answers import case_of, closed_of, event_of, offer_of, row_of
from bihuan.api.asked import (
    MOST_ROWS,
    Answering,
    Asked,
    Correcting,
    Count,
    Deciding,
    Extending,
    Material,
    Moving,
    Opening,
    RowId,
    Saying,
    Signing,
)
from bihuan.api.materials import materials
from bihuan.api.request import actor, at_of, day_of, looked_at
from bihuan.loop.cases.actions import comment_on, correct_case, open_case, watch_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.ledger import SORTS, LedgerFilter, filtered, page_of
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import children_of
from bihuan.loop.cases.viewing import look_at
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.cases.withdrawing import withdraw_case
from bihuan.loop.clocks.actions import ask_extension, decide_extension
from bihuan.loop.errors import PackNotFound, Refused
from bihuan.loop.evidence.actions import add_evidence, answer_point, set_standard, withdraw_evidence
from bihuan.loop.evidence.queries import evidence_of, get_evidence, points_of
from bihuan.loop.evidence.store import open_file
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.lifecycle.queries import offers_of
from bihuan.loop.lifecycle.signing import sign_case
from bihuan.loop.trail.history import history

router = Router(tags=["cases"])


class Wanted(Asked):
    """What of a ledger is asked for; empty means no condition."""

    pack: str
    kind: str
    state: list[str] = Field(default_factory=list)
    category: list[str] = Field(default_factory=list)
    light: list[str] = Field(default_factory=list)
    nature: list[str] = Field(default_factory=list)
    unit: list[RowId] = Field(default_factory=list)
    parent: RowId | None = None
    due_from: date | None = None
    due_to: date | None = None
    q: str = ""
    sort: str = "urgency"
    size: int = 50
    after: str = ""


@router.get("", summary="The ledger of a kind, page by page")
def ledger(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    who, today = actor(request), day_of(request)
    declared = pack_in_use(who.area_id, wanted.pack).kinds.get(wanted.kind)
    if declared is None:
        raise PackNotFound(wanted.kind)
    if wanted.sort.removeprefix("-") not in SORTS or not 1 <= wanted.size <= MOST_ROWS:
        raise Refused(
            _("Sort by one of %(sorts)s; at most %(n)d rows a page.") % {"sorts": ", ".join(SORTS), "n": MOST_ROWS}
        )
    asked = LedgerFilter(
        pack=wanted.pack, kind=wanted.kind, states=tuple(wanted.state), categories=tuple(wanted.category),
        lights=tuple(one for one in wanted.light if one in {"late", "soon", "ok", "pause", "none"}),  # type: ignore[misc]
        natures=tuple(wanted.nature), units=tuple(wanted.unit), parent=wanted.parent, due_from=wanted.due_from,
        due_to=wanted.due_to, typed=wanted.q[:100],
    )  # fmt: skip
    # What stands behind a wall is looked at one by one, each look in its trail; no list of it leaves the house.
    rows = outside_walls(filtered(who, asked, today, for_page=bool(asked.typed))).select_related("responsible", "lead")
    page = page_of(rows, wanted.sort, wanted.size, wanted.after)
    return {"rows": [row_of(case, today) for case in page.rows], "after": page.after or None}


@router.post("/{pack}", summary="Open a case", response={201: dict[str, Any]})
def opening(request: HttpRequest, pack: str, asked: Opening) -> Status[dict[str, Any]]:
    who = actor(request)
    pack_in_use(who.area_id, pack)
    parent = _case(request, pack, asked.parent) if asked.parent else None
    case = open_case(
        pack=pack, kind=asked.kind, subject=asked.subject, parent=parent, given=asked.given, standard=asked.standard,
        by=who, at=at_of(request),
    )  # fmt: skip
    return Status(201, _told(request, case))


@router.get("/{pack}/{number}", summary="A case whole")
def one(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return _told(request, _case(request, pack, number))


@router.get(
    "/{pack}/{number}/acts", summary="What may be done with it now, what each act asks, and why the rest is closed"
)
def acts(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    offers = offers_of(CaseFile(_case(request, pack, number), day_of(request)), actor(request))
    return {"open": [offer_of(one) for one in offers.open], "closed": [closed_of(one) for one in offers.closed]}


@router.delete("/{pack}/{number}", summary="Take back a case that was registered by mistake", response={204: None})
def taking_back(request: HttpRequest, pack: str, number: str, reason: str) -> Status[None]:
    withdraw_case(case=_case(request, pack, number), reason=reason, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/{pack}/{number}/children", summary="The cases directly below it, as far as they may be seen")
def children(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    rows = outside_walls(children_of(_case(request, pack, number), actor(request)))
    rows = rows.select_related("responsible", "lead")[:MOST_ROWS]
    return {"rows": [row_of(case, day_of(request)) for case in rows]}


@router.get("/{pack}/{number}/trail", summary="Its trail, newest first")
def trail(request: HttpRequest, pack: str, number: str, before: int = 0, size: int = 50) -> dict[str, Any]:
    case = look_at(pack=pack, number=number, by=actor(request), at=at_of(request), what="trail")
    found = history(CaseFile(case, day_of(request)), limit=max(1, min(size, MOST_ROWS)), before=max(before, 0))
    return {"events": [event_of(one) for one in found.events], "total": found.total, "before": found.before or None}


@router.post("/{pack}/{number}/moves/{move}", summary="Take a move of the lifecycle")
def moving(request: HttpRequest, pack: str, number: str, move: str, asked: Moving) -> dict[str, Any]:
    case = _case(request, pack, number)
    moved = move_case(
        case=case, move=move, given=asked.given, by=actor(request), at=at_of(request),
        standing=asked.standing, evidence=materials(asked.evidence),
    )  # fmt: skip
    return _told(request, moved)


@router.post("/{pack}/{number}/sign", summary="Sign the running step of a review")
def signing(request: HttpRequest, pack: str, number: str, asked: Signing) -> dict[str, Any]:
    case = _case(request, pack, number)
    signed = sign_case(
        case=case, verdict=asked.verdict, opinion=asked.opinion, checks=asked.checks, points=asked.points,
        by=actor(request), at=at_of(request), standing=asked.standing,
    )  # fmt: skip
    return _told(request, signed)


@router.post("/{pack}/{number}/correct", summary="Correct what is written down, with a reason")
def correcting(request: HttpRequest, pack: str, number: str, asked: Correcting) -> dict[str, Any]:
    case = _case(request, pack, number)
    done = correct_case(case=case, given=asked.given, reason=asked.reason, by=actor(request), at=at_of(request))
    return _told(request, done)


@router.post("/{pack}/{number}/comments", summary="Say something about it")
def commenting(request: HttpRequest, pack: str, number: str, asked: Saying) -> dict[str, Any]:
    case = _case(request, pack, number)
    return _told(request, comment_on(case=case, text=asked.text, by=actor(request), at=at_of(request)))


@router.put("/{pack}/{number}/watch", summary="Watch it", response={204: None})
def watching(request: HttpRequest, pack: str, number: str) -> Status[None]:
    watch_case(case=_case(request, pack, number), watched=True, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.delete("/{pack}/{number}/watch", summary="Watch it no longer", response={204: None})
def not_watching(request: HttpRequest, pack: str, number: str) -> Status[None]:
    watch_case(case=_case(request, pack, number), watched=False, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.put("/{pack}/{number}/standard", summary="Set the completion standard")
def standard(request: HttpRequest, pack: str, number: str, asked: list[str]) -> dict[str, Any]:
    case = _case(request, pack, number)
    return _told(request, set_standard(case=case, points=asked, by=actor(request), at=at_of(request)))


@router.post("/{pack}/{number}/points/{point}", summary="Answer a point of the completion standard")
def point(request: HttpRequest, pack: str, number: str, point: Count, asked: Answering) -> dict[str, Any]:
    case, brought = _case(request, pack, number), materials(asked.evidence)
    done = answer_point(
        case=case, number=point, answer=asked.answer, brought=brought, by=actor(request), at=at_of(request)
    )
    return _told(request, done)


@router.post("/{pack}/{number}/evidence", summary="Bring evidence")
def bringing(request: HttpRequest, pack: str, number: str, asked: list[Material]) -> dict[str, Any]:
    case = _case(request, pack, number)
    done = add_evidence(case=case, brought=materials(asked), by=actor(request), at=at_of(request))
    return _told(request, done)


@router.delete("/{pack}/{number}/evidence/{evidence}", summary="Withdraw a piece of evidence, with a reason")
def withdrawing(request: HttpRequest, pack: str, number: str, evidence: RowId, reason: str) -> dict[str, Any]:
    case = _case(request, pack, number)
    done = withdraw_evidence(case=case, evidence_id=evidence, reason=reason, by=actor(request), at=at_of(request))
    return _told(request, done)


@router.get("/{pack}/{number}/evidence/{evidence}/file", summary="The file of a piece of evidence")
def evidence_file(request: HttpRequest, pack: str, number: str, evidence: RowId) -> FileResponse:
    look_at(pack=pack, number=number, by=actor(request), at=at_of(request), what="attachment")
    row = get_evidence(actor(request), pack, number, evidence)
    if row.file is None:
        raise PackNotFound(str(evidence))
    stream = open_file(row.area_id, row.file.digest)
    return FileResponse(stream, as_attachment=True, filename=row.name, content_type=row.file.media_type)


@router.post("/{pack}/{number}/extensions", summary="Ask for a later due date")
def extending(request: HttpRequest, pack: str, number: str, asked: Extending) -> dict[str, Any]:
    case, who = _case(request, pack, number), actor(request)
    ask_extension(
        case=case, clock=asked.clock, asked_for=asked.asked_for, reason=asked.reason, by=who, at=at_of(request)
    )
    return _told(request, _case(request, pack, number))


@router.post("/{pack}/{number}/extensions/answer", summary="Answer the extension that is asked for")
def deciding(request: HttpRequest, pack: str, number: str, asked: Deciding) -> dict[str, Any]:
    case = _case(request, pack, number)
    done = decide_extension(case=case, granted=asked.granted, answer=asked.answer, by=actor(request), at=at_of(request))
    return _told(request, done)


def _case(request: HttpRequest, pack: str, number: str) -> Case:
    return looked_at(request, pack, number, "page" if request.method == "GET" else "other")


def _told(request: HttpRequest, case: Case) -> dict[str, Any]:
    file = CaseFile(case, day_of(request))
    return case_of(file, day_of(request), points_of(case), evidence_of(case))
