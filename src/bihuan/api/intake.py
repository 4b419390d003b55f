"""Documents brought in: read into a draft, its lines looked at and changed, compared, and made cases of, all or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Router, Status

from bihuan.api.answers import row_of
from bihuan.api.asked import MOST_ROWS, Asked, Count, Given, RowId
from bihuan.api.materials import bytes_of
from bihuan.api.request import actor, at_of, day_of, stored_file, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.intake import lines
from bihuan.loop.intake.actions import (
    bring_in,
    change_round,
    confirm_draft,
    drop_draft,
    edit_draft,
    resume_draft,
    undo_edit,
)
from bihuan.loop.intake.comparing import compare_drafts, compare_with_round
from bihuan.loop.intake.lines import Lines
from bihuan.loop.intake.models import IntakeDraft
from bihuan.loop.intake.queries import counts_of, drafts_listed, get_draft, open_rounds, remarks_on, to_look_at
from bihuan.loop.intake.rules import can_bring_in

router = Router(tags=["intake"])


class Brought(Asked):
    """A document: docx, pdf, xlsx or text."""

    name: str
    data: str = Field(description="the file in base64")


class LineEdit(Asked):
    """One edit of a line. `values`: title, text, number, aspect, nature, due, unit, lead, checked."""

    version: Count = Field(description="the version that was read")
    do: Literal["save", "add", "check_all", "split", "merge", "drop", "restore"] = "save"
    values: Given = Field(default_factory=dict)
    title: str = Field("", description="of the line that is added")
    at: Count = Field(0, description="where a line is cut")


class WholeEdit(Asked):
    """An edit of the whole draft: a finding at the end, new numbers, a unit for all lines that name it, or undo."""

    version: Count
    do: Literal["add", "renumber", "assign", "undo"]
    title: str = ""
    written: str = ""
    unit: RowId | None = None


class RoundFacts(Asked):
    """What the draft says about the round it will open."""

    version: Count
    given: Given


class Confirming(Asked):
    """The version that was read; `into`: number of a round that takes the cases, a new one without it."""

    version: Count
    into: str = ""


@router.get("/intake", summary="The documents that were brought in, newest first")
def drafts(request: HttpRequest) -> dict[str, Any]:
    if not can_bring_in(actor(request)):
        raise CaseNotFound("")
    return {"rows": [_row(one) for one in drafts_listed(actor(request))[:MOST_ROWS]]}


@router.post("/intake", summary="Bring a document in; no case exists yet", response={201: dict[str, Any]})
def bringing(request: HttpRequest, asked: Brought) -> Status[dict[str, Any]]:
    if not can_bring_in(actor(request)):
        raise CaseNotFound("")
    data = bytes_of(asked.name, asked.data)
    name = asked.name.replace("\\", "/").rpartition("/")[2]
    return Status(201, _whole(request, bring_in(name=name, data=data, by=actor(request), at=at_of(request))))


@router.get("/intake/{draft}", summary="A draft: its lines, and what should be looked at")
def draft(request: HttpRequest, draft: RowId) -> dict[str, Any]:
    return _whole(request, get_draft(actor(request), draft))


@router.get("/intake/{draft}/file", summary="The document as it was brought")
def file(request: HttpRequest, draft: RowId) -> FileResponse:
    found = get_draft(actor(request), draft)
    return stored_file(found.area_id, found.file, found.name)


@router.post("/intake/{draft}/lines/{line}", summary="Change one line of a draft")
def line_edit(request: HttpRequest, draft: RowId, line: str, asked: LineEdit) -> dict[str, Any]:
    edit, found = _edit_line(request, line, asked), get_draft(actor(request), draft)
    new = edit_draft(draft=found, edit=edit, version=asked.version, by=actor(request), at=at_of(request))
    return _whole(request, new)


@router.post("/intake/{draft}/lines", summary="Change the whole draft, or take the last change back")
def whole_edit(request: HttpRequest, draft: RowId, asked: WholeEdit) -> dict[str, Any]:
    found, who, at = get_draft(actor(request), draft), actor(request), at_of(request)
    if asked.do == "undo":
        return _whole(request, undo_edit(draft=found, version=asked.version, by=who, at=at))
    edit = _edit_all(request, asked)
    return _whole(request, edit_draft(draft=found, edit=edit, version=asked.version, by=who, at=at))


@router.put("/intake/{draft}/round", summary="Change what the draft says about its round")
def round_facts(request: HttpRequest, draft: RowId, asked: RoundFacts) -> dict[str, Any]:
    found = get_draft(actor(request), draft)
    new = change_round(draft=found, given=asked.given, version=asked.version, by=actor(request), at=at_of(request))
    return _whole(request, new)


@router.put("/intake/{draft}/confirmed", summary="Make cases of a draft, all or none")
def confirming(request: HttpRequest, draft: RowId, asked: Confirming) -> dict[str, Any]:
    who, found, into = actor(request), get_draft(actor(request), draft), None
    if asked.into:
        into = next((one for one in open_rounds(who) if one.number == asked.into), None)
        if into is None:
            raise Refused(_("This round cannot take more findings. Choose another one."))
    round_ = confirm_draft(draft=found, version=asked.version, by=who, at=at_of(request), into=into)
    return {"round": row_of(round_, day_of(request)), "created": shown(counts_of(found.lines))}


@router.get(
    "/intake/{draft}/compare", summary="What differs from an earlier document (`draft`) or from a round (`number`)"
)
def comparing(request: HttpRequest, draft: RowId, other: RowId | None = None, number: str = "") -> dict[str, Any]:
    who, found, today = actor(request), get_draft(actor(request), draft), day_of(request)
    if other is not None:
        return dict(shown(compare_drafts(found, get_draft(who, other))))
    round_ = next((one for one in open_rounds(who) if one.number == number), None)
    if round_ is None:
        raise CaseNotFound(number)
    return dict(shown(compare_with_round(who, found, round_, asof=today, today=today)))


@router.post("/intake/{draft}/{do}", summary="Put a draft away, or take it up again")
def putting_away(request: HttpRequest, draft: RowId, do: Literal["away", "again"]) -> dict[str, Any]:
    found, act = get_draft(actor(request), draft), drop_draft if do == "away" else resume_draft
    act(draft=found, by=actor(request), at=at_of(request))
    return _whole(request, get_draft(actor(request), draft))


def _edit_line(request: HttpRequest, line: str, asked: LineEdit) -> Callable[[Lines], Lines]:
    values: dict[str, Any] = dict(asked.values)
    for name in ("unit", "lead"):
        if isinstance(values.get(name), int):
            unit_of(request, values[name])
    match asked.do:
        case "add":
            return lambda found: lines.added(found, line, asked.title)[0]
        case "check_all":
            return lambda found: lines.checked_all(found, lines.below(found, line), True)
        case "split":
            return lambda found: lines.changed(lines.split(found, line, asked.at), line, values | {"checked": False})
        case "merge":
            return lambda found: lines.merged(lines.changed(found, line, values), line)
        case "drop" | "restore":
            return lambda found: lines.changed(found, line, values | {"dropped": asked.do == "drop"})
    return lambda found: lines.changed(found, line, values)


def _edit_all(request: HttpRequest, asked: WholeEdit) -> Callable[[Lines], Lines]:
    if asked.do == "renumber":
        return lines.renumbered
    if asked.do == "add":
        return lambda found: lines.added(found, None, asked.title)[0]
    unit, written = unit_of(request, asked.unit), asked.written.strip()
    if unit is None or not written:
        wrong = {} if written else {"written": _("Write the words that stand in the document.")}
        wrong |= {} if unit is not None else {"unit": _("Choose the unit.")}
        raise Refused(next(iter(wrong.values())), fields=wrong)
    return lambda found: lines.assigned(found, None, written, unit.pk)[0]


def _row(one: IntakeDraft) -> dict[str, Any]:
    columns = ("name", "brought_by", "brought_at", "version", "dropped_at", "confirmed_at", "round")
    return {"draft": one.pk, **picked(one, *columns)}


def _whole(request: HttpRequest, one: IntakeDraft) -> dict[str, Any]:
    return {
        **_row(one), "lines": one.lines, "counts": shown(counts_of(one.lines)), "remarks": shown(remarks_on(one)),
        "to_look_at": shown(to_look_at(one, day_of(request))),
    }  # fmt: skip
