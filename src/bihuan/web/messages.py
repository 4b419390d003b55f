"""The page of messages: what changed for a person, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.lifecycle.waiting import Told, notices_of
from bihuan.loop.trail.history import Happening, happenings
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.changes import told_of
from bihuan.web.shapes import Empty, Head, Light, Stage


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody did to a case, whereupon it waited for the reader; stage and light are those of now."""

    verb: str
    what: str
    quote: str
    who: str
    at: datetime
    number: str
    title: str
    url: str
    stage: Stage
    light: Light
    fresh: bool


@dataclass(frozen=True, slots=True)
class MessagePage:
    """The page of messages. newest: up to which message it was looked at; older: address of the ones before, or empty."""

    head: Head
    rows: tuple[Message, ...]
    empty: Empty | None
    newest: int
    older: str


def message_page(actor: Actor, day: date, *, before: int = 0) -> MessagePage:
    """Return the messages of a person, 50 at a time."""
    found = notices_of(actor, before=before)
    events = happenings([(one.case, one.notice.seq) for one in found.rows], day)
    rows = tuple(_message(one, events.get((one.case.pk, one.notice.seq)), day) for one in found.rows)
    fresh = sum(row.fresh for row in rows)
    facts = ngettext("%(n)d new", "%(n)d new", fresh) % {"n": fresh} if fresh else ""
    empty = None
    if not rows:
        empty = Empty(_("No message yet."), _("You are told here when a case begins to wait for you or comes back."))
    return MessagePage(
        Head(_("Messages"), facts=facts), rows, empty, found.newest, f"?before={found.before}" if found.before else ""
    )


def _message(one: Told, event: Happening | None, day: date) -> Message:
    case: Case = one.case
    told = told_of(case, event, day) if event is not None else None
    return Message(
        verb=told.verb if told else "",
        what=told.what if told else "",
        quote=told.quote if told else "",
        who=f"{event.who} {event.unit}".strip() if event else "",
        at=one.notice.at,
        number=case.number,
        title=case.subject,
        url=case_url(case),
        stage=stage_of(case, pack_of(case.pack, case.pack_version)),
        light=light_of(case, day),
        fresh=one.fresh,
    )
