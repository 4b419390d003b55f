"""Areas above and below: compared by figures, cases handed down and taken over, signed packages between areas without a network."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Status

from bihuan.accounts.models import Area
from bihuan.accounts.queries import Actor
from bihuan.api.answers import row_of
from bihuan.api.asked import Asked, RowId
from bihuan.api.materials import bytes_of
from bihuan.api.request import actor, administrator, at_of, day_of, looked_at
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.rollup.actions import (
    add_area_below,
    count_now,
    forget_key,
    hand_down,
    let_area_go,
    make_key,
    name_superior,
    take_over,
    trust_key,
)
from bihuan.loop.rollup.exchange import take_package, write_package
from bihuan.loop.rollup.models import Package
from bihuan.loop.rollup.package import fingerprint
from bihuan.loop.rollup.queries import (
    area_below,
    areas_below,
    comparison,
    figures_of,
    from_above,
    handed_down,
    is_here,
    key_of,
    packages,
    trusted,
)
from bihuan.loop.rollup.rules import can_hand_down, can_see_below, has_below
from bihuan.loop.seals.witness import witnessed

router = Router(tags=["areas"])


class Handing(Asked):
    """To which areas below a case is handed down (codes)."""

    to: list[str]
    note: str = ""
    due: date | None = None


class Below(Asked):
    """An area below that works elsewhere."""

    code: str
    name: str


class Superior(Asked):
    """Under which area of this installation the own one stands; empty: none."""

    code: str = ""


class Key(Asked):
    """A key of another area, after its fingerprint was compared by telephone."""

    code: str
    public: str


class To(Asked):
    """For which area a package is written (code)."""

    to: str


class Taking(Asked):
    """A package of another area."""

    data: str = Field(description="the file in base64")


@router.get("/areas", summary="The areas directly below, compared by figures of a system or of all")
def areas(request: HttpRequest, pack: str = "") -> dict[str, Any]:
    who = _sees(request)
    found = comparison(who, pack[:40])
    return {"columns": shown(found.columns), "areas": shown(found.lines), "packs": list(found.packs)}


@router.get("/areas/handed", summary="What was handed down, and how far each is")
def handed(request: HttpRequest) -> dict[str, Any]:
    rows = handed_down(_sees(request).area_id, day_of(request))
    return {"rows": [{**picked(one.row, "case", "to", "note", "due", "at"), "progress": one.progress} for one in rows]}


@router.get("/areas/above", summary="What came from the area above")
def above(request: HttpRequest) -> dict[str, Any]:
    columns = ("from_code", "from_name", "number", "pack", "kind", "subject", "note", "due", "at", "case", "taken_at")
    return {"rows": [{"line": one.pk, **picked(one, *columns)} for one in from_above(actor(request))]}


@router.post("/areas/above/{line}/take", summary="Take over what came from above as a case of one's own", response={201: dict[str, Any]})  # fmt: skip
def taking_over(request: HttpRequest, line: RowId) -> Status[dict[str, Any]]:
    case = take_over(line_id=line, by=actor(request), at=at_of(request))
    return Status(201, row_of(case, day_of(request)))


@router.get("/areas/of/{code}", summary="The newest figures of an area")
def area(request: HttpRequest, code: str, pack: str = "") -> dict[str, Any]:
    found = area_below(actor(request), code)
    day, rows = figures_of(actor(request), found)
    columns = ("pack", "figure", "title", "unit", "value", "target", "colour")
    told = [picked(one, *columns) for one in rows if not pack or one.pack == pack]
    return {"area": shown(found), "day": day, "figures": told, "below": shown(areas_below(found.pk))}


@router.post("/cases/{pack}/{number}/hand-down", summary="Hand a case down to areas below", response={201: dict[str, Any]})  # fmt: skip
def handing(request: HttpRequest, pack: str, number: str, asked: Handing) -> Status[dict[str, Any]]:
    who, case = actor(request), looked_at(request, pack, number)
    if not can_hand_down(CaseFile(case, day_of(request)), who) or not has_below(who.area_id):
        raise CaseNotFound(number)
    made = hand_down(case=case, to=asked.to, note=asked.note, due=asked.due, by=who, at=at_of(request))
    return Status(201, {"to": [one.to.code for one in made]})


@router.get("/areas/exchange", summary="Keys, areas below, and the packages that went and came")
def exchange(request: HttpRequest) -> dict[str, Any]:
    area_id = administrator(request).area_id
    own, key = Area.objects.select_related("parent").get(pk=area_id), key_of(area_id)
    return {
        "own": shown(own), "superior": shown(own.parent),
        "key": {"public": key.public, "fingerprint": fingerprint(key.public)} if key is not None else None,
        "trusted": [{"id": one.pk, "code": one.code, "fingerprint": fingerprint(one.public)} for one in trusted(area_id)],
        "below": [{**shown(one), "here": is_here(one.pk)} for one in areas_below(area_id)],
        "packages": [_package(one) for one in packages(area_id)],
        "witnessed": shown(witnessed(area_id)),
    }  # fmt: skip


@router.post("/areas/exchange/key", summary="Make a new key with which the area signs", response={201: dict[str, Any]})
def making_key(request: HttpRequest) -> Status[dict[str, Any]]:
    made = make_key(by=administrator(request), at=at_of(request))
    return Status(201, {"public": made.public, "fingerprint": fingerprint(made.public)})


@router.post("/areas/exchange/trusted", summary="Believe packages signed with a key", response={201: dict[str, Any]})
def trusting(request: HttpRequest, asked: Key) -> Status[dict[str, Any]]:
    made = trust_key(code=asked.code, public=asked.public, by=administrator(request), at=at_of(request))
    return Status(201, {"id": made.pk, "fingerprint": fingerprint(made.public)})


@router.delete("/areas/exchange/trusted/{key}", summary="Believe a key no more", response={204: None})
def forgetting(request: HttpRequest, key: RowId) -> Status[None]:
    if not forget_key(key_id=key, by=administrator(request), at=at_of(request)):
        raise CaseNotFound(str(key))
    return Status(204, None)


@router.put("/areas/exchange/superior", summary="Say under which area the own one stands")
def superior(request: HttpRequest, asked: Superior) -> dict[str, Any]:
    return {"superior": shown(name_superior(code=asked.code, by=administrator(request), at=at_of(request)))}


@router.post("/areas/exchange/below", summary="Write down an area below that works elsewhere", response={201: dict[str, Any]})  # fmt: skip
def adding(request: HttpRequest, asked: Below) -> Status[dict[str, Any]]:
    made = add_area_below(code=asked.code, name=asked.name, by=administrator(request), at=at_of(request))
    return Status(201, dict(shown(made)))


@router.delete(
    "/areas/exchange/below/{code}", summary="Let an area below go: it is compared no more", response={204: None}
)
def letting_go(request: HttpRequest, code: str) -> Status[None]:
    let_area_go(code=code, by=administrator(request), at=at_of(request))
    return Status(204, None)


@router.post("/areas/exchange/count", summary="Count the figures of the own area and those below as of today")
def counting(request: HttpRequest) -> dict[str, Any]:
    return {"areas": count_now(by=administrator(request), at=at_of(request))}


@router.post("/areas/exchange/out", summary="Write a signed package for another area", response={201: dict[str, Any]})
def writing(request: HttpRequest, asked: To) -> Status[dict[str, Any]]:
    made = write_package(to=asked.to, by=administrator(request), at=at_of(request))
    return Status(201, {**_package(made.row), "name": made.name, "data": base64.b64encode(made.data).decode()})


@router.post("/areas/exchange/in", summary="Take a package; the same one twice changes nothing")
def taking(request: HttpRequest, asked: Taking) -> dict[str, Any]:
    data = bytes_of("", asked.data)
    taken = take_package(data=data, by=administrator(request), at=at_of(request))
    return {**_package(taken.package), "again": taken.again, "changed_seals": list(taken.changed)}


def _sees(request: HttpRequest) -> Actor:
    if not can_see_below(actor(request)):
        raise CaseNotFound("")
    return actor(request)


def _package(one: Package) -> dict[str, Any]:
    return picked(one, "out", "other", "number", "digest", "made_at", "counts", "at")
