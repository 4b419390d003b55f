"""Registers: extensions, instructions and their week, warnings as a workbook; the ledger and trails as files."""

from __future__ import annotations

import tempfile
from datetime import date
from io import BytesIO
from typing import Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from bihuan.api.answers import row_of
from bihuan.api.asked import MOST_ROWS, Count
from bihuan.api.beside import instruction_told
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, looked_at
from bihuan.api.shown import shown
from bihuan.loop.clocks.queries import extension_counts
from bihuan.loop.clocks.register import extensions_book, visible_extensions
from bihuan.loop.instructions.models import Instruction
from bihuan.loop.instructions.queries import count_instructions, instructions_seen, week_to_read_again
from bihuan.loop.lists.files import FORMS, write_book
from bihuan.loop.seals import key
from bihuan.loop.seals.kept import line_of
from bihuan.loop.seals.queries import file_of_seals, seals_of
from bihuan.loop.trail.export import export_case
from bihuan.loop.warnings.files import MOST, write_register
from bihuan.loop.warnings.queries import WarningsWanted, warnings_seen

router = Router(tags=["registers"])


@router.get("/extensions", summary="Applications for a later due date, and the units counted")
def extensions(
    request: HttpRequest, first: date | None = None, last: date | None = None,
    outcome: Literal["", "waiting", "granted", "refused"] = "",
) -> dict[str, Any]:  # fmt: skip
    rows = visible_extensions(actor(request), day=day_of(request), first=first, last=last, outcome=outcome)
    return {"rows": shown(rows[:MOST_ROWS]), "count": len(rows), "units": shown(extension_counts(rows))}


@router.get("/extensions/register.{form}", summary="The register of extensions as xlsx or docx")
def extensions_file(
    request: HttpRequest, form: Literal["xlsx", "docx"], first: date | None = None, last: date | None = None,
    outcome: Literal["", "waiting", "granted", "refused"] = "",
) -> HttpResponse:  # fmt: skip
    rows = visible_extensions(actor(request), day=day_of(request), first=first, last=last, outcome=outcome)
    buffer = BytesIO()
    write_book(extensions_book(rows, extension_counts(rows), day=day_of(request)), form, buffer)
    return file_of_bytes(buffer.getvalue(), f"extensions-{day_of(request).isoformat()}.{form}", FORMS[form])


@router.get("/instructions", summary="Leaders' instructions on cases one may see, those due first")
def instructions(request: HttpRequest, which: str = "all", state: str = "") -> dict[str, Any]:
    today = day_of(request)
    seen = instructions_seen(actor(request), which=which, state=state, day=today).filter(case__wall__isnull=True)
    rows = list(seen[:MOST_ROWS])
    return {"rows": [_row(request, one) for one in rows], "counted": shown(count_instructions(rows, today))}


@router.get("/instructions/week", summary="The instructions of a week that are read again, Monday to Sunday")
def week(request: HttpRequest, on: date | None = None) -> dict[str, Any]:
    found = week_to_read_again(actor(request), day_of(request, on))
    parts = {"given": found.given, "ended": found.ended, "running": found.running}
    told = {name: [_row(request, one) for one in rows if one.case.wall is None] for name, rows in parts.items()}
    return {"begins": found.begins, "ends": found.ends, **told}


@router.get("/warnings/register.xlsx", summary="The register of warnings as a workbook, also those that were lifted")
def warnings_file(
    request: HttpRequest, pack: str = "", colour: str = "", standing: Literal["", "standing", "lifted"] = ""
) -> HttpResponse:
    wanted = WarningsWanted(colour=colour, pack=pack, standing=standing)
    rows, buffer = warnings_seen(actor(request), wanted).filter(case__wall__isnull=True), BytesIO()
    write_register(rows[:MOST], buffer, day_of(request))
    return file_of_bytes(buffer.getvalue(), f"warnings-{day_of(request).isoformat()}.xlsx", FORMS["xlsx"])


@router.get("/cases/{pack}/{number}/trail/file", summary="The trail of a case with its files, to be verified elsewhere")
def trail_file(request: HttpRequest, pack: str, number: str) -> FileResponse:
    case, bundle = looked_at(request, pack, number, "trail"), tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    try:
        export_case(case, at=at_of(request), target=bundle)
    except BaseException:
        bundle.close()
        raise
    bundle.seek(0)
    return FileResponse(bundle, as_attachment=True, filename=f"{case.number}.zip")


@router.get("/seals", summary="The daily seals of the trail, newest first")
def seals(request: HttpRequest, before: Count = 0) -> dict[str, Any]:
    rows = seals_of(actor(request).area_id, before=before, limit=MOST_ROWS)
    told = [{"number": row.number, "day": row.day, "cases": row.cases, **line_of(row)} for row in rows]
    return {"rows": told, "key": key.public()}


@router.get("/seals/file", summary="All seals in order, a line of JSON each, to be kept elsewhere")
def seals_file(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(file_of_seals(actor(request).area_id), content_type="application/jsonl; charset=utf-8")


def _row(request: HttpRequest, one: Instruction) -> dict[str, Any]:
    return {"case": row_of(one.case, day_of(request)), **instruction_told(one)}
