"""The area: who asks, what waits, the systems with their figures, lists and indicators, warnings and letters."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Router

from bihuan.accounts.models import Unit
from bihuan.api.answers import letter_of, number, plain, row_of
from bihuan.api.asked import MOST_ROWS, Count, Replying, RowId
from bihuan.api.materials import stream_of
from bihuan.api.request import actor, at_of, day_of
from bihuan.loop.cases.figures import figure_values
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.systems import systems_at
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.letters.answering import Brought, receive_letter, reply_to_letter
from bihuan.loop.letters.queries import RegisterFilter, get_letter, register
from bihuan.loop.lifecycle.packs import pack_in_use, packs_in_use
from bihuan.loop.lifecycle.waiting import waiting_for
from bihuan.loop.lists.files import FORMS, Wanted, prepare
from bihuan.loop.lists.listing import listing_of
from bihuan.loop.lists.queries import whole_pack
from bihuan.loop.scoring.rules import can_see_area
from bihuan.loop.warnings.queries import standing_warnings
from bihuan.packspec.model import Kind, Pack

router = Router()
LISTED = 1000


@router.get("/me", tags=["area"], summary="Who asks, as the area knows them")
def me(request: HttpRequest) -> dict[str, Any]:
    who = actor(request)
    posts = [
        {"unit": one.unit_id, "unit_name": one.unit_name, "role": one.role, "title": one.title} for one in who.posts
    ]
    return {"person": who.person_id, "name": who.name, "posts": posts, "today": day_of(request)}


@router.get("/waiting", tags=["area"], summary="What waits for whoever asks, the most urgent first")
def waiting(request: HttpRequest) -> dict[str, Any]:
    found, today = waiting_for(actor(request), limit=MOST_ROWS), day_of(request)
    rows = [row for row in found if row.case.wall is None]
    return {
        "rows": [{"move": row.move, "until": row.until, "case": row_of(row.case, today)} for row in rows],
        "confidential": len(found) - len(rows),
    }


@router.get("/units", tags=["area"], summary="The units of the area")
def units(request: HttpRequest, q: str = "", after: Count = 0) -> dict[str, Any]:
    rows = Unit.objects.filter(
        area_id=actor(request).area_id, outside="", pk__gt=after, name__contains=q[:40]
    ).order_by("pk")
    found = list(rows[:MOST_ROWS])
    listed = [{"unit": one.pk, "name": one.name, "parent": one.parent_id, "ended_on": one.ended_on} for one in found]
    return {"rows": listed, "after": found[-1].pk if len(found) == MOST_ROWS else None}


@router.get("/systems", tags=["systems"], summary="Every system in use, with what runs in it")
def systems(request: HttpRequest) -> dict[str, Any]:
    who, counts = actor(request), systems_at(actor(request), day_of(request))
    rows = []
    for pack in packs_in_use(who.area_id):
        one = counts.get(pack.id)
        numbers = {name: getattr(one, name, 0) for name in ("live", "late", "soon", "closed", "waits")}
        rows.append({"pack": pack.id, "title": words(pack.title), "version": pack.version, **numbers})
    return {"rows": rows}


@router.get("/systems/{pack}", tags=["systems"], summary="What a system is: kinds, fields, states and moves")
def system(request: HttpRequest, pack: str) -> dict[str, Any]:
    found = pack_in_use(actor(request).area_id, pack)
    return {
        "pack": found.id, "title": words(found.title), "version": found.version, "basis": list(found.basis),
        "kinds": [_kind(found, kind) for kind in found.kinds.values()],
        "lists": [{"id": one.id, "title": words(one.title)} for one in found.lists.values()],
        "figures": [{"id": one.id, "title": words(one.title), "unit": one.unit} for one in found.figures.values()],
    }  # fmt: skip


@router.get("/systems/{pack}/figures", tags=["systems"], summary="Every figure of a system today")
def figures(request: HttpRequest, pack: str) -> dict[str, Any]:
    who, found = actor(request), pack_in_use(actor(request).area_id, pack)
    among = None if can_see_area(who, pack) else visible_to(who)
    values = figure_values(found, area_id=who.area_id, day=day_of(request), among=among)
    return {
        "asof": day_of(request),
        "whole": among is None,
        "values": {id_: number(one) for id_, one in values.items()},
    }


@router.get(
    "/systems/{pack}/lists/{list_id}", tags=["systems"], summary="A list: its columns, rows and totals at a day"
)
def listed(
    request: HttpRequest, pack: str, list_id: str, *, asof: date | None = None, first: Count = 0, size: int = MOST_ROWS
) -> dict[str, Any]:
    who, day = actor(request), day_of(request, asof)
    over = whole_pack(who.area_id, pack_in_use(who.area_id, pack))
    among, language = outside_walls(visible_to(who)), get_language() or "zh-hans"
    found = listing_of(who, over, list_id, asof=day, today=day_of(request), language=language, among=among)
    columns = [column.id for column in found.columns]
    rows = found.rows(max(first, 0), max(1, min(size, LISTED))) if found.count else ()
    return {
        "title": found.title, "asof": day, "count": found.count,
        "columns": [{"id": column.id, "title": column.title} for column in found.columns],
        "rows": [dict(zip(columns, map(plain, cells), strict=True)) for _case, cells in rows],
        "totals": {name: plain(value) for name, value in found.totals.items()},
    }  # fmt: skip


@router.get("/systems/{pack}/lists/{list_id}/file", tags=["systems"], summary="A list as xlsx or docx")
def list_file(
    request: HttpRequest, pack: str, list_id: str, form: str = "xlsx", asof: date | None = None
) -> HttpResponse:
    who, form = actor(request), form if form in FORMS else "xlsx"
    over = whole_pack(who.area_id, pack_in_use(who.area_id, pack))
    wanted = Wanted(None, (list_id,), day_of(request, asof), form, language=get_language() or "zh-hans", pack=pack)
    buffer = BytesIO()
    prepare(who, over, wanted, today=day_of(request)).write(buffer)
    return HttpResponse(buffer.getvalue(), content_type=FORMS[form])


@router.get("/warnings", tags=["supervision"], summary="Warnings that stand, the newest first")
def warnings(request: HttpRequest, colour: str = "") -> dict[str, Any]:
    rows = standing_warnings(actor(request), colour=colour).filter(case__wall__isnull=True)
    rows = rows.select_related("case", "case__responsible", "case__lead")[:MOST_ROWS]
    today = day_of(request)
    return {
        "rows": [
            {"colour": one.colour, "word": one.word, "clock": one.clock, "due_on": one.due_on, "on": one.on, "case": row_of(one.case, today)}
            for one in rows
        ]
    }  # fmt: skip


@router.get("/letters", tags=["supervision"], summary="The register of letters")
def letters(request: HttpRequest, pack: str = "", state: str = "", late: bool = False) -> dict[str, Any]:
    wanted = RegisterFilter(pack=pack, state=state, late=late)
    rows = register(actor(request), wanted, day_of(request)).filter(case__wall__isnull=True)[:MOST_ROWS]
    return {"rows": [letter_of(one) for one in rows]}


@router.post("/letters/{letter}/receive", tags=["supervision"], summary="Sign for a letter")
def receiving(request: HttpRequest, letter: RowId) -> dict[str, Any]:
    found = get_letter(actor(request), letter, day_of(request))
    return letter_of(receive_letter(letter=found, by=actor(request), at=at_of(request)))


@router.post("/letters/{letter}/reply", tags=["supervision"], summary="Reply to a letter")
def replying(request: HttpRequest, letter: RowId, asked: Replying) -> dict[str, Any]:
    found = get_letter(actor(request), letter, day_of(request))
    brought = tuple(Brought(one.name, stream_of(one)) for one in asked.evidence if one.data)
    reply_to_letter(letter=found, text=asked.text, by=actor(request), at=at_of(request), brought=brought)
    return letter_of(get_letter(actor(request), letter, day_of(request)))


def _kind(pack: Pack, kind: Kind) -> dict[str, Any]:
    lifecycle = kind.lifecycle_of(pack)
    fields = [
        {"id": one.id, "title": words(one.title), "type": one.type, "many": one.many, "personal": one.personal}
        for one in kind.fields.values()
    ]
    moves = [
        {"id": one.id, "title": words(one.title), "from": list(one.from_), "to": one.to, "asks": list(one.asks), "evidence": list(one.evidence)}
        for one in lifecycle.moves.values()
    ]  # fmt: skip
    states = [{"id": one.id, "title": words(one.title), "category": one.category} for one in lifecycle.states.values()]
    return {
        "id": kind.id, "title": words(kind.title), "parents": list(kind.parents), "parties": list(kind.parties),
        "fields": fields, "states": states, "moves": moves,
    }  # fmt: skip
