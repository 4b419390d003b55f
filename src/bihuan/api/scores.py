"""Scorecards, boards, indicators and the rows behind figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from bihuan.api.answers import number as decimal
from bihuan.api.answers import row_of
from bihuan.api.asked import Asked, Entering, Material, RowId
from bihuan.api.materials import bytes_of, materials
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, looked_at, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound, PackNotFound
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.lists.files import FORMS
from bihuan.loop.scorecards.actions import Said, adjust_scores, score_items, score_itself
from bihuan.loop.scorecards.cards import card_of
from bihuan.loop.scorecards.queries import sheet_of
from bihuan.loop.scorecards.rules import upheld_appeals
from bihuan.loop.scorecards.sheets import rankings_seen
from bihuan.loop.scoring.actions import choose_rule, enter_figure
from bihuan.loop.scoring.behind import asked_for, behind
from bihuan.loop.scoring.bringing import entry_template, plan_rows, read_rows, take_rows
from bihuan.loop.scoring.queries import (
    board_at,
    entries_of,
    firings_of,
    indicators_of,
    periods_of_board,
    rules_chosen,
    units_compared,
)
from bihuan.loop.scoring.rules import can_enter, can_see_area
from bihuan.packspec.model import Pack

router = Router(tags=["figures"])


class Scored(Asked):
    """What is said of an item of a sheet."""

    score: str = Field("", description="decimal text; empty: what follows from the figure")
    note: str = ""
    counts: bool = True
    evidence: list[Material] = Field(default_factory=list)


class Scoring(Asked):
    """Scores by item; what is not named stays as it is."""

    scores: dict[str, Scored]
    standing: str | None = None


class Adjusting(Asked):
    """Scores changed after an appeal that was upheld, each with the reason."""

    scores: dict[str, Scored]
    appeal: str = Field(description="number of the appeal")
    standing: str | None = None


class Choosing(Asked):
    """Whether a rule that warns by number is in use, and of what decision."""

    in_use: bool
    basis: str = ""


class Table(Asked):
    """A workbook or a list of numbers; `take` enters it, without it only what it would do is told."""

    name: str
    data: str = Field(description="the file in base64")
    take: bool = False


@router.get("/cases/{pack}/{number}/scores", summary="A score sheet, item by item, with total and grade")
def scores(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return _sheet(request, _scored(request, pack, number))


@router.post("/cases/{pack}/{number}/scores/own", summary="Keep what a unit gives itself")
def scoring_itself(request: HttpRequest, pack: str, number: str, asked: Scoring) -> dict[str, Any]:
    case, said = _scored(request, pack, number), _said(asked.scores)
    score_itself(case=case, scores=said, by=actor(request), at=at_of(request), standing=asked.standing)
    return _sheet(request, case)


@router.post("/cases/{pack}/{number}/scores", summary="Keep what the office gives for items by hand")
def scoring(request: HttpRequest, pack: str, number: str, asked: Scoring) -> dict[str, Any]:
    case, said = _scored(request, pack, number), _said(asked.scores)
    score_items(case=case, scores=said, by=actor(request), at=at_of(request), standing=asked.standing)
    return _sheet(request, case)


@router.post("/cases/{pack}/{number}/scores/adjust", summary="Change scores after an appeal that was upheld")
def adjusting(request: HttpRequest, pack: str, number: str, asked: Adjusting) -> dict[str, Any]:
    case = _scored(request, pack, number)
    appeals = upheld_appeals(CaseFile(case, day_of(request)))
    adjust_scores(
        case=case, scores=[(item, one.score, one.note) for item, one in asked.scores.items()], standing=asked.standing,
        appeal=next((one for one in appeals if one.number == asked.appeal), None), by=actor(request), at=at_of(request),
    )  # fmt: skip
    return _sheet(request, case)


@router.get("/systems/{pack}/scorecards/{card}", summary="The ranking of a scorecard, newest time first")
def ranking(request: HttpRequest, pack: str, card: str) -> dict[str, Any]:
    found = pack_in_use(actor(request).area_id, pack)
    if card not in found.scorecards:
        raise PackNotFound(card)
    return {"rankings": [
        {"time": title, "places": [
            {"place": row.place, "case": shown(row.case), "unit": shown(row.case.responsible), "score": decimal(row.score), "grade": row.grade}
            for row in one.rows
        ]}
        for title, one, _seen in rankings_seen(actor(request), found, found.scorecards[card])
    ]}  # fmt: skip


@router.get("/systems/{pack}/boards", summary="Red and yellow boards for a period, the rules that warn by number")
def boards(request: HttpRequest, pack: str, first: date | None = None) -> dict[str, Any]:
    who, found = actor(request), pack_in_use(actor(request).area_id, pack)
    whole, chosen = can_see_area(who, pack), rules_chosen(who.area_id, found)
    fired = ("rule", "first", "last", "case", "unit", "values", "colour", "word", "at")
    return {
        "boards": [_board(request, found, one, first) for one in found.boards],
        "rules": [
            {"id": one.id, "in_use": one.id in chosen and chosen[one.id].in_use, "basis": chosen[one.id].basis if one.id in chosen else ""}
            for one in found.rules.values()
        ] if whole else None,
        "firings": [picked(one, *fired) for one in firings_of(who.area_id, found)] if whole else None,
    }  # fmt: skip


@router.put(
    "/systems/{pack}/rules/{rule}", summary="Use a rule that warns by number, or no longer", response={204: None}
)
def choosing(request: HttpRequest, pack: str, rule: str, asked: Choosing) -> Status[None]:
    found = pack_in_use(actor(request).area_id, pack)
    choose_rule(pack=found, rule=rule, **asked.dict(), by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/systems/{pack}/indicators", summary="Indicators with the period before and a year ago")
def indicators(request: HttpRequest, pack: str, asof: date | None = None) -> dict[str, Any]:
    who, today = actor(request), day_of(request)
    found = indicators_of(who, pack_in_use(who.area_id, pack), day_of(request, asof), today)
    return {
        "rows": [
            {
                "id": one.figure.id, "title": words(one.figure.title), "first": one.period.first, "last": one.period.last,
                "value": decimal(one.value), "before": decimal(one.before), "last_year": decimal(one.last_year),
                "target": one.figure.target, "meets": one.meets,
            }
            for one in found
        ]
    }  # fmt: skip


@router.get(
    "/systems/{pack}/indicators/{figure}", summary="An indicator: its course, the units compared, what was entered"
)
def indicator(request: HttpRequest, pack: str, figure: str, asof: date | None = None) -> dict[str, Any]:
    who, found, day = actor(request), pack_in_use(actor(request).area_id, pack), day_of(request, asof)
    if figure not in found.figures or not found.figures[figure].every:
        raise PackNotFound(figure)
    one = indicators_of(who, found, day, day_of(request), only=[figure])[0]
    entered = ("unit", "first", "value", "basis", "reason", "entered_by", "entered_at")
    return {
        "id": figure, "title": words(one.figure.title), "value": decimal(one.value), "course": shown(one.past),
        "units": shown(units_compared(who, found, figure, day, day_of(request))),
        "entries": [picked(row, *entered) for row in entries_of(who.area_id, found, figure)] if one.whole else None,
    }  # fmt: skip


@router.get("/systems/{pack}/indicators-template.xlsx", summary="The workbook in which numbers are filled in")
def template(request: HttpRequest, pack: str) -> HttpResponse:
    found = _entered(request, pack)
    data = entry_template(found, area_id=actor(request).area_id, today=day_of(request))
    return file_of_bytes(data, "indicators.xlsx", FORMS["xlsx"])


@router.post("/systems/{pack}/indicators", summary="Enter a workbook of numbers, all rows or none")
def bringing(request: HttpRequest, pack: str, asked: Table) -> dict[str, Any]:
    found, who = _entered(request, pack), actor(request)
    rows = read_rows(bytes_of(asked.name, asked.data), asked.name)
    if asked.take:
        plan = take_rows(pack=found, rows=rows, by=who, at=at_of(request))
    else:
        plan = plan_rows(found, rows, area_id=who.area_id, today=day_of(request))
    return {"taken": asked.take, "faults": shown(plan.faults), "rows": [
        {"row": one.row.number, "figure": one.figure.id, "first": one.period.first, "unit": shown(one.unit), "value": decimal(one.value),
         "does": one.does, "before": decimal(one.before)}
        for one in plan.planned
    ]}  # fmt: skip


@router.get("/systems/{pack}/figures/{figure}", summary="A figure with the rows behind it")
def rows_behind(
    request: HttpRequest,
    pack: str,
    figure: str,
    *,
    asof: date | None = None,
    unit: RowId | None = None,
    below: str = "",
) -> dict[str, Any]:
    who, found = actor(request), pack_in_use(actor(request).area_id, pack)
    if figure not in found.figures:
        raise PackNotFound(figure)
    root, of = get_case(who, pack, below) if below else None, unit_of(request, unit)
    day = day_of(request, asof)
    of_unit = of.pk if of is not None else None
    asked = asked_for(who, day=day, today=day_of(request), root=root, unit=of_unit, walls=True)
    told = behind(who, found, figure, asked)
    return {
        "value": decimal(told.value), "count": told.rows, "hidden": told.hidden, "rows": shown(told.shown), "asof": day,
        "parts": [{"id": part.id, "title": words(part.title), "value": decimal(value)} for part, value in told.parts],
    }  # fmt: skip


@router.post(
    "/systems/{pack}/figures/{figure}",
    summary="Enter a number for a period",
    response={201: dict[str, Any]},
)
def entering(request: HttpRequest, pack: str, figure: str, asked: Entering) -> Status[dict[str, Any]]:
    who = actor(request)
    unit = unit_of(request, asked.unit)
    entry = enter_figure(
        pack=pack_in_use(who.area_id, pack), figure=figure, first=asked.first, value=asked.value, basis=asked.basis,
        reason=asked.reason, unit=unit, by=who, at=at_of(request),
    )  # fmt: skip
    return Status(201, {"figure": figure, "first": entry.first, "value": decimal(entry.value)})


def _scored(request: HttpRequest, pack: str, number: str) -> Case:
    case = looked_at(request, pack, number)
    if card_of(CaseFile(case, day_of(request))) is None:
        raise CaseNotFound(number)
    return case


def _said(scores: dict[str, Scored]) -> dict[str, Said]:
    return {item: Said(one.score, one.note, one.counts, materials(one.evidence)) for item, one in scores.items()}


def _sheet(request: HttpRequest, case: Case) -> dict[str, Any]:
    case = get_case(actor(request), case.pack, case.number)
    sheet = sheet_of(CaseFile(case, day_of(request)))
    kept = ("self_score", "self_note", "note", "before", "appeal")
    return {
        **row_of(case, day_of(request)), "locked": sheet.locked, "day": sheet.day, "total": shown(sheet.total),
        "grade": sheet.grade, "standing": standing_of(case),
        "items": [
            {"item": one.item.id, "title": words(one.item.title), "points": one.item.points,
             **picked(one, "value", "reckoned", "counts", "score"), **picked(one.row, *kept)}
            for one in sheet.items
        ],
    }  # fmt: skip


def _board(request: HttpRequest, pack: Pack, board: str, first: date | None) -> dict[str, Any]:
    area_id, columns = actor(request).area_id, ("unit", "unit_name", "value", "place", "among", "side")
    periods = periods_of_board(area_id, pack, board)
    period = next((one for one in periods if one.first == first), periods[0] if periods else None)
    return {
        "id": board, "title": words(pack.boards[board].title), "periods": [one.first for one in periods],
        "first": period.first if period else None,
        "places": [picked(one, *columns) for one in board_at(area_id, pack, board, period.first)] if period else [],
    }  # fmt: skip


def _entered(request: HttpRequest, pack: str) -> Pack:
    found = pack_in_use(actor(request).area_id, pack)
    if not can_enter(actor(request), found):
        raise PackNotFound(pack)
    return found
