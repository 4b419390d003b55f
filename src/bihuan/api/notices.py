"""Messages, what reaches whom and how, the own calendar; for administrators the outbox, robots and other systems that are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal

from django.http import HttpRequest
from ninja import Field, Router, Status

from bihuan.api.answers import row_of
from bihuan.api.asked import MOST_ROWS, Asked, Count, RowId
from bihuan.api.request import actor, administrator, at_of, day_of, person_of, unit_of
from bihuan.api.shown import picked, shown
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.waiting import Told, notices_of
from bihuan.loop.notices.actions import ask_address, choose, end_calendar, renew_calendar, see_notices
from bihuan.loop.notices.errors import NoSuchDelivery
from bihuan.loop.notices.hooks import hooks_of, host_of, remove_hook, save_hook
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.notices.models import Hook
from bihuan.loop.notices.outbox import deliveries_of, drop, health_of, note_arrival, send_again
from bihuan.loop.notices.queries import calendar_address, mail_is_sent, own_wishes

router = Router(tags=["messages"])
ACTS: Final[dict[str, Callable[..., int]]] = {"again": send_again, "drop": drop, "arrived": note_arrival}
HOURS: Final = ("quiet_from", "quiet_until", "digest_hour")


class UpTo(Asked):
    """The newest message that was looked at."""

    up_to: RowId


class Choices(Asked):
    """Kinds of messages by mail (once, digest, never), and the hours in which mail comes."""

    ways: dict[str, Literal["once", "digest", "never"]] = Field(default_factory=dict)
    quiet_from: int = Field(22, ge=0, le=23)
    quiet_until: int = Field(7, ge=0, le=23)
    digest_hour: int = Field(8, ge=0, le=23)


class Address(Asked):
    """A mail address; a mail to it asks whether it arrives."""

    email: str


class HookIn(Asked):
    """A robot or another system; of a change empty `url` and `secret` stay as they are."""

    name: str
    style: Literal["generic", "wecom", "dingtalk"]
    kinds: list[str] = Field(default_factory=list)
    url: str = ""
    secret: str = ""
    unit: RowId | None = None
    person: RowId | None = None
    is_active: bool = True


@router.get("/notices", summary="What changed for whoever asks, newest first")
def notices(request: HttpRequest, before: Count = 0, kind: str = "", fresh: bool = False) -> dict[str, Any]:
    found = notices_of(actor(request), before=before, limit=MOST_ROWS, kind=kind, fresh=fresh)
    rows = [_told(request, one) for one in found.rows]
    return {"rows": rows, "newest": found.newest or None, "before": found.before or None}


@router.post("/notices/seen", summary="Say up to which message one has looked", response={204: None})
def seeing(request: HttpRequest, asked: UpTo) -> Status[None]:
    see_notices(up_to=asked.up_to, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/notices/choices", summary="What reaches whoever asks by mail, and when")
def choices(request: HttpRequest) -> dict[str, Any]:
    wishes = own_wishes(actor(request))
    ways = {kind: wishes.way(kind) for kind in KINDS}
    return {"mail_is_sent": mail_is_sent(), "ways": shown(ways), **picked(wishes.setting, *HOURS, "asked", "checked")}


@router.put("/notices/choices", summary="Choose what reaches one by mail, and when")
def choosing(request: HttpRequest, asked: Choices) -> dict[str, Any]:
    hours = {name: getattr(asked, name) for name in HOURS}
    choose(ways=asked.ways, hours=hours, by=actor(request), at=at_of(request))
    return choices(request)


@router.put("/notices/address", summary="Ask for mail at another address", response={202: None})
def asking(request: HttpRequest, asked: Address) -> Status[None]:
    ask_address(email=asked.email, by=actor(request), at=at_of(request))
    return Status(202, None)


@router.get("/notices/calendar", summary="The secret address of the own calendar")
def calendar(request: HttpRequest) -> dict[str, Any]:
    return {"address": calendar_address(actor(request)) or None}


@router.post("/notices/calendar", summary="Give the own calendar a new address; the old one shows nothing any more")
def renewing(request: HttpRequest) -> dict[str, Any]:
    renew_calendar(by=actor(request), at=at_of(request))
    return {"renewed": True}


@router.delete("/notices/calendar", summary="Show the own calendar at no address", response={204: None})
def ending(request: HttpRequest) -> Status[None]:
    end_calendar(by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/outbox", summary="What is on its way, what does not arrive and why")
def outbox(request: HttpRequest, show: str = "trouble", before: Count = 0) -> dict[str, Any]:
    who, at = administrator(request), at_of(request)
    rows = deliveries_of(who, show=show, at=at)
    columns = ("kind", "digest", "state", "person", "made_at", "next_try_at", "tries", "sent_at", "error")
    found = list((rows.filter(pk__lt=before) if before else rows)[:MOST_ROWS])
    told = [{"delivery": one.pk, "hook": one.hook_id, **picked(one, *columns)} for one in found]
    return {"health": shown(health_of(who.area_id, at)), "rows": told}


@router.post("/outbox/{delivery}/{do}", summary="Send again, send no more, or note that it did arrive")
def act(request: HttpRequest, delivery: RowId, do: Literal["again", "drop", "arrived"]) -> dict[str, Any]:
    try:
        return {"done": ACTS[do](delivery_id=delivery, by=administrator(request), at=at_of(request))}
    except NoSuchDelivery as missing:
        raise CaseNotFound(str(delivery)) from missing


@router.get("/hooks", summary="Robots and other systems that are told; addresses and secrets are never shown")
def hooks(request: HttpRequest) -> dict[str, Any]:
    return {"rows": [_hook(one) for one in hooks_of(administrator(request))]}


@router.post("/hooks", summary="Enter a robot or another system", response={201: dict[str, Any]})
def entering(request: HttpRequest, asked: HookIn) -> Status[dict[str, Any]]:
    return Status(201, _save(request, None, asked))


@router.put("/hooks/{hook}", summary="Change a robot or another system")
def changing(request: HttpRequest, hook: RowId, asked: HookIn) -> dict[str, Any]:
    return _save(request, _found(request, hook), asked)


@router.delete("/hooks/{hook}", summary="Remove a robot or another system", response={204: None})
def removing(request: HttpRequest, hook: RowId) -> Status[None]:
    remove_hook(hook=_found(request, hook), by=actor(request), at=at_of(request))
    return Status(204, None)


def _found(request: HttpRequest, hook: int) -> Hook:
    found = hooks_of(administrator(request)).filter(pk=hook).first()
    if found is None:
        raise CaseNotFound(str(hook))
    return found


def _save(request: HttpRequest, hook: Hook | None, asked: HookIn) -> dict[str, Any]:
    given = asked.dict(exclude={"unit", "person"})
    made = save_hook(
        hook=hook, unit=unit_of(request, asked.unit), person=person_of(request, asked.person), by=administrator(request),
        at=at_of(request), **given,
    )  # fmt: skip
    return _hook(made)


def _hook(one: Hook) -> dict[str, Any]:
    return {"id": one.pk, "host": host_of(one), **picked(one, "name", "style", "unit", "person", "kinds", "is_active")}


def _told(request: HttpRequest, one: Told) -> dict[str, Any]:
    case = row_of(one.case, day_of(request)) if one.case.wall is None else {"confidential": True}
    return {"notice": one.notice.pk, **picked(one.notice, "kind", "at"), "fresh": one.fresh, "case": case}
