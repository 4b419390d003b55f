"""Messages to an enterprise: what was done in a matter of its, where that stands now, and what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.notices.models import Notice
from bihuan.loop.portal.queries import messages_of
from bihuan.loop.portal.rules import POLICIES, REGISTER
from bihuan.loop.trail.history import Happening, happenings
from bihuan.loop.trail.verbs import Verb
from bihuan.web.portal.matters import tone_of
from bihuan.web.portal.policies import kind_words, matter_url, subject_of

KINDS: Final = ("waits", "warning", "letter", "policy", "change")  # what an enterprise is told of at all
QUOTED: Final = 300


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message. title: what happened; quote: the reason that was given; fresh: not looked at yet."""

    title: str
    subject: str
    quote: str
    url: str
    kind: str
    number: str
    state: str
    tone: str
    at: datetime
    fresh: bool


@dataclass(frozen=True, slots=True)
class MessagesShown:
    """Some messages, newest first. newest: what to remember as looked at; before: where older ones begin, 0 for none."""

    rows: tuple[MessageRow, ...]
    newest: int
    before: int


def kind_told(kind: str) -> str:
    """Return a kind of message in the words of the portal."""
    return {
        "waits": pgettext("messages of the portal", "Something waits for you"),
        "warning": pgettext("messages of the portal", "A time limit runs out"),
        "letter": pgettext("messages of the portal", "A letter for you"),
        "policy": pgettext("messages of the portal", "A policy fits your enterprise"),
        "change": pgettext("messages of the portal", "Your matter goes on"),
    }[kind]


def messages_shown(who: Actor, day: date, *, before: int = 0) -> MessagesShown:
    """Return the messages of an enterprise, newest first, as far as one page holds; `before`: only older ones."""
    found = messages_of(who, before=before)
    events = happenings([(one.case, one.notice.seq) for one in found.rows], day)
    rows = (
        _row(one.notice, one.case, events.get((one.case.pk, one.notice.seq)), day, who, fresh=one.fresh)
        for one in found.rows
    )
    return MessagesShown(tuple(rows), found.newest, found.before)


def _row(notice: Notice, case: Case, event: Happening | None, day: date, who: Actor, *, fresh: bool) -> MessageRow:
    file = CaseFile(case, day)
    return MessageRow(
        title=_title(notice, file, event),
        subject=subject_of(case, who),
        quote=_quote(event),
        url=_url(notice, case),
        kind=kind_words(case),
        number=case.number,
        state=words(file.state.title),
        tone="" if case.kind == "policy" else tone_of(file),
        at=notice.at,
        fresh=fresh,
    )


def _title(notice: Notice, file: CaseFile, event: Happening | None) -> str:
    kind = kind_told(notice.kind) if notice.kind in KINDS else kind_told("change")
    if event is not None and notice.kind == "letter":
        return _letter_told().get(event.verb, kind)
    if event is None or notice.kind not in {"waits", "change"}:
        return kind
    move = file.lifecycle.moves.get(str(event.body.get("move", "")))
    if move is not None and any(one.to == move.to for one in list(file.lifecycle.moves_from(move.to))[:1]):
        kind = kind_told("change")  # where facts are kept up nothing waits
    done = words(move.title) if move is not None else _arrived(file, event)
    return _("%(kind)s: %(done)s") % {"kind": kind, "done": done} if done else kind


def _arrived(file: CaseFile, event: Happening) -> str:
    """Return the state to which an act without a name of its own brought the matter, as the last signature of a review."""
    state = str((event.body.get("changes", {}).get("state") or [""])[-1])
    return words(file.lifecycle.states[state].title) if state in file.lifecycle.states else ""


def _letter_told() -> dict[Verb, str]:
    return {
        Verb.LETTER_OVERDUE: pgettext("messages of the portal", "A letter still waits for you: it is overdue"),
        Verb.LETTER_WITHDRAWN: pgettext("messages of the portal", "A letter was withdrawn"),
        Verb.LETTER_ANSWERED: pgettext("messages of the portal", "Your reply to a letter was looked at"),
    }


def _quote(event: Happening | None) -> str:
    """Return the reason somebody gave with a move; opinions in a review are told where they end it."""
    if event is None or event.verb != Verb.MOVED:
        return ""
    text = str(event.body.get("reason") or "")
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1]}…"


def _url(notice: Notice, case: Case) -> str:
    if notice.kind == "letter":
        return reverse("portal_letters")
    if case.pack == POLICIES and case.kind == "policy":
        return reverse("portal_policy", args=[case.number])
    return reverse("portal_enterprise") if case.pack == REGISTER else matter_url(case)
