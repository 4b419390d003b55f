"""Rounds: the board, lists and how the office sets them, snapshots, what came of it, reports against rows, major problems."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any, Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Field, Router, Status

from bihuan.api.answers import plain, row_of
from bihuan.api.asked import MOST_ROWS, Asked, Count, RowId
from bihuan.api.jobs import job_of
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, looked_at, stored_file, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.asof.board import board_at, measures_at
from bihuan.loop.asof.jobs import freeze
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.asof.snapshots import compare_snapshots, get_snapshot, is_untouched, snapshots_of
from bihuan.loop.cases.board import progress_by_round, rounds_of
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case, visible_to
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.lists.actions import move_list, reset_list, set_list
from bihuan.loop.lists.files import FORMS, Wanted, prepare
from bihuan.loop.lists.listing import listing_of
from bihuan.loop.lists.queries import RoundColumn, RoundList, list_of, lists_of, pack_of_lists, paths_offered
from bihuan.loop.lists.rules import can_set_lists
from bihuan.loop.outcomes.queries import totals_at
from bihuan.loop.outcomes.reconciling import reconcile, texts_offered
from bihuan.loop.pushes.queries import proposals, pushed

router = Router(tags=["rounds"])
ROUND: Final = "round"
LISTED: Final = 1000


class Freezing(Asked):
    """The day that is frozen; without one every end of month that lacks its snapshot."""

    day: date | None = None


class Column(Asked):
    """A column of a list: its path, and a heading of one's own."""

    path: str
    title: str = ""


class Setting(Asked):
    """A list as the office wants it; `reset`: as the pack says."""

    name: str = ""
    columns: list[Column] = Field(default_factory=list)
    shown: bool = True
    reset: bool = False


class Making(Asked):
    """Lists as files: some or all (none named), one workbook or one for each unit."""

    lists: list[str] = Field(default_factory=list)
    form: str = "xlsx"
    asof: date | None = None
    unit: RowId | None = None
    by_unit: bool = False


@router.get("/rounds", summary="The rounds, newest first, with how far each is")
def rounds(request: HttpRequest) -> dict[str, Any]:
    seen, today = visible_to(actor(request)), day_of(request)
    found = rounds_of(outside_walls(seen))
    counted = {kind: progress_by_round(seen, found, kind, today) for kind in ("finding", "measure")}
    return {"rows": [
        {**row_of(one, today), "progress": {kind: shown(by.get(one.pk)) for kind, by in counted.items()}} for one in found
    ]}  # fmt: skip


@router.get("/rounds/{pack}/{number}", summary="The board of a round at a day: units, findings, lights, weeks, figures")
def board(request: HttpRequest, pack: str, number: str, asof: date | None = None) -> dict[str, Any]:
    day = day_of(request, asof)
    found = board_at(actor(request), _round(request, pack, number), day, day_of(request))
    return {"asof": day, **picked(found, "units", "findings", "shares", "weeks", "late", "values")}


@router.get("/rounds/{pack}/{number}/findings/{finding}/measures", summary="The measures below a finding at a day")
def measures(request: HttpRequest, pack: str, number: str, finding: str, asof: date | None = None) -> dict[str, Any]:
    day, case = day_of(request, asof), get_case(actor(request), pack, finding)
    _round(request, pack, number)
    return {"asof": day, "rows": [row_of(one, day) for one in measures_at(actor(request), case, day, day_of(request))]}


@router.get(
    "/rounds/{pack}/{number}/lists", summary="The lists of a round with their columns; hidden ones for the office"
)
def lists(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    round_ = _round(request, pack, number)
    hidden = can_set_lists(actor(request), CaseFile(round_, day_of(request)))
    return {"rows": [_list(round_, one) for one in lists_of(round_, hidden=hidden)]}


@router.get("/rounds/{pack}/{number}/lists/{list_id}", summary="A list of a round: its rows and totals at a day")
def one_list(
    request: HttpRequest, pack: str, number: str, list_id: str, *, asof: date | None = None, first: Count = 0,
    size: int = MOST_ROWS,
) -> dict[str, Any]:  # fmt: skip
    who, round_, day = actor(request), _round(request, pack, number), day_of(request, asof)
    found = listing_of(
        who,
        round_,
        list_id,
        asof=day,
        today=day_of(request),
        language=_language(),
        among=outside_walls(visible_to(who)),
    )
    names = [column.id for column in found.columns]
    rows = found.rows(first, max(1, min(size, LISTED))) if found.count else ()
    return {
        "title": found.title, "asof": day, "count": found.count,
        "columns": [{"id": column.id, "title": column.title} for column in found.columns],
        "rows": [dict(zip(names, map(plain, cells), strict=True)) for _case, cells in rows],
        "totals": {name: plain(value) for name, value in found.totals.items()},
    }  # fmt: skip


@router.get("/rounds/{pack}/{number}/lists/{list_id}/file", summary="A list of a round as xlsx or docx")
def list_file(
    request: HttpRequest, pack: str, number: str, *, list_id: str, form: str = "xlsx", asof: date | None = None
) -> HttpResponse:
    who, round_, form = actor(request), _round(request, pack, number), form if form in FORMS else "xlsx"
    wanted = Wanted(round_.pk, (list_id,), day_of(request, asof), form, language=_language())
    prepared, buffer = prepare(who, round_, wanted, today=day_of(request)), BytesIO()
    prepared.write(buffer)
    return file_of_bytes(buffer.getvalue(), prepared.name, FORMS[form])


@router.post("/rounds/{pack}/{number}/files", summary="Let a worker write lists as files", response={202: dict[str, Any]})  # fmt: skip
def making(request: HttpRequest, pack: str, number: str, asked: Making) -> Status[dict[str, Any]]:
    who, round_ = actor(request), _round(request, pack, number)
    unit = unit_of(request, asked.unit)
    wanted = Wanted(
        round_.pk, tuple(asked.lists) or tuple(one.id for one in lists_of(round_)), day_of(request, asked.asof),
        asked.form if asked.form in FORMS else "xlsx", unit.pk if unit else None, _language(), asked.by_unit,
    )  # fmt: skip
    name = prepare(who, round_, wanted, today=day_of(request)).name.rpartition(".")[0]
    return Status(202, job_of(start_job(kind="list", given=wanted.given(), by=who, at=at_of(request), title=name)))


@router.put("/rounds/{pack}/{number}/lists/{list_id}", summary="Name a list and choose its columns")
def setting(request: HttpRequest, pack: str, number: str, list_id: str, asked: Setting) -> dict[str, Any]:
    round_, who, at = _own_round(request, pack, number), actor(request), at_of(request)
    if asked.reset:
        reset_list(round_=round_, list_id=list_id, by=who, at=at)
    else:
        columns = [RoundColumn(one.path, one.title.strip()) for one in asked.columns]
        set_list(round_=round_, list_id=list_id, name=asked.name, columns=columns, shown=asked.shown, by=who, at=at)
    return _list(round_, list_of(round_, list_id))


@router.post("/rounds/{pack}/{number}/lists/{list_id}/{step}", summary="Move a list up or down", response={204: None})
def moving(request: HttpRequest, pack: str, number: str, list_id: str, step: str) -> Status[None]:
    if step not in {"up", "down"}:
        raise CaseNotFound(step)
    round_ = _own_round(request, pack, number)
    move_list(round_=round_, list_id=list_id, step=-1 if step == "up" else 1, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/rounds/{pack}/{number}/snapshots", summary="What is frozen of a round")
def snapshots(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return {"rows": [_snapshot(one) for one in snapshots_of(_round(request, pack, number))]}


@router.post("/rounds/{pack}/{number}/snapshots", summary="Freeze a day that is over", response={202: dict[str, Any]})
def freezing(request: HttpRequest, pack: str, number: str, asked: Freezing) -> Status[dict[str, Any]]:
    day, round_ = asked.day.isoformat() if asked.day else "", _round(request, pack, number)
    url = f"/rounds/{pack}/{number}/snapshots/"
    job, taken = freeze(round_=round_, day=day, by=actor(request), at=at_of(request), url=url)
    return Status(202, {"taken": taken, "job": job_of(job) if job is not None else None})


@router.get("/rounds/{pack}/{number}/snapshots/compare", summary="What moved from one snapshot to another")
def comparing(request: HttpRequest, pack: str, number: str, first: date, second: date) -> dict[str, Any]:
    who, round_ = actor(request), _round(request, pack, number)
    return dict(shown(compare_snapshots(*(get_snapshot(who, round_, day) for day in (first, second)))))


@router.get("/rounds/{pack}/{number}/snapshots/{day}", summary="A snapshot, and whether its bytes are untouched")
def snapshot(request: HttpRequest, pack: str, number: str, day: date) -> dict[str, Any]:
    found = get_snapshot(actor(request), _round(request, pack, number), day)
    return {**_snapshot(found), "digest": found.file.digest, "untouched": is_untouched(found)}


@router.get("/rounds/{pack}/{number}/snapshots/{day}/file", summary="A snapshot as it was frozen")
def snapshot_file(request: HttpRequest, pack: str, number: str, day: date) -> FileResponse:
    found = get_snapshot(actor(request), _round(request, pack, number), day)
    return stored_file(found.area_id, found.file, f"{number}-{day.isoformat()}.json")


@router.get("/rounds/{pack}/{number}/outcomes", summary="What a round led to at a day")
def outcomes(request: HttpRequest, pack: str, number: str, asof: date | None = None) -> dict[str, Any]:
    return dict(shown(totals_at(looked_at(request, pack, number), day_of(request, asof))))


@router.get("/rounds/{pack}/{number}/reconcile", summary="The figures of a report held against the rows")
def reconciling(
    request: HttpRequest, pack: str, number: str, text: str = "", asof: date | None = None
) -> dict[str, Any]:
    who, round_ = actor(request), _round(request, pack, number)
    found = reconcile(who, round_, text, asof=asof, today=day_of(request)) if text else None
    return {"texts": shown(texts_offered(who, round_, day_of(request))), "found": shown(found)}


@router.get(
    "/rounds/{pack}/{number}/major", summary="The major problems of a round, and which findings meet a criterion"
)
def major(request: HttpRequest, pack: str, number: str, closed: bool = False) -> dict[str, Any]:
    who, round_ = actor(request), _round(request, pack, number)
    if "push" not in pack_of(round_.pack, round_.pack_version).kinds:
        raise CaseNotFound(number)
    return {
        "rows": shown(pushed(who, round_, closed=closed)),
        "proposed": shown(proposals(who, round_, day_of(request))),
    }


def _round(request: HttpRequest, pack: str, number: str) -> Case:
    case = looked_at(request, pack, number)
    if case.kind != ROUND:
        raise CaseNotFound(number)
    return case


def _own_round(request: HttpRequest, pack: str, number: str) -> Case:
    round_ = _round(request, pack, number)
    if not can_set_lists(actor(request), CaseFile(round_, day_of(request))):
        raise CaseNotFound(number)
    return round_


def _list(round_: Case, one: RoundList) -> dict[str, Any]:
    offered = paths_offered(pack_of_lists(round_), one.spec)
    return {"id": one.id, **picked(one, "name", "columns", "shown", "is_set"), "offered": list(offered)}


def _snapshot(one: Snapshot) -> dict[str, Any]:
    return picked(one, "day", "made_at", "made_by", "automatic", "cases", "figures")


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh-hans"
