"""Look-backs and inspections: plans, their samples, who keeps away, and the checks with their call-backs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router

from bihuan.api.answers import row_of
from bihuan.api.asked import MOST_ROWS, Asked, Count, Material, RowId
from bihuan.api.materials import materials
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, looked_at, person_of, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case, sees_whole_pack
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.sampling.actions import STRATA, declare_avoidance, draw_sample, lift_avoidance, replace_drawn
from bihuan.loop.sampling.avoiding import conflicts_of
from bihuan.loop.sampling.checking import call_backs, check_points, is_check, missing_in
from bihuan.loop.sampling.drawing import LARGEST_SEED
from bihuan.loop.sampling.filling import fill_check, withdraw_call_back
from bihuan.loop.sampling.frame import Narrow
from bihuan.loop.sampling.queries import (
    avoidances_of,
    drawn_of,
    frame_table,
    plan_kinds,
    plans,
    rates_by_unit,
    sample_of,
    second_list,
)

router = Router(tags=["checks"])


class Drawing(Asked):
    """The draw of a sample: the same seed over the same frame draws the same cases."""

    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)]
    size: Annotated[int, Field(ge=1, le=2**31 - 1)]
    strata: list[str] = Field(default_factory=lambda: list(STRATA))
    closed_to: date | None = Field(None, description="of closed cases: closed until this day")
    fresh: bool = Field(False, description="only what no plan drew before")
    reason: str = Field("", description="why it is drawn again")


class Reason(Asked):
    """Why."""

    reason: str


class Avoiding(Asked):
    """That somebody keeps away from a unit or from a case, one of the two."""

    person: RowId
    unit: RowId | None = None
    case: str = ""
    sort: Literal["kin", "conflict", "other"]
    reason: str = ""


class Judged(Asked):
    """The verdict on a point of a check."""

    verdict: Literal["true", "partly", "untrue", ""]
    note: str = ""


class Call(Asked):
    """A call-back; of a telephone number only some figures are kept."""

    whom: str
    phone: str = ""
    way: Literal["phone", "visit", "letter"]
    on: date
    answer: str
    agrees: Literal["yes", "no", "unclear"]


class Found(Asked):
    """What was found on site: points, a call-back, material; all of it or nothing is kept."""

    points: dict[Count, Judged] = Field(default_factory=dict, description="by number of the point")
    call: Call | None = None
    evidence: list[Material] = Field(default_factory=list)


@router.get("/checks", summary="Plans; for who sees all: rates of untrue closes by unit, the second rectification list")
def checks(request: HttpRequest) -> dict[str, Any]:
    who, today = actor(request), day_of(request)
    packs = {pack.id for pack, _kind in plan_kinds(who.area_id)}
    whole = bool(packs) and all(sees_whole_pack(who, pack) for pack in packs)
    return {
        "plans": [row_of(one, today) for one in outside_walls(plans(who))[:MOST_ROWS]],
        "rates": shown(rates_by_unit(who.area_id, today)) if whole else None,
        "second": shown(second_list(who.area_id, today)) if whole else None,
    }


@router.get(
    "/checks/{pack}/{number}", summary="A plan: its sample with the checks, conflicts of the team, declarations"
)
def plan(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return _told(request, _plan(request, pack, number))


@router.get("/checks/{pack}/{number}/frame.csv", summary="The frame of the last draw, to draw again from")
def frame(request: HttpRequest, pack: str, number: str) -> HttpResponse:
    case = _plan(request, pack, number)
    return file_of_bytes(frame_table(case), f"{case.number}-frame.csv", "text/csv; charset=utf-8")


@router.post("/checks/{pack}/{number}/draw", summary="Draw the sample of a plan")
def drawing(request: HttpRequest, pack: str, number: str, asked: Drawing) -> dict[str, Any]:
    case, narrow = _plan(request, pack, number), Narrow(closed_to=asked.closed_to, fresh=asked.fresh)
    draw_sample(
        case=case, seed=asked.seed, size=asked.size, strata=tuple(asked.strata), narrow=narrow, reason=asked.reason,
        by=actor(request), at=at_of(request),
    )  # fmt: skip
    return _told(request, case)


@router.post("/checks/{pack}/{number}/drawn/{target}/replace", summary="Draw the next of its stratum instead of a case")
def replacing(request: HttpRequest, pack: str, number: str, target: str, asked: Reason) -> dict[str, Any]:
    case, who = _plan(request, pack, number), actor(request)
    replace_drawn(case=case, target=get_case(who, pack, target), reason=asked.reason, by=who, at=at_of(request))
    return _told(request, case)


@router.post("/checks/{pack}/{number}/avoid", summary="Declare that somebody keeps away from a unit or a case")
def avoiding(request: HttpRequest, pack: str, number: str, asked: Avoiding) -> dict[str, Any]:
    case, person = _plan(request, pack, number), person_of(request, asked.person)
    if person is None or (asked.unit is None) == (not asked.case):
        sentence = _("Name a unit or a case, one of the two.")
        raise Refused(sentence, fields={"unit": sentence})
    declare_avoidance(
        case=case, person=person, sort=asked.sort, unit=unit_of(request, asked.unit), reason=asked.reason,
        target=get_case(actor(request), pack, asked.case) if asked.case else None, by=actor(request), at=at_of(request),
    )  # fmt: skip
    return _told(request, case)


@router.post("/checks/{pack}/{number}/avoid/{avoidance}/lift", summary="Lift such a declaration")
def lifting(request: HttpRequest, pack: str, number: str, avoidance: RowId, asked: Reason) -> dict[str, Any]:
    case = _plan(request, pack, number)
    lift_avoidance(case=case, avoidance_id=avoidance, reason=asked.reason, by=actor(request), at=at_of(request))
    return _told(request, case)


@router.get("/cases/{pack}/{number}/check", summary="The points and call-backs of a check")
def check(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return _found(request, _check(request, pack, number))


@router.post("/cases/{pack}/{number}/check", summary="Keep what was found on site")
def filling(request: HttpRequest, pack: str, number: str, asked: Found) -> dict[str, Any]:
    case, call = _check(request, pack, number), asked.call
    points = {place: (one.verdict, one.note) for place, one in asked.points.items()}
    fill_check(
        case=case, points=points, call=call.dict() | {"on": call.on.isoformat()} if call else None,
        brought=materials(asked.evidence), by=actor(request), at=at_of(request),
    )  # fmt: skip
    return _found(request, case)


@router.post("/cases/{pack}/{number}/check/calls/{call}/withdraw", summary="Take a call-back back")
def withdrawing(request: HttpRequest, pack: str, number: str, call: RowId, asked: Reason) -> dict[str, Any]:
    case = _check(request, pack, number)
    withdraw_call_back(case=case, call_id=call, reason=asked.reason, by=actor(request), at=at_of(request))
    return _found(request, case)


def _plan(request: HttpRequest, pack: str, number: str) -> Case:
    case = looked_at(request, pack, number)
    if not CaseFile(case, day_of(request)).kind.samples:
        raise CaseNotFound(number)
    return case


def _check(request: HttpRequest, pack: str, number: str) -> Case:
    case = looked_at(request, pack, number)
    if not is_check(CaseFile(case, day_of(request))):
        raise CaseNotFound(number)
    return case


def _told(request: HttpRequest, case: Case) -> dict[str, Any]:
    columns = ("method", "seed", "size", "strata", "digest", "reason", "drawn_by", "drawn_at")
    sample, file = sample_of(case), CaseFile(case, day_of(request))
    drawn = [
        {
            "case": shown(one.target),
            "check": shown(one.check),
            **picked(one.row, "place", "stratum", "out_at", "reason"),
        }
        for one in drawn_of(case)
    ]
    avoided = ("person", "unit", "target", "sort", "reason", "declared_by", "declared_at")
    return {
        **row_of(case, day_of(request)), "sample": picked(sample, *columns) if sample is not None else None,
        "drawn": drawn, "conflicts": shown(conflicts_of(file, actor(request))),
        "avoidances": [{"id": one.pk, **picked(one, *avoided)} for one in avoidances_of(case)],
    }  # fmt: skip


def _found(request: HttpRequest, case: Case) -> dict[str, Any]:
    points = ("number", "text", "source", "verdict", "note", "judged_at")
    calls = ("whom", "phone", "way", "on", "answer", "agrees", "made_by", "made_at")
    return {
        **row_of(case, day_of(request)), "points": [picked(one, *points) for one in check_points(case)],
        "calls": [{"id": one.pk, **picked(one, *calls)} for one in call_backs(case)],
        "missing": missing_in(CaseFile(case, day_of(request))),
    }  # fmt: skip
