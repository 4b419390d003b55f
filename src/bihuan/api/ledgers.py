"""Ledgers as workbooks: templates out, filled ones in, their columns and rows, taking them whole and taking them back; own views."""

from __future__ import annotations

import base64
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from bihuan.api.answers import row_of
from bihuan.api.asked import MOST_ROWS, Asked, Count, Given, RowId
from bihuan.api.jobs import job_of
from bihuan.api.materials import bytes_of
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, looked_at
from bihuan.api.shown import picked
from bihuan.loop.cases.bulk import correct_cases, move_cases
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.views import remove_view, save_view, views_of
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.jobs.models import Job
from bihuan.loop.ledger_in.actions import SPREADSHEET, bring_ledger, drop_ledger, map_ledger
from bihuan.loop.ledger_in.files import refused_rows, take_template
from bihuan.loop.ledger_in.models import LedgerImport
from bihuan.loop.ledger_in.queries import get_import, imports_of, rows_of
from bihuan.loop.ledger_in.resuming import go_on
from bihuan.loop.ledger_in.rules import forms_for
from bihuan.loop.ledger_in.taking import take_ledger, undo_ledger

router = Router(tags=["ledgers"])
LEDGER = "/rounds/{pack}/{number}/ledgers/{ledger}"


class Brought(Asked):
    """A ledger: xlsx, xls, ods or csv."""

    name: str
    data: str = Field(description="the file in base64")
    form: Literal["", "progress", "register"] = ""


class Template(Asked):
    """Which template: what units report, what the office corrects, or an empty one; of one unit or of all."""

    form: Literal["progress", "register", "empty"] = "progress"
    unit: RowId | None = None


class Columns(Asked):
    """What the columns mean, one for each sheet: use, kind, first and last row of its head, columns by place."""

    source: str = ""
    sheets: list[dict[str, Any]]


class Together(Asked):
    """The same act on many cases of a system; each says for itself whether it was done."""

    pack: str
    numbers: list[str] = Field(max_length=MOST_ROWS)
    move: str = Field("", description="a move; without one values are corrected")
    given: Given = Field(default_factory=dict)
    reason: str = ""


class View(Asked):
    """A view of the ledger under a name: the query of its address."""

    name: str
    query: str
    shared: bool = False


@router.get("/rounds/{pack}/{number}/ledgers", summary="The ledgers that were brought in, and the forms one may bring")
def ledgers(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    who, top = actor(request), _top(request, pack, number)
    rows = imports_of(who, top, on=day_of(request))[:MOST_ROWS]
    return {"forms": list(forms_for(who, top, on=day_of(request))), "rows": [_row(one) for one in rows]}


@router.post("/rounds/{pack}/{number}/ledgers", summary="Bring a ledger; nothing of it is taken yet", response={201: dict[str, Any]})  # fmt: skip
def bringing(request: HttpRequest, pack: str, number: str, asked: Brought) -> Status[dict[str, Any]]:
    data = bytes_of(asked.name, asked.data)
    top = _top(request, pack, number)
    made = bring_ledger(top=top, name=asked.name, data=data, form=asked.form, by=actor(request), at=at_of(request))
    return Status(201, _whole(made))


@router.post("/rounds/{pack}/{number}/ledgers-template", summary="A template in base64, or the job that writes it")
def template(request: HttpRequest, pack: str, number: str, asked: Template) -> dict[str, Any]:
    top = _top(request, pack, number)
    made = take_template(top=top, form=asked.form, unit_id=asked.unit, by=actor(request), at=at_of(request))
    if isinstance(made, Job):
        return {"job": job_of(made)}
    return {"job": None, "name": made[0], "data": base64.b64encode(made[1]).decode()}


@router.get(LEDGER, summary="A ledger that was brought: its columns, what its rows would do")
def ledger(
    request: HttpRequest, pack: str, number: str, ledger: RowId, *, does: str = "", after: Count = 0
) -> dict[str, Any]:
    found = _import(request, pack, number, ledger)
    columns = ("place", "sheet", "number", "kind", "does", "title", "changes", "faults", "undone")
    rows = (
        list(rows_of(found, does=does).filter(place__gt=after)[:MOST_ROWS])
        if after
        else list(rows_of(found, does=does)[:MOST_ROWS])
    )
    further = rows[-1].place if len(rows) == MOST_ROWS else None
    return {**_whole(found), "rows": [picked(one, *columns) for one in rows], "after": further}


@router.put(LEDGER + "/columns", summary="Set what the columns mean")
def mapping(request: HttpRequest, pack: str, number: str, ledger: RowId, asked: Columns) -> dict[str, Any]:
    found = _import(request, pack, number, ledger)
    sheets = [{**plan, **own} for plan, own in zip(found.sheets, asked.sheets, strict=False)]
    done = map_ledger(ledger=found, chosen=sheets, source=asked.source, by=actor(request), at=at_of(request))
    return _whole(done)


@router.get(LEDGER + "/refused.xlsx", summary="The rows that were not taken, to mend and bring again")
def refused(request: HttpRequest, pack: str, number: str, ledger: RowId) -> HttpResponse:
    found = _import(request, pack, number, ledger)
    return file_of_bytes(refused_rows(found), f"{found.name.rpartition('.')[0] or found.name}.xlsx", SPREADSHEET)


@router.post(LEDGER + "/{do}", summary="Take a ledger whole, take it back, go on with it, put it away")
def act(
    request: HttpRequest, pack: str, number: str, ledger: RowId, do: Literal["take", "undo", "resume", "drop"]
) -> dict[str, Any]:
    found, who, at = _import(request, pack, number, ledger), actor(request), at_of(request)
    match do:
        case "take":
            take_ledger(ledger=found, by=who, at=at)
        case "undo":
            undo_ledger(ledger=found, by=who, at=at)
        case "resume":
            go_on(ledger=found, by=who, at=at)
        case "drop":
            drop_ledger(ledger=found, by=who, at=at)
    return _whole(_import(request, pack, number, ledger))


@router.post("/cases-together", summary="Take the same move, or correct the same values, on many cases")
def together(request: HttpRequest, asked: Together) -> dict[str, Any]:
    who, at = actor(request), at_of(request)
    rows = outside_walls(visible_to(who)).filter(pack=asked.pack, number__in=asked.numbers).order_by("number")
    cases = list(rows.select_related("responsible", "lead", "leader", "handler", "parent"))
    if asked.move:
        results = move_cases(cases=cases, move=asked.move, given=asked.given, by=who, at=at)
    else:
        results = correct_cases(cases=cases, given=asked.given, reason=asked.reason, by=who, at=at)
    told = [{"case": row_of(one.case, day_of(request)), **picked(one, "refused", "missing")} for one in results]
    return {"rows": told, "unknown": sorted(set(asked.numbers) - {one.number for one in cases})}


@router.get("/views", summary="The views of the ledger that whoever asks keeps, and those shared in the area")
def views(request: HttpRequest) -> dict[str, Any]:
    return {"rows": [{"id": one.pk, **picked(one, "name", "query", "shared")} for one in views_of(actor(request))]}


@router.post("/views", summary="Keep a view; the same name again replaces it", response={201: dict[str, Any]})
def keeping(request: HttpRequest, asked: View) -> Status[dict[str, Any]]:
    made = save_view(**asked.dict(), by=actor(request), at=at_of(request))
    return Status(201, {"id": made.pk, **picked(made, "name", "query", "shared")})


@router.delete("/views/{view}", summary="Remove one's own view", response={204: None})
def removing(request: HttpRequest, view: RowId) -> Status[None]:
    remove_view(view_id=view, by=actor(request), at=at_of(request))
    return Status(204, None)


def _top(request: HttpRequest, pack: str, number: str) -> Case:
    top = looked_at(request, pack, number)
    if top.parent_id is not None or not forms_for(actor(request), top, on=day_of(request)):
        raise CaseNotFound(number)
    return top


def _import(request: HttpRequest, pack: str, number: str, ledger: int) -> LedgerImport:
    return get_import(actor(request), pack, number, ledger, on=day_of(request))


def _row(one: LedgerImport) -> dict[str, Any]:
    columns = ("name", "form", "source", "state", "counts", "brought_by", "brought_at", "taken_at", "undone_at", "job")
    return {"ledger": one.pk, **picked(one, *columns)}


def _whole(one: LedgerImport) -> dict[str, Any]:
    return {**_row(one), "sheets": one.sheets}
