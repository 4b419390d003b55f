"""Letters beyond signing and replying: one of them whole, written, issued, judged, withdrawn; how they go out; the registers."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Field, Router, Status

from bihuan.api.answers import letter_of
from bihuan.api.asked import Asked, Count, RowId
from bihuan.api.request import actor, at_of, day_of, file_of_bytes, looked_at, stored_file
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.letters.actions import issue_prepared, prepare_letter, withdraw_letter
from bihuan.loop.letters.addressees import stored_addressees
from bihuan.loop.letters.answering import answer_reply
from bihuan.loop.letters.escalating import TalkGiven, escalate_letter, letters_after, record_talk
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import RegisterFilter, check_writable, file_of_reply, get_letter, register, replies_of
from bihuan.loop.letters.rules import holds_office
from bihuan.loop.letters.settings import set_ways, ways_of
from bihuan.loop.letters.sheet import register_file
from bihuan.loop.lifecycle.packs import pack_in_use
from bihuan.loop.lists.files import FORMS
from bihuan.loop.writing.queries import get_round, pack_with_documents, parts_of
from bihuan.loop.writing.rules import is_office
from bihuan.packspec.model import Pack

router = Router(tags=["letters"])


class Preparing(Asked):
    """A letter about a case; `follows`: the id of the letter that it follows."""

    because: str = ""
    answers: dict[str, str] = Field(default_factory=dict, description="answers to what its text asks")
    reply_by: date | None = None
    reply_workdays: Count | None = None
    follows: RowId | None = None


class Ways(Asked):
    """How letters go out, by kind of letter."""

    ways: dict[str, Literal["issue", "prepare", "not"]]


class Judging(Asked):
    """Whether the reply is accepted, and why not."""

    accepted: bool
    answer: str = ""


class Withdrawing(Asked):
    """Why a letter is withdrawn."""

    reason: str


class Talked(Asked):
    """The record of a talk that a letter summoned to."""

    held_on: str
    place: str
    by_names: str
    with_names: str
    demanded: str
    promised: str = ""
    next_on: str = ""


@router.post("/cases/{pack}/{number}/letters/{letter}", summary="Prepare a letter about a case", response={201: dict[str, Any]})  # fmt: skip
def preparing(request: HttpRequest, pack: str, number: str, letter: str, asked: Preparing) -> Status[dict[str, Any]]:
    who, at, file = actor(request), at_of(request), CaseFile(looked_at(request, pack, number), day_of(request))
    check_writable(who, file, letter)
    given = asked.dict(exclude={"follows"})
    if asked.follows is None:
        made = prepare_letter(case=file.case, letter=letter, by=who, at=at, **given)
    else:
        earlier = get_letter(who, asked.follows, day_of(request))
        if earlier.case_id != file.case.pk:
            raise CaseNotFound(str(asked.follows))
        made = escalate_letter(letter=earlier, to=letter, by=who, at=at, **given)
    return Status(201, _whole(get_letter(who, made.pk, day_of(request))))


@router.get("/letters/register.xlsx", summary="The register of letters as a workbook")
def register_as_file(request: HttpRequest, pack: str = "", state: str = "", late: bool = False) -> HttpResponse:
    found = register(actor(request), RegisterFilter(pack=pack, state=state, late=late), day_of(request))
    data, name = register_file(list(found.filter(case__wall__isnull=True)), day_of(request))
    return file_of_bytes(data, name, FORMS["xlsx"])


@router.get("/letters/{letter}", summary="A letter: its text, addressees, replies, and what may follow it")
def letter(request: HttpRequest, letter: RowId) -> dict[str, Any]:
    return _whole(get_letter(actor(request), letter, day_of(request)))


@router.get("/letters/{letter}/files/{file}", summary="A file of a reply")
def reply_file(request: HttpRequest, letter: RowId, file: RowId) -> FileResponse:
    found = file_of_reply(get_letter(actor(request), letter, day_of(request)), file)
    return stored_file(found.area_id, found.file, found.name)


@router.post("/letters/{letter}/issue", summary="Issue a prepared letter")
def issuing(request: HttpRequest, letter: RowId) -> dict[str, Any]:
    return _whole(issue_prepared(letter=_letter(request, letter), by=actor(request), at=at_of(request)))


@router.post("/letters/{letter}/answer", summary="Accept the reply, which closes the letter, or return it")
def judging(request: HttpRequest, letter: RowId, asked: Judging) -> dict[str, Any]:
    found = _letter(request, letter)
    return _whole(answer_reply(letter=found, **asked.dict(), by=actor(request), at=at_of(request)))


@router.post("/letters/{letter}/withdraw", summary="Withdraw a letter; its number is never used again")
def withdrawing(request: HttpRequest, letter: RowId, asked: Withdrawing) -> dict[str, Any]:
    found = _letter(request, letter)
    return _whole(withdraw_letter(letter=found, reason=asked.reason, by=actor(request), at=at_of(request)))


@router.post("/letters/{letter}/talk", summary="Record the talk that a letter summoned to")
def talking(request: HttpRequest, letter: RowId, asked: Talked) -> dict[str, Any]:
    found = _letter(request, letter)
    record_talk(letter=found, given=TalkGiven(**asked.dict()), by=actor(request), at=at_of(request))
    return _whole(_letter(request, letter))


@router.get("/settings/letters/{pack}", summary="How letters of a system go out in the area")
def ways(request: HttpRequest, pack: str) -> dict[str, Any]:
    return _ways(request, _office_pack(request, pack), None)


@router.put("/settings/letters/{pack}", summary="Choose how letters go out: issue, prepare or not, by kind of letter")
def choosing(request: HttpRequest, pack: str, asked: Ways) -> dict[str, Any]:
    declared = _office_pack(request, pack)
    set_ways(pack=declared, round_=None, chosen=dict(asked.ways), by=actor(request), at=at_of(request))
    return _ways(request, declared, None)


@router.get("/rounds/{pack}/{number}/letter-ways", summary="How letters go out in a round")
def round_ways(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    round_ = _office_round(request, pack, number)
    return _ways(request, pack_with_documents(round_), round_)


@router.put("/rounds/{pack}/{number}/letter-ways", summary="Choose how letters go out in a round")
def round_choosing(request: HttpRequest, pack: str, number: str, asked: Ways) -> dict[str, Any]:
    round_ = _office_round(request, pack, number)
    declared = pack_with_documents(round_)
    set_ways(pack=declared, round_=round_, chosen=dict(asked.ways), by=actor(request), at=at_of(request))
    return _ways(request, declared, round_)


def _letter(request: HttpRequest, letter: int) -> Letter:
    return get_letter(actor(request), letter, day_of(request))


def _office_pack(request: HttpRequest, pack: str) -> Pack:
    if not holds_office(actor(request), pack):
        raise CaseNotFound(pack)
    return pack_in_use(actor(request).area_id, pack)


def _office_round(request: HttpRequest, pack: str, number: str) -> Case:
    round_ = get_round(actor(request), pack, number)
    if not is_office(actor(request), round_, day_of(request)):
        raise CaseNotFound(number)
    return round_


def _ways(request: HttpRequest, pack: Pack, round_: Case | None) -> dict[str, Any]:
    rows = ways_of(actor(request).area_id, pack, round_)
    return {
        "rows": [
            {"letter": one.letter.id, "title": words(one.letter.title), "chosen": one.chosen, "above": one.above}
            for one in rows
        ]
    }


def _whole(letter: Letter) -> dict[str, Any]:
    replies = [
        {**picked(reply, "nth", "text", "by", "at", "accepted", "answer"), "files": [{"id": one.pk, "name": one.name} for one in files]}
        for reply, files in replies_of(letter)
    ]  # fmt: skip
    return {
        **letter_of(letter), "because": letter.because, "document": letter.writing_id, "replies": replies,
        "to": [picked(one, "name", "unit", "person", "heads_only") for one in stored_addressees(letter)],
        "text": [part.passage.text for part in parts_of(letter.writing) if not part.gone],
        "may_follow": [{"id": one.id, "title": shown(one.title)} for one in letters_after(letter)],
    }  # fmt: skip
