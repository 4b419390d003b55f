"""The organisation: units, people and their posts, who stands in for whom, work that is handed over."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Status

from bihuan.accounts.actions import (
    activate,
    add_person,
    add_unit,
    change_person,
    change_unit,
    deactivate,
    end_post,
    give_post,
)
from bihuan.accounts.actions.delegations import end_delegation, give_delegation
from bihuan.accounts.audit import changes_of
from bihuan.accounts.delegations import delegations_of
from bihuan.accounts.directory import (
    find_people,
    get_person,
    get_post,
    get_unit,
    people_page,
    posts_at,
    posts_of,
    unit_tree,
    units_below_directly,
)
from bihuan.accounts.models import Delegation, Person, Unit
from bihuan.accounts.queries import find_enterprises, find_units
from bihuan.api.asked import MOST_ROWS, Asked, Count, RowId
from bihuan.api.jobs import job_of
from bihuan.api.request import actor, administrator, at_of, day_of, person_of, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.finding import cases_to_link
from bihuan.loop.cases.units import end_unit_of_cases
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.handover.actions import hand_over_post
from bihuan.loop.handover.listing import what_goes_over
from bihuan.loop.handover.models import HandOver
from bihuan.loop.handover.queries import hand_overs, lines_of

router = Router(tags=["organisation"])


class UnitIn(Asked):
    """A unit; of a change what is left out stays as it is."""

    name: str | None = None
    short_name: str | None = None
    former_names: list[str] | None = None
    kind: str | None = None
    parent: RowId | None = None
    receives: bool | None = None
    order: Count | None = None


class PersonIn(Asked):
    """A person; of a change what is left out stays as it is."""

    username: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None


class NewPersonIn(Asked):
    """A new person with a first password, which they replace when they sign in."""

    username: str
    name: str
    password: str
    phone: str = ""
    email: str = ""


class PostIn(Asked):
    """A role at a unit."""

    unit: RowId
    role: str
    title: str = ""
    from_on: date
    to_on: date | None = None


class StandIn(Asked):
    """Who stands in, from when to when, with which posts (none: all)."""

    to: RowId
    from_on: date
    to_on: date
    reason: str
    posts: list[RowId] = Field(default_factory=list)


class Over(Asked):
    """Who takes over a post (or with none the work alone) and all that stands in its holder's name."""

    to: RowId
    post: RowId | None = None
    on: date
    reason: str


@router.get("/find/{what}", summary="Find units, people, enterprises or cases by what is typed")
def finding(
    request: HttpRequest, what: Literal["units", "people", "enterprises", "cases"], q: str, to: str = ""
) -> dict[str, Any]:
    who, typed = actor(request), q[:100]
    match what:
        case "units":
            return {"rows": shown(find_units(who.area_id, typed))}
        case "people":
            return {
                "rows": [
                    picked(one, "id", "name", "posts") for one in find_people(who.area_id, typed, on=day_of(request))
                ]
            }
        case "enterprises":
            return {
                "rows": [{**shown(one), "credit_code": one.credit_code} for one in find_enterprises(who.area_id, typed)]
            }
    found = cases_to_link(who, to.split(",")[:20], typed)
    return {"rows": [shown(one) for one in found if one.wall is None]}


@router.get("/organisation/units", summary="The units in the order of the tree")
def units(request: HttpRequest, q: str = "", ended: bool = False) -> dict[str, Any]:
    tree = unit_tree(administrator(request).area_id, on=day_of(request), typed=q[:100], ended=ended)
    return {"rows": shown(tree)}


@router.post("/organisation/units", summary="Add a unit", response={201: dict[str, Any]})
def adding_unit(request: HttpRequest, asked: UnitIn) -> Status[dict[str, Any]]:
    who, parent = administrator(request), unit_of(request, asked.parent)
    given = asked.dict(exclude={"parent"}, exclude_none=True)
    made = add_unit(by=who, at=at_of(request), parent=parent, **{"name": "", **given})
    return Status(201, _unit(request, made))


@router.get("/organisation/units/{unit}", summary="A unit: its posts, what stands below it, its changes")
def unit(request: HttpRequest, unit: RowId) -> dict[str, Any]:
    return _unit(request, get_unit(administrator(request), unit))


@router.patch("/organisation/units/{unit}", summary="Change a unit")
def changing_unit(request: HttpRequest, unit: RowId, asked: UnitIn) -> dict[str, Any]:
    who, given = administrator(request), asked.dict(exclude={"parent"}, exclude_none=True)
    if "parent" in asked.model_fields_set:
        given["parent"] = unit_of(request, asked.parent)
    return _unit(request, change_unit(unit=get_unit(who, unit), by=who, at=at_of(request), **given))


@router.post("/organisation/units/{unit}/end", summary="End a unit; its name and its past stay")
def ending_unit(request: HttpRequest, unit: RowId) -> dict[str, Any]:
    who = administrator(request)
    end_unit_of_cases(unit=get_unit(who, unit), by=who, at=at_of(request), on=day_of(request))
    return _unit(request, get_unit(who, unit))


@router.get("/organisation/people", summary="The people, page by page")
def people(request: HttpRequest, q: str = "", gone: bool = False, after: Count = 0) -> dict[str, Any]:
    who = administrator(request)
    rows, further = people_page(who.area_id, on=day_of(request), typed=q[:100], gone=gone, after=after, size=MOST_ROWS)
    return {"rows": shown(rows), "after": further or None}


@router.post("/organisation/people", summary="Enter a person", response={201: dict[str, Any]})
def adding_person(request: HttpRequest, asked: NewPersonIn) -> Status[dict[str, Any]]:
    made = add_person(by=administrator(request), at=at_of(request), **asked.dict())
    return Status(201, _person(request, made.person))


@router.get("/organisation/people/{person}", summary="A person: posts and changes")
def person(request: HttpRequest, person: RowId) -> dict[str, Any]:
    return _person(request, get_person(administrator(request), person))


@router.patch("/organisation/people/{person}", summary="Change what is given of a person")
def changing_person(request: HttpRequest, person: RowId, asked: PersonIn) -> dict[str, Any]:
    who = administrator(request)
    given = asked.dict(exclude_none=True)
    return _person(request, change_person(person=get_person(who, person), by=who, at=at_of(request), **given))


@router.post("/organisation/people/{person}/posts", summary="Give a person a post", response={201: dict[str, Any]})
def giving_post(request: HttpRequest, person: RowId, asked: PostIn) -> Status[dict[str, Any]]:
    who, given = administrator(request), asked.dict(exclude={"unit"})
    found, unit = get_person(who, person), get_unit(who, asked.unit)
    give_post(person=found, unit=unit, by=who, at=at_of(request), **given)
    return Status(201, _person(request, found))


@router.post("/organisation/people/{person}/posts/{post}/end", summary="End a post; `on` is its last day")
def ending_post(request: HttpRequest, person: RowId, post: RowId, on: date) -> dict[str, Any]:
    who = administrator(request)
    held = get_post(who, post)
    if held.person_id != person:
        raise CaseNotFound(str(post))
    end_post(post=held, by=who, at=at_of(request), on=on)
    return _person(request, held.person)


@router.get(
    "/standing-in", summary="Who stands in for whoever asks, and for whom they stand in; all for administrators"
)
def standing_in(request: HttpRequest, all: bool = False) -> dict[str, Any]:  # noqa: A002 - a condition of the address
    who = administrator(request) if all else actor(request)
    rows = delegations_of(who.area_id)
    own = rows if all else rows.filter(person_id=who.person_id) | rows.filter(to_id=who.person_id)
    return {"rows": [_delegation(one) for one in own[:MOST_ROWS]]}


@router.post("/standing-in", summary="Let somebody stand in for whoever asks", response={201: dict[str, Any]})
def giving(request: HttpRequest, asked: StandIn) -> Status[dict[str, Any]]:
    return _give(request, get_person(actor(request), actor(request).person_id), asked)


@router.post("/organisation/people/{person}/standing-in", summary="Let somebody stand in for a person", response={201: dict[str, Any]})  # fmt: skip
def giving_for(request: HttpRequest, person: RowId, asked: StandIn) -> Status[dict[str, Any]]:
    return _give(request, get_person(administrator(request), person), asked)


@router.post("/standing-in/{delegation}/end", summary="Let nobody stand in by it any more", response={204: None})
def ending(request: HttpRequest, delegation: RowId) -> Status[None]:
    who = actor(request)
    found = delegations_of(who.area_id).filter(pk=delegation).first()
    if found is None:
        raise CaseNotFound(str(delegation))
    end_delegation(delegation=found, by=who, at=at_of(request), today=day_of(request))
    return Status(204, None)


@router.get("/organisation/people/{person}/hand-over", summary="What would go over with a post")
def looking(request: HttpRequest, person: RowId, on: date | None = None, post: RowId | None = None) -> dict[str, Any]:
    who = administrator(request)
    held = get_post(who, post) if post is not None else None
    preview = what_goes_over(person=get_person(who, person), post=held, on=on or day_of(request))
    return {"lines": shown(preview.lines), "stays": preview.stays}


@router.post("/organisation/people/{person}/hand-over", summary="Hand a post and the work over", response={201: dict[str, Any]})  # fmt: skip
def handing_over(request: HttpRequest, person: RowId, asked: Over) -> Status[dict[str, Any]]:
    who, to = administrator(request), person_of(request, asked.to)
    if to is None:
        raise CaseNotFound(str(asked.to))
    made, job = hand_over_post(
        person=get_person(who, person), to=to, post=get_post(who, asked.post) if asked.post else None, on=asked.on,
        reason=asked.reason, by=who, at=at_of(request),
    )  # fmt: skip
    return Status(201, {**_hand_over(made), "job": job_of(job) if job is not None else None})


@router.get("/hand-overs", summary="The hand-overs that whoever asks may look at, latest first")
def listed(request: HttpRequest) -> dict[str, Any]:
    return {"rows": [_hand_over(one) for one in hand_overs(actor(request))[:MOST_ROWS]]}


@router.get("/hand-overs/{hand_over}", summary="The list of a hand-over")
def hand_over(request: HttpRequest, hand_over: RowId) -> dict[str, Any]:
    made = hand_overs(actor(request)).filter(pk=hand_over).first()
    if made is None:
        raise CaseNotFound(str(hand_over))
    columns = ("what", "number", "title", "roles", "state", "due", "went", "why_not")
    return {**_hand_over(made), "lines": [picked(one, *columns) for one in lines_of(made)]}


@router.post("/organisation/people/{person}/{do}", summary="Let a person sign in no more, or again")
def leaving(request: HttpRequest, person: RowId, do: Literal["leave", "return"]) -> dict[str, Any]:
    who, act = administrator(request), deactivate if do == "leave" else activate
    return _person(request, act(person=get_person(who, person), by=who, at=at_of(request)))


def _give(request: HttpRequest, person: Person, asked: StandIn) -> Status[dict[str, Any]]:
    who, given = actor(request), asked.dict(exclude={"to"})
    made = give_delegation(
        person=person, to=get_person(who, asked.to), by=who, at=at_of(request), today=day_of(request), **given
    )
    return Status(201, _delegation(made))


def _delegation(one: Delegation) -> dict[str, Any]:
    return {"id": one.pk, **picked(one, "person", "to", "from_on", "to_on", "posts", "reason", "ended_on")}


def _hand_over(one: HandOver) -> dict[str, Any]:
    return {"id": one.pk, **picked(one, "person", "to", "post_name", "on", "reason", "at", "done_at")}


def _unit(request: HttpRequest, one: Unit) -> dict[str, Any]:
    columns = ("name", "short_name", "kind", "parent", "order", "receives", "ended_on")
    return {
        "unit": one.pk, **picked(one, *columns), "former_names": one.former_names.splitlines(),
        "below": shown(units_below_directly(one)), "posts": shown(posts_at(one, on=day_of(request))),
        "changes": _changes(one.area_id, "unit", one.pk),
    }  # fmt: skip


def _person(request: HttpRequest, one: Person) -> dict[str, Any]:
    return {
        "person": one.pk, **picked(one, "username", "name", "phone", "email", "is_active"),
        "posts": shown(posts_of(one, on=day_of(request))), "changes": _changes(one.area_id or 0, "person", one.pk),
    }  # fmt: skip


def _changes(area_id: int, subject: str, subject_id: int) -> list[dict[str, Any]]:
    columns = ("verb", "person_name", "at", "before", "after")
    return [picked(one, *columns) for one in changes_of(area_id, subject, subject_id)[:50]]
