"""Documents written from the rows: drafts, their edits and versions, the words an office chose, final documents as files."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Router, Status

from bihuan.api.asked import Asked, Count, RowId
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.writing.actions import (
    bring_back,
    edit_writing,
    make_final,
    put_away,
    take_back,
    take_up,
    write_anew,
    write_document,
)
from bihuan.loop.writing.checking import open_ends
from bihuan.loop.writing.editing import (
    Edit,
    added,
    as_paragraph,
    as_row,
    as_the_rows_say,
    chosen,
    put_back,
    removed,
    reworded,
)
from bihuan.loop.writing.files import FORMATS, file_of
from bihuan.loop.writing.models import Writing
from bihuan.loop.writing.queries import (
    check_may_start,
    document_named,
    document_of,
    documents_of,
    get_round,
    get_writing,
    pack_with_documents,
    parts_of,
    versions_of,
    writings_of,
)
from bihuan.loop.writing.rules import is_office, may_write
from bihuan.loop.writing.settings import settings_of
from bihuan.loop.writing.templates import Chosen, chosen_for, texts_of
from bihuan.loop.writing.wording import set_words

router = Router(tags=["documents"])


class Writes(Asked):
    """A document to be written from the rows of a day."""

    asof: date
    unit: RowId | None = None
    case: str = Field("", description="number of the case it is about, where it is not about the round itself")
    asked: dict[str, str] = Field(default_factory=dict, description="answers to what the document asks")


class Anew(Asked):
    """The day of the rows, and the answers."""

    version: Count
    asof: date
    asked: dict[str, str] = Field(default_factory=dict)


class Edited(Asked):
    """One edit of a draft."""

    version: Count = Field(description="the version that was read")
    part: str = Field("", description="`anchor` of the part")
    do: Literal["text", "add", "remove", "back", "rows", "hand", "new"]
    text: str = ""
    cells: list[str] = Field(default_factory=list, description="the cells of a row, in place of its text")
    level: int = Field(0, ge=0, le=4)


class Version(Asked):
    """The version that was read; for `bring` also the one that is brought back."""

    version: Count
    kept: Count | None = None


class Words(Asked):
    """An office's own words for the texts of a document, by key; those left out are the pack's."""

    version: Count
    texts: dict[str, str] = Field(default_factory=dict)
    settings: dict[str, Any] = Field(default_factory=dict)


@router.get("/rounds/{pack}/{number}/documents", summary="What can be written, and what was")
def documents(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    who, round_ = actor(request), get_round(actor(request), pack, number)
    offered = documents_of(pack_with_documents(round_), round_.kind)
    return {
        "documents": [{"id": one.id, "title": words(one.title), "asks": shown(one.asks), "unit": one.unit} for one in offered],
        "rows": [_row(one) for one in writings_of(who, round_, day_of(request))],
    }  # fmt: skip


@router.post("/rounds/{pack}/{number}/documents/{document}", summary="Write a document as a draft", response={201: dict[str, Any]})  # fmt: skip
def writing(request: HttpRequest, pack: str, number: str, document: str, asked: Writes) -> Status[dict[str, Any]]:
    who, round_ = actor(request), get_round(actor(request), pack, number)
    declared = document_named(round_, document)
    check_may_start(who, round_, declared, day_of(request))
    made = write_document(
        case=_about(request, round_, asked.case), document=document, asof=asked.asof, asked=asked.asked,
        unit=unit_of(request, asked.unit), by=who, at=at_of(request),
    )  # fmt: skip
    return Status(201, _whole(made))


@router.get(
    "/rounds/{pack}/{number}/documents/{document}/words", summary="The words of a document, the office's own first"
)
def wording(request: HttpRequest, pack: str, number: str, document: str) -> dict[str, Any]:
    return _words(_own_round(request, pack, number), document)


@router.put(
    "/rounds/{pack}/{number}/documents/{document}/words", summary="Keep the office's own words; none: the pack's"
)
def setting_words(request: HttpRequest, pack: str, number: str, document: str, asked: Words) -> dict[str, Any]:
    round_ = _own_round(request, pack, number)
    own = Chosen(asked.texts, settings_of(asked.settings), asked.version)
    document_named(round_, document)
    set_words(round_=round_, document=document, chosen=own, by=actor(request), at=at_of(request))
    return _words(round_, document)


@router.get("/documents/{writing}", summary="A document, part by part, with what is still open in it")
def document(request: HttpRequest, writing: RowId) -> dict[str, Any]:
    return _whole(get_writing(actor(request), writing, day_of(request)))


@router.get("/documents/{writing}/file.{form}", summary="A document as docx or pdf")
def file(request: HttpRequest, writing: RowId, form: str) -> HttpResponse:
    if form not in FORMATS:
        raise CaseNotFound(form)
    made = file_of(get_writing(actor(request), writing, day_of(request)), form)
    return file_of_bytes(made.data, made.name, made.media_type)


@router.post("/documents/{writing}/edit", summary="Change one part of a draft")
def editing(request: HttpRequest, writing: RowId, asked: Edited) -> dict[str, Any]:
    found, edit = _own(request, writing), _edit(asked)
    return _whole(edit_writing(writing=found, edit=edit, version=asked.version, by=actor(request), at=at_of(request)))


@router.post("/documents/{writing}/anew", summary="Write a draft anew; what was written by hand stays")
def anew(request: HttpRequest, writing: RowId, asked: Anew) -> dict[str, Any]:
    found = _own(request, writing)
    made = write_anew(
        writing=found, asof=asked.asof, version=asked.version, asked=asked.asked, by=actor(request), at=at_of(request)
    )
    return _whole(made)


@router.post("/documents/{writing}/{do}", summary="Undo, bring a version back, put away, take up, make final")
def act(
    request: HttpRequest, writing: RowId, do: Literal["undo", "bring", "away", "up", "final"], asked: Version
) -> dict[str, Any]:
    found, who, at, version = _own(request, writing), actor(request), at_of(request), asked.version
    match do:
        case "undo":
            take_back(writing=found, version=version, by=who, at=at)
        case "bring":
            bring_back(writing=found, kept=asked.kept or 0, version=version, by=who, at=at)
        case "away":
            put_away(writing=found, by=who, at=at)
        case "up":
            take_up(writing=found, by=who, at=at)
        case "final":
            make_final(writing=found, version=version, by=who, at=at)
    return _whole(get_writing(who, writing, day_of(request)))


def _own(request: HttpRequest, writing: int) -> Writing:
    """Return a document for who may write it; others find nothing to change."""
    found = get_writing(actor(request), writing, day_of(request))
    if not may_write(actor(request), document_of(found), found.round, found.unit, day_of(request)):
        raise CaseNotFound(str(writing))
    return found


def _own_round(request: HttpRequest, pack: str, number: str) -> Case:
    round_ = get_round(actor(request), pack, number)
    if not is_office(actor(request), round_, day_of(request)):
        raise CaseNotFound(number)
    return round_


def _about(request: HttpRequest, round_: Case, number: str) -> Case:
    if not number:
        return round_
    case = get_case(actor(request), round_.pack, number)
    if case.root_id != round_.pk:
        raise Refused(_("Choose the case."), fields={"case": _("Choose the case.")})
    return case


def _edit(asked: Edited) -> Edit:
    match asked.do:
        case "text":
            return reworded(asked.part, as_row(asked.cells) if asked.cells else as_paragraph(asked.text))
        case "add":
            return added(asked.part, as_paragraph(asked.text), level=asked.level)
        case "remove":
            return removed(asked.part)
        case "back":
            return put_back(asked.part)
        case "rows":
            return as_the_rows_say(asked.part)
    return chosen(asked.part, hand=asked.do == "hand")


def _row(one: Writing) -> dict[str, Any]:
    columns = ("document", "title", "number", "state", "version", "asof", "unit", "made_at", "final_at", "digest")
    return {"id": one.pk, **picked(one, *columns)}


def _whole(one: Writing) -> dict[str, Any]:
    parts = parts_of(one)
    return {
        **_row(one), "asked": one.asked, "open_ends": list(open_ends(parts)),
        "parts": [part.to_json() for part in parts],
        "versions": [picked(kept, "version", "did", "at") for kept in versions_of(one)],
    }  # fmt: skip


def _words(round_: Case, document: str) -> dict[str, Any]:
    declared, own = document_named(round_, document), chosen_for(round_, document)
    texts = texts_of(declared, pack_with_documents(round_))
    return {
        "version": own.version, "settings": shown(own.settings), "texts": dict(own.texts),
        "pack": [{"key": one.key, "title": words(one.title), "text": one.text} for one in texts],
    }  # fmt: skip
