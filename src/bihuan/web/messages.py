"""The page of messages: what changed for a person, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.lifecycle.waiting import Told, notices_of
from bihuan.loop.notices.kinds import KINDS
from bihuan.loop.trail.history import Happening, happenings
from bihuan.packspec.bilingual import Text
from bihuan.web.case.marks import case_url, light_of, stage_of
from bihuan.web.changes import told_of
from bihuan.web.language import say, who_said
from bihuan.web.shapes import Empty, Head, Light, Link, Stage


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody did to a case, whereupon it waited for the reader; stage and light are those of now."""

    kind: str
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
    """
    The page of messages.

    newest: up to which message it was looked at, 0 where only some were shown. older: address of the ones before, or empty.
    tabs: all and unread; kinds: what one may ask for, as pairs of key and words; kind: what was asked for.
    """

    head: Head
    rows: tuple[Message, ...]
    empty: Empty | None
    newest: int
    older: str
    tabs: tuple[Link, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    unread: bool = False


def message_page(actor: Actor, day: date, *, before: int = 0, kind: str = "", unread: bool = False) -> MessagePage:
    """Return the messages of a person, 50 at a time; kind, unread: only those."""
    kind = kind if kind in KINDS else ""
    found = notices_of(actor, before=before, kind=kind, fresh=unread)
    events = happenings([(one.case, one.notice.seq) for one in found.rows], day)
    rows = tuple(_message(one, events.get((one.case.pk, one.notice.seq)), day) for one in found.rows)
    fresh = sum(row.fresh for row in rows)
    facts = ngettext("%(n)d new", "%(n)d new", fresh) % {"n": fresh} if fresh else ""
    asked = {"kind": kind, "show": "unread" if unread else ""}
    return MessagePage(
        head=Head(
            _("Messages"), facts=facts, moves=(Link(_("What reaches me"), reverse("notice_choices"), "settings"),)
        ),
        rows=rows,
        empty=None if rows else _empty(filtered=bool(kind or unread)),
        # Who looked at some kinds has not looked at the others.
        newest=0 if kind else found.newest,
        older=_address({**asked, "before": str(found.before)}) if found.before else "",
        tabs=(
            Link(_("All"), _address({"kind": kind}), current=not unread),
            Link(_("Unread"), _address({"kind": kind, "show": "unread"}), current=unread),
        ),
        kinds=tuple((key, say(words)) for key, words in KINDS.items()),
        kind=kind,
        unread=unread,
    )


def _address(asked: dict[str, str]) -> str:
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"


def _empty(*, filtered: bool) -> Empty:
    if filtered:
        return Empty(_("No message of this kind."), _("Look at all messages, or choose another kind."))
    return Empty(_("No message yet."), _("You are told here when a case begins to wait for you or comes back."))


def _message(one: Told, event: Happening | None, day: date) -> Message:
    case: Case = one.case
    told = told_of(case, event, day) if event is not None else None
    return Message(
        kind=say(KINDS.get(one.notice.kind, Text(one.notice.kind))),
        verb=told.verb if told else "",
        what=told.what if told else "",
        quote=told.quote if told else "",
        who=f"{who_said(event.who)} {event.unit}".strip() if event else "",
        at=one.notice.at,
        number=case.number,
        title=case.subject,
        url=case_url(case),
        stage=stage_of(case, pack_of(case.pack, case.pack_version)),
        light=light_of(case, day),
        fresh=one.fresh,
    )
