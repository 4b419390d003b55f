"""Publication: texts of a round are covered, approved by somebody else, frozen, published and proved."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Status

from bihuan.api.asked import Asked, Count, Material, RowId
from bihuan.api.materials import materials
from bihuan.api.request import actor, at_of, day_of, file_of_bytes
from bihuan.api.shown import picked, shown
from bihuan.loop.disclosure import actions
from bihuan.loop.disclosure.models import Channel, Disclosure
from bihuan.loop.disclosure.publishing import file_proof, publish
from bihuan.loop.disclosure.queries import (
    disclosures_of,
    get_disclosure,
    obstacles,
    omissions_of,
    paper_for,
    printed,
    publications_of,
    redactions_of,
    round_to_publish,
    state_of,
    text_to_publish,
    title_of,
)
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.writing.files import FORMATS
from bihuan.loop.writing.queries import parts_of

router = Router(tags=["publication"])
TEXT = "/rounds/{pack}/{number}/publication/{version}"


class Beginning(Asked):
    """A final document to be published; `replaces`: the version that it corrects."""

    document: RowId
    replaces: Count | None = None
    correction: str = ""


class Covering(Asked):
    """Words in a passage that are covered."""

    anchor: str
    words: str
    reason: str = ""


class Uncovering(Asked):
    """Why covered letters may be read."""

    reason: str


class LeavingOut(Asked):
    """Passages to be left out, on one of the five grounds."""

    anchors: list[str]
    ground: str
    explanation: str = ""


class Granting(Asked):
    """The decision on what is to be left out."""

    granted: bool
    answer: str = ""


class Approving(Asked):
    """`seen`: the state of the text that was read."""

    seen: str = ""


class Publishing(Asked):
    """Where a frozen text is published."""

    channel: Literal["inner", "public"] = "public"
    where: str
    until: date | None = None


@router.get("/rounds/{pack}/{number}/publication", summary="The texts of a round that are published or on the way")
def texts(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    round_ = round_to_publish(actor(request), pack, number, day_of(request))
    return {"rows": [_row(one) for one in disclosures_of(round_)]}


@router.post("/rounds/{pack}/{number}/publication", summary="Bring a final document to be published", response={201: dict[str, Any]})  # fmt: skip
def beginning(request: HttpRequest, pack: str, number: str, asked: Beginning) -> Status[dict[str, Any]]:
    who, round_ = actor(request), round_to_publish(actor(request), pack, number, day_of(request))
    source = text_to_publish(who, round_, day_of(request), asked.document)
    made = actions.begin_disclosure(
        round_=round_, title=source.title, asof=source.asof, writing=source.pk, correction=asked.correction,
        passages=[part.passage.to_json() for part in parts_of(source) if not part.gone],
        replaces=get_disclosure(who, pack, number, asked.replaces) if asked.replaces else None, by=who, at=at_of(request),
    )  # fmt: skip
    return Status(201, _whole(made))


@router.get(TEXT, summary="A text: both copies, what is covered and left out, what stands in the way")
def text(request: HttpRequest, pack: str, number: str, version: Count) -> dict[str, Any]:
    return _whole(_text(request, pack, number, version))


@router.get(TEXT + "/{channel}.{form}", summary="One copy as docx or pdf")
def file(
    request: HttpRequest, pack: str, number: str, *, version: Count, channel: Literal["inner", "public"], form: str
) -> HttpResponse:
    found = _text(request, pack, number, version)
    if form not in FORMATS:
        raise CaseNotFound(form)
    make, media_type = FORMATS[form]
    title = title_of(found, Channel(channel)) or _("Publication")
    return file_of_bytes(make(paper_for(found, Channel(channel))), f"{title}.{form}", media_type)


@router.post(TEXT + "/covers", summary="Cover words wherever they stand in a passage")
def covering(request: HttpRequest, pack: str, number: str, version: Count, asked: Covering) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    actions.redact(disclosure=found, **asked.dict(), by=actor(request), at=at_of(request))
    return _whole(found)


@router.post(TEXT + "/covers/{cover}/uncover", summary="Let covered letters be read")
def uncovering(
    request: HttpRequest, pack: str, number: str, *, version: Count, cover: RowId, asked: Uncovering
) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    actions.uncover(disclosure=found, redaction_id=cover, reason=asked.reason, by=actor(request), at=at_of(request))
    return _whole(found)


@router.post(TEXT + "/covers/{cover}/cover", summary="Cover letters again")
def covering_again(request: HttpRequest, pack: str, number: str, version: Count, cover: RowId) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    actions.cover_again(disclosure=found, redaction_id=cover, by=actor(request), at=at_of(request))
    return _whole(found)


@router.post(TEXT + "/omissions", summary="Ask that passages be left out")
def leaving_out(request: HttpRequest, pack: str, number: str, version: Count, asked: LeavingOut) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    actions.ask_omission(disclosure=found, **asked.dict(), by=actor(request), at=at_of(request))
    return _whole(found)


@router.post(TEXT + "/omissions/{omission}", summary="Decide what is left out")
def deciding(
    request: HttpRequest, pack: str, number: str, *, version: Count, omission: RowId, asked: Granting
) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    actions.decide_omission(
        disclosure=found, omission_id=omission, granted=asked.granted, answer=asked.answer, by=actor(request),
        at=at_of(request),
    )  # fmt: skip
    return _whole(found)


@router.post(TEXT + "/approve", summary="Approve a text; it never changes again")
def approving(request: HttpRequest, pack: str, number: str, version: Count, asked: Approving) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    return _whole(actions.freeze(disclosure=found, seen=asked.seen, by=actor(request), at=at_of(request)))


@router.delete(TEXT, summary="Drop a text that was not approved", response={204: None})
def dropping(request: HttpRequest, pack: str, number: str, version: Count) -> Status[None]:
    found = _text(request, pack, number, version)
    actions.drop_disclosure(disclosure=found, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.post(TEXT + "/publications", summary="Publish a frozen text in one channel")
def publishing(request: HttpRequest, pack: str, number: str, version: Count, asked: Publishing) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    publish(disclosure=found, **asked.dict(), by=actor(request), at=at_of(request))
    return _whole(found)


@router.post(TEXT + "/publications/{publication}/proof", summary="File what shows that it was published")
def proving(
    request: HttpRequest, pack: str, number: str, *, version: Count, publication: RowId, asked: Material
) -> dict[str, Any]:
    found = _text(request, pack, number, version)
    row = next((one for one in publications_of(found) if one.pk == publication), None)
    if row is None or not asked.data:
        raise Refused(_("Choose the file that shows the publication."))
    file_proof(publication=row, proof=materials([asked])[0], by=actor(request), at=at_of(request))
    return _whole(found)


def _text(request: HttpRequest, pack: str, number: str, version: int) -> Disclosure:
    round_to_publish(actor(request), pack, number, day_of(request))
    return get_disclosure(actor(request), pack, number, version)


def _row(one: Disclosure) -> dict[str, Any]:
    columns = ("version", "title", "asof", "correction", "made_by", "made_at", "frozen_by", "frozen_at")
    where = ("channel", "where", "until", "published_by", "published_at")
    published = [
        {"id": row.pk, "proved": row.proof_id is not None, **picked(row, *where)} for row in publications_of(one)
    ]
    return {**picked(one, *columns), "publications": published}


def _whole(one: Disclosure) -> dict[str, Any]:
    covers = ("anchor", "start", "end", "check_id", "cover", "kept", "reason")
    left_out = ("anchors", "ground", "explanation", "both", "asked_by", "granted", "answer", "decided_by")
    return {
        **_row(one), "seen": state_of(one), "obstacles": obstacles(one) if one.frozen_at is None else [],
        "copies": {channel: shown(printed(one, Channel(channel))) for channel in Channel.values},
        "covers": [{"id": row.pk, **picked(row, *covers)} for row in redactions_of(one)],
        "omissions": [{"id": row.pk, **picked(row, *left_out)} for row in omissions_of(one)],
    }  # fmt: skip
