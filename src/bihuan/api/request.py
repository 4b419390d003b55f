"""The request as every operation of this door receives it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from bihuan.accounts.directory import get_person
from bihuan.accounts.errors import NotInArea
from bihuan.accounts.models import ApiToken, Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import can_manage_organisation
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.viewing import look_at
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.evidence.store import open_file

FIRST: Final = date(1949, 10, 1)  # before it nothing was; a year before the first day of all cannot be reckoned


class Request(HttpRequest):
    """A request with a token that counts. received_at: the one reading of the clock; today: its legal day."""

    received_at: datetime
    today: date
    token: ApiToken
    known_actor: Actor


def actor(request: HttpRequest) -> Actor:
    """Return who is asking, with the posts held today."""
    known: Actor = request.known_actor  # type: ignore[attr-defined]
    return known


def day_of(request: HttpRequest, asof: date | None = None) -> date:
    """Return the day that is asked for, never one to come, and none from before anything was."""
    today: date = request.today  # type: ignore[attr-defined]
    return today if asof is None else max(FIRST, min(asof, today))


def at_of(request: HttpRequest) -> datetime:
    """Return the instant of the act."""
    at: datetime = request.received_at  # type: ignore[attr-defined]
    return at


def told_once(request: HttpRequest, *names: str) -> None:
    """Say which parts of the answer are secrets: a request that is repeated gets them no second time, and nothing keeps them."""
    request.told_once = names  # type: ignore[attr-defined]


def looked_at(request: HttpRequest, pack: str, number: str, what: str = "other") -> Case:
    """Return the case of an address; a look at one behind a wall is an event. Raises CaseNotFound."""
    return look_at(pack=pack, number=number, by=actor(request), at=at_of(request), what=what)


def administrator(request: HttpRequest) -> Actor:
    """Return who is asking if they keep the organisation. Raises CaseNotFound for everybody else: for them there is nothing here."""
    who = actor(request)
    if not can_manage_organisation(who):
        raise CaseNotFound("")
    return who


def unit_of(request: HttpRequest, unit: int | None, *, outside: bool = False) -> Unit | None:
    """Return a unit of the area by its id, None for None. Raises Refused."""
    if unit is None:
        return None
    rows = Unit.objects.filter(area_id=actor(request).area_id, pk=unit)
    found = (rows if outside else rows.filter(outside="")).first()
    if found is None:
        raise Refused(_("There is no such unit in your area."))
    return found


def person_of(request: HttpRequest, person: int | None) -> Person | None:
    """Return a person of the area by id, None for None. Raises Refused."""
    if person is None:
        return None
    try:
        return get_person(actor(request), person)
    except NotInArea as missing:
        raise Refused(missing.sentence) from missing


def file_of_bytes(data: bytes, name: str, media_type: str) -> HttpResponse:
    """Answer with a file."""
    # A name may come from a text of several lines, and a header has one.
    disposition = content_disposition_header(as_attachment=True, filename=" ".join(name.split())) or "attachment"
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": disposition})


def stored_file(area_id: int, file: StoredFile | None, name: str) -> FileResponse:
    """Answer with a file that is kept, always as something to keep. Raises CaseNotFound where there is none, Missing where it is gone."""
    if file is None:
        raise CaseNotFound(name)
    stream = open_file(area_id, file.digest)
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/octet-stream")
