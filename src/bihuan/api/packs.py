"""Systems as administrators manage them: on and off, versions, the area's own copy, its check and impact, files, running cases."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from bihuan.accounts.queries import Actor
from bihuan.api.asked import Asked, Count
from bihuan.api.jobs import job_of
from bihuan.api.request import actor, at_of, day_of, file_of_bytes
from bihuan.api.shown import picked, shown
from bihuan.loop.cases.values import words
from bihuan.loop.errors import PackNotFound
from bihuan.loop.lifecycle.models import PackDraft
from bihuan.loop.packs.actions import adopt_draft, choose_version, copy_pack, discard_draft, save_draft, switch_pack
from bihuan.loop.packs.errors import NotCorrect
from bihuan.loop.packs.files import export_pack, import_pack
from bihuan.loop.packs.impact import Impact, impact_of
from bihuan.loop.packs.queries import PackState, draft_of, drafts_of, drafts_of_new, pack_state, pack_states, release_of
from bihuan.loop.packs.rules import can_manage_packs
from bihuan.loop.packs.upgrading import start_moving
from bihuan.loop.rehearsal.jobs import start_rehearsal
from bihuan.packspec.written import differences, read_written

router = Router(tags=["packs"])


class Switching(Asked):
    """Whether the area uses a system."""

    on: bool


class Version(Asked):
    """The version with which new cases begin; none: the newest that is shipped."""

    version: Count | None = None


class Written(Asked):
    """The text of a copy. `seen`: the number of the save that was read; `check`: only say what is wrong."""

    text: str
    cases: str = ""
    seen: Count = 0
    check: bool = False


class Seen(Asked):
    """The number of the save that was read."""

    seen: Count


class Importing(Asked):
    """A pack as text, with its worked cases."""

    text: str
    cases: str = ""


@router.get("/packs", summary="Every system that is shipped or the area's own: on or off, versions, running cases")
def packs(request: HttpRequest) -> dict[str, Any]:
    area_id = _manager(request).area_id
    return {"rows": [_state(one) for one in pack_states(area_id)], "being_written": drafts_of_new(area_id)}


@router.post("/packs/import", summary="Take a pack from its text as the area's copy", response={201: dict[str, Any]})
def importing(request: HttpRequest, asked: Importing) -> Status[dict[str, Any]]:
    made = import_pack(text=asked.text, cases=asked.cases, by=_manager(request), at=at_of(request))
    return Status(201, _draft(made))


@router.get("/packs/{pack}", summary="How a system stands in the area")
def pack(request: HttpRequest, pack: str) -> dict[str, Any]:
    return _state(pack_state(_manager(request).area_id, pack))


@router.put("/packs/{pack}/use", summary="Turn a system on or off")
def switching(request: HttpRequest, pack: str, asked: Switching) -> dict[str, Any]:
    who = _manager(request)
    switch_pack(pack=pack, on=asked.on, by=who, at=at_of(request))
    return _state(pack_state(who.area_id, pack))


@router.put("/packs/{pack}/version", summary="Let new cases begin with a version")
def choosing(request: HttpRequest, pack: str, asked: Version) -> dict[str, Any]:
    who = _manager(request)
    choose_version(pack=pack, version=asked.version, by=who, at=at_of(request))
    return _state(pack_state(who.area_id, pack))


@router.get("/packs/{pack}/versions/{version}/{what}", summary="The text of a version, or its worked cases")
def file(request: HttpRequest, pack: str, version: Count, what: Literal["pack", "cases"]) -> HttpResponse:
    files = export_pack(area_id=_manager(request).area_id, pack=pack, version=version)
    if what == "pack":
        return file_of_bytes(files.text.encode(), files.name, "application/toml")
    if not files.cases:
        raise PackNotFound(pack)
    return file_of_bytes(files.cases.encode(), files.cases_name, "application/toml")


@router.get("/packs/{pack}/differences", summary="How one version becomes another, or (without `new`) the area's copy")
def differing(request: HttpRequest, pack: str, old: Count, new: Count | None = None) -> dict[str, Any]:
    area_id = _manager(request).area_id
    text = release_of(area_id, pack, new).text if new is not None else _own(request, pack).text
    return {"lines": shown(differences(release_of(area_id, pack, old).text, text))}


@router.post("/packs/{pack}/copy", summary="Begin a copy of the version in use", response={201: dict[str, Any]})
def copying(request: HttpRequest, pack: str) -> Status[dict[str, Any]]:
    return Status(201, _draft(copy_pack(pack=pack, by=_manager(request), at=at_of(request))))


@router.get("/packs/{pack}/copy", summary="The area's copy as it was saved last, with what is wrong in it")
def copy(request: HttpRequest, pack: str) -> dict[str, Any]:
    found = _own(request, pack)
    saves = [picked(one, "number", "by", "at") for one in drafts_of(found.area_id, pack)]
    return {**_draft(found), "problems": _problems(pack, found.text), "saves": saves}


@router.put("/packs/{pack}/copy", summary="Save or check the area's copy")
def saving(request: HttpRequest, pack: str, asked: Written) -> dict[str, Any]:
    who, found = _manager(request), _own(request, pack)
    if not asked.check:
        given = asked.dict(include={"text", "cases", "seen"})
        found = save_draft(pack=pack, **given, by=who, at=at_of(request))
    return {"save": found.number, "problems": _problems(pack, asked.text)}


@router.delete("/packs/{pack}/copy", summary="Throw the area's copy away", response={204: None})
def discarding(request: HttpRequest, pack: str) -> Status[None]:
    discard_draft(pack=pack, by=_manager(request), at=at_of(request))
    return Status(204, None)


@router.get("/packs/{pack}/copy/impact", summary="What adopting the copy would do to running cases")
def impact(request: HttpRequest, pack: str) -> dict[str, Any]:
    found = _own(request, pack)
    read = read_written(pack, found.text)
    if read.pack is None:
        raise NotCorrect(read.problems)
    return _impact(impact_of(found.area_id, read.pack, day_of(request)))


@router.post("/packs/{pack}/copy/rehearsal", summary="Let a worker tell the copy's worked cases", response={202: dict[str, Any]})  # fmt: skip
def rehearsing(request: HttpRequest, pack: str, asked: Seen) -> Status[dict[str, Any]]:
    return Status(202, job_of(start_rehearsal(pack=pack, seen=asked.seen, by=_manager(request), at=at_of(request))))


@router.post("/packs/{pack}/copy/adopt", summary="Make the copy a version; new cases begin with it")
def adopting(request: HttpRequest, pack: str, asked: Seen) -> dict[str, Any]:
    made = adopt_draft(pack=pack, seen=asked.seen, by=_manager(request), at=at_of(request))
    return {"pack": pack, "version": made.version}


@router.get("/packs/{pack}/move", summary="What moving the running cases to the version in use would do")
def looking(request: HttpRequest, pack: str) -> dict[str, Any]:
    area_id = _manager(request).area_id
    return _impact(impact_of(area_id, pack_state(area_id, pack).pack, day_of(request)))


@router.post("/packs/{pack}/move", summary="Let a worker move the running cases", response={202: dict[str, Any]})
def moving(request: HttpRequest, pack: str) -> Status[dict[str, Any]]:
    return Status(202, job_of(start_moving(pack=pack, by=_manager(request), at=at_of(request))))


def _manager(request: HttpRequest) -> Actor:
    if not can_manage_packs(actor(request)):
        raise PackNotFound("")
    return actor(request)


def _own(request: HttpRequest, pack: str) -> PackDraft:
    found = draft_of(_manager(request).area_id, pack)
    if found is None:
        raise PackNotFound(pack)
    return found


def _problems(pack: str, text: str) -> list[dict[str, Any]]:
    return [dict(shown(one)) for one in read_written(pack, text).problems]


def _draft(one: PackDraft) -> dict[str, Any]:
    return {"save": one.number, **picked(one, "pack", "based_on", "text", "cases", "by", "at")}


def _state(one: PackState) -> dict[str, Any]:
    columns = ("in_use", "version", "chosen", "newer", "versions", "running", "empty_desks", "drafted")
    return {"pack": one.pack.id, "title": words(one.pack.title), **picked(one, *columns)}


def _impact(found: Impact) -> dict[str, Any]:
    columns = ("cases", "rows", "vanishing", "stops", "due_moved", "due_count", "due_looked", "parts")
    return {"version": found.target.version, **picked(found, *columns)}
