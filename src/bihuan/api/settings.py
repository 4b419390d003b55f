"""Settings: warnings and extensions of a round or the area, levels of review, working days, who holds the desks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Status

from bihuan.api.asked import Asked, Count, RowId
from bihuan.api.jobs import job_of
from bihuan.api.request import actor, administrator, at_of, day_of, looked_at, person_of, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.actions import set_review_chain
from bihuan.loop.cases.desks import desk_lists, name_office, remove_desk_holder, set_desk_holder
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.calendar import SpecialDay
from bihuan.loop.clocks.extending import setting_of
from bihuan.loop.clocks.jobs import follow_ladder
from bihuan.loop.clocks.moving import preview_calendar
from bihuan.loop.clocks.previewing import preview_ladder
from bihuan.loop.clocks.setting import (
    EXTENSION_KEYS,
    LadderDraft,
    can_set,
    check_draft,
    ladder_of_setting,
    reset_ladder,
    set_extension_rule,
    set_ladder,
)
from bihuan.loop.clocks.years import calendar_years, check_year, enter_year, entered_year, own_days, remove_year
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.jobs.models import Job
from bihuan.loop.lifecycle.packs import pack_in_use, packs_in_use
from bihuan.packspec.model import Pack

router = Router(tags=["settings"])


class Rung(Asked):
    """One step: so many days before (negative) or after the due date."""

    at: int = Field(ge=-3650, le=3650)
    colour: str
    word: str
    tell: list[str] = Field(default_factory=list)
    letter: str = ""
    opens: str = ""


class LadderSet(Asked):
    """A ladder of warnings. `look`: only tell what would change today."""

    title: str
    unit: str
    steps: list[Rung]
    basis: str = ""
    look: bool = False


class ExtensionRule(Asked):
    """How extensions are decided; what is left out stays as the pack says."""

    workdays_before: Count | None = None
    times: Count | None = None
    answer_workdays: Count | None = None
    decided_by: list[str] = Field(default_factory=list)
    higher: list[str] = Field(default_factory=list)
    higher_second: bool = False
    higher_days: Count | None = None
    basis: str = ""


class Level(Asked):
    """A level of review."""

    signed_by: list[str]
    checks: list[str] = Field(default_factory=list)
    limit: dict[str, str | int] | None = Field(None, description="{unit, amount}")
    ladder: str = ""
    on_site: bool = False


class Levels(Asked):
    """The levels of review; none: as the pack says."""

    steps: list[Level] = Field(default_factory=list)
    pledge: str | None = None


class Day(Asked):
    """A day that differs from its weekday or the shipped calendar."""

    day: date
    worked: bool
    name: str = ""


class Year(Asked):
    """The days of one year in which the area differs. `look`: only tell which due dates would move."""

    days: list[Day]
    reason: str = ""
    look: bool = False


class Holding(Asked):
    """A unit or a person who holds a desk."""

    unit: RowId | None = None
    person: RowId | None = None
    heads_only: bool = False


class Office(Asked):
    """One unit as the office of several systems."""

    packs: list[str]
    unit: RowId
    heads_only: bool = False


@router.get("/settings/warnings", summary="The ladders of warnings that the area uses, by system")
def area_ladders(request: HttpRequest) -> dict[str, Any]:
    who = actor(request)
    packs = [pack for pack in packs_in_use(who.area_id) if pack.ladders and can_set(who, pack.id, None)]
    if not packs:
        raise CaseNotFound("")
    return {"rows": [{"pack": pack.id, "ladders": _ladders(request, pack, None)} for pack in packs]}


@router.put("/settings/warnings/{pack}/{ladder}", summary="Give the area a ladder of its own")
def area_ladder(request: HttpRequest, pack: str, ladder: str, asked: LadderSet) -> dict[str, Any]:
    return _set(request, *_area(request, pack), ladder, asked)


@router.delete("/settings/warnings/{pack}/{ladder}", summary="Take the area's own ladder away")
def area_ladder_away(request: HttpRequest, pack: str, ladder: str) -> dict[str, Any]:
    return _reset(request, *_area(request, pack), ladder)


@router.get("/cases/{pack}/{number}/settings/warnings", summary="The ladders of warnings that a round uses")
def round_ladders(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    declared, top = _top(request, pack, number)
    return {"rows": [{"pack": pack, "ladders": _ladders(request, declared, top)}]}


@router.put("/cases/{pack}/{number}/settings/warnings/{ladder}", summary="Give a round a ladder of its own")
def round_ladder(request: HttpRequest, pack: str, number: str, ladder: str, asked: LadderSet) -> dict[str, Any]:
    return _set(request, *_top(request, pack, number), ladder, asked)


@router.delete("/cases/{pack}/{number}/settings/warnings/{ladder}", summary="Take a round's own ladder away")
def round_ladder_away(request: HttpRequest, pack: str, number: str, ladder: str) -> dict[str, Any]:
    return _reset(request, *_top(request, pack, number), ladder)


@router.get("/settings/extensions/{pack}", summary="How extensions are decided in the area")
def area_rule(request: HttpRequest, pack: str) -> dict[str, Any]:
    return _rule(request, *_area(request, pack))


@router.put(
    "/settings/extensions/{pack}", summary="Set how extensions are decided in the area; empty: as the pack says"
)
def area_rule_set(request: HttpRequest, pack: str, asked: ExtensionRule | None = None) -> dict[str, Any]:
    return _set_rule(request, *_area(request, pack), asked)


@router.get("/cases/{pack}/{number}/settings/extensions", summary="How extensions are decided in a round")
def round_rule(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return _rule(request, *_top(request, pack, number))


@router.put("/cases/{pack}/{number}/settings/extensions", summary="Set how extensions are decided in a round")
def round_rule_set(request: HttpRequest, pack: str, number: str, asked: ExtensionRule | None = None) -> dict[str, Any]:
    return _set_rule(request, *_top(request, pack, number), asked)


@router.put("/cases/{pack}/{number}/settings/levels/{kind}/{state}", summary="Set the levels of review", response={204: None})  # fmt: skip
def levels(request: HttpRequest, pack: str, number: str, *, kind: str, state: str, asked: Levels) -> Status[None]:
    set_review_chain(
        case=looked_at(request, pack, number), kind=kind, state=state, steps=[one.dict() for one in asked.steps],
        pledge=asked.pledge, by=actor(request), at=at_of(request),
    )  # fmt: skip
    return Status(204, None)


@router.get("/settings/calendar", summary="The years of working days, shipped and entered")
def calendar(request: HttpRequest) -> dict[str, Any]:
    return {"rows": shown(calendar_years(administrator(request).area_id))}


@router.put("/settings/calendar/{year}", summary="Enter the days of one year")
def entering(request: HttpRequest, year: int, asked: Year) -> dict[str, Any]:
    who = administrator(request)
    days = [SpecialDay(one.day, one.worked, one.name) for one in asked.days]
    check_year(year, days)
    if asked.look:
        return dict(shown(preview_calendar(area_id=who.area_id, year=year, days=days, day=day_of(request))))
    job = enter_year(year=year, days=days, reason=asked.reason, by=who, at=at_of(request))
    return {"days": shown(own_days(who.area_id, year)), "job": _job(job)}


@router.delete("/settings/calendar/{year}", summary="Forget what was entered for a year")
def removing(request: HttpRequest, year: int, reason: str = "") -> dict[str, Any]:
    who = administrator(request)
    entered_year(who.area_id, year)
    return {"job": _job(remove_year(year=year, by=who, at=at_of(request), reason=reason))}


@router.get("/settings/desks", summary="Who holds the desks of every system")
def desks(request: HttpRequest) -> dict[str, Any]:
    return {"rows": shown(desk_lists(administrator(request).area_id))}


@router.post("/settings/desks/{pack}/{desk}", summary="Name a holder of a desk", response={201: dict[str, Any]})
def naming(request: HttpRequest, pack: str, desk: str, asked: Holding) -> Status[dict[str, Any]]:
    who, unit, person = administrator(request), unit_of(request, asked.unit), person_of(request, asked.person)
    made = set_desk_holder(
        pack=pack, desk=desk, unit=unit, person=person, heads_only=asked.heads_only, by=who, at=at_of(request)
    )
    return Status(201, {"holder": made.pk})


@router.post("/settings/offices", summary="Name one unit as the office of several systems", response={201: dict[str, Any]})  # fmt: skip
def naming_office(request: HttpRequest, asked: Office) -> Status[dict[str, Any]]:
    who, unit = administrator(request), unit_of(request, asked.unit)
    made = name_office(packs=asked.packs, unit=unit, heads_only=asked.heads_only, by=who, at=at_of(request))
    return Status(201, {"holders": [one.pk for one in made]})


@router.delete("/settings/desk-holders/{holder}", summary="Take a desk from a holder", response={204: None})
def taking(request: HttpRequest, holder: RowId) -> Status[None]:
    remove_desk_holder(holder_id=holder, by=administrator(request), at=at_of(request))
    return Status(204, None)


def _area(request: HttpRequest, pack: str) -> tuple[Pack, CaseFile | None]:
    declared = pack_in_use(actor(request).area_id, pack)
    if not can_set(actor(request), pack, None):
        raise CaseNotFound(pack)
    return declared, None


def _top(request: HttpRequest, pack: str, number: str) -> tuple[Pack, CaseFile | None]:
    file = CaseFile(looked_at(request, pack, number), day_of(request))
    if file.case.parent_id is not None or not can_set(actor(request), pack, file):
        raise CaseNotFound(number)
    return file.pack, file


def _case(top: CaseFile | None) -> Case | None:
    return top.case if top is not None else None


def _known(pack: Pack, ladder: str) -> None:
    if ladder not in pack.ladders:
        raise CaseNotFound(ladder)


def _set(request: HttpRequest, pack: Pack, top: CaseFile | None, ladder: str, asked: LadderSet) -> dict[str, Any]:
    _known(pack, ladder)
    who, at, case = actor(request), at_of(request), _case(top)
    draft = LadderDraft(asked.title, asked.unit, tuple(one.dict() for one in asked.steps), asked.basis)
    check_draft(pack, ladder, draft)
    if asked.look:
        area_id, day = who.area_id, day_of(request)
        return dict(shown(preview_ladder(area_id=area_id, pack=pack, ladder=ladder, draft=draft, day=day, case=case)))
    set_ladder(pack=pack.id, ladder=ladder, draft=draft, by=who, at=at, case=case)
    return _followed(request, pack, top, ladder)


def _reset(request: HttpRequest, pack: Pack, top: CaseFile | None, ladder: str) -> dict[str, Any]:
    _known(pack, ladder)
    reset_ladder(pack=pack.id, ladder=ladder, by=actor(request), at=at_of(request), case=_case(top))
    return _followed(request, pack, top, ladder)


def _followed(request: HttpRequest, pack: Pack, top: CaseFile | None, ladder: str) -> dict[str, Any]:
    job = follow_ladder(pack=pack.id, case=_case(top), by=actor(request), at=at_of(request))
    return {"ladder": _ladder(request, pack, top, ladder), "job": _job(job)}


def _ladders(request: HttpRequest, pack: Pack, top: CaseFile | None) -> list[dict[str, Any]]:
    return [_ladder(request, pack, top, one) for one in pack.ladders]


def _ladder(request: HttpRequest, pack: Pack, top: CaseFile | None, ladder: str) -> dict[str, Any]:
    now, own = ladder_of_setting(actor(request).area_id, pack, ladder, _case(top))
    return {
        "id": ladder,
        "own": own is not None,
        **picked(now, "title", "unit", "steps"),
        "basis": own.basis if own else "",
    }


def _rule(request: HttpRequest, pack: Pack, top: CaseFile | None) -> dict[str, Any]:
    row = setting_of(actor(request).area_id, pack.id, (top.case.pk,) if top is not None else ())
    return {"own": picked(row, *EXTENSION_KEYS) if row is not None else None}


def _set_rule(request: HttpRequest, pack: Pack, top: CaseFile | None, asked: ExtensionRule | None) -> dict[str, Any]:
    values = asked.dict() if asked is not None else {}
    set_extension_rule(pack=pack.id, values=values, by=actor(request), at=at_of(request), case=_case(top))
    return _rule(request, pack, top)


def _job(job: Job | None) -> dict[str, Any] | None:
    return job_of(job) if job is not None else None
