"""The smaller pages around a case: extensions, corrections, notes, the standard, one point, levels of review, a new case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import BadValue, parse_date, words
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.asking import Ask, asked
from bihuan.loop.lifecycle.locking import standing_of
from bihuan.loop.lifecycle.opening import OpeningSheet
from bihuan.loop.lifecycle.queries import Act, Closed, offers_of, open_extension
from bihuan.web.case.forms import SEARCHED, AskForm, refused, value_of_member
from bihuan.web.case.moves import closed_reason
from bihuan.web.case.page import Heading, crumbs_of, heading_of
from bihuan.web.shapes import Link, Say


@dataclass
class ActPage:
    """A page with one form about a case. Closed: the form is not drawn, `say` tells why; kept: it holds typed text."""

    heading: Heading | None
    crumbs: tuple[Link, ...]
    title: str
    form: AskForm
    note: str = ""
    standing: str = ""
    say: Say | None = None
    closed: bool = False
    kept: bool = False

    def refuse(self, refusal: Refused, title: str) -> None:
        """Show a refusal over the form, everything as it was typed."""
        self.form.refuse(refusal)
        self.say = refused(refusal, title, labels={ask.id: ask.title for ask in self.form.asks})


def _page(file: CaseFile, who: Actor, title: str, asks: tuple[Ask, ...], typed: QueryDict | None) -> ActPage:
    return ActPage(
        heading_of(file),
        crumbs_of(file, Link(title)),
        title,
        AskForm(who.area_id, asks, typed),
        standing=standing_of(file.case),
    )


def close_unless_offered(shown: ActPage, file: CaseFile, who: Actor, act: Act, which: str = "") -> ActPage:
    """Close a page whose act is not open to the reader, with the reason."""
    found = offers_of(file, who).find(act, which)
    if found is None or isinstance(found, Closed):
        shown.closed = True
        reason = closed_reason(found) if isinstance(found, Closed) else _("This is not for you to do, or not here.")
        shown.say = Say("no", _("“%(move)s” is closed") % {"move": shown.title}, reason, wide=True)
    return shown


def extension_page(file: CaseFile, who: Actor, clock: str, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which a later date is asked for."""
    declared = file.kind.clocks.get(clock)
    asks = (
        Ask("asked_for", _("Extend to"), "date", True),
        Ask("reason", _("Reason"), "lines", True),
    )
    shown = _page(file, who, _("Ask for an extension"), asks, typed)
    if declared is not None and file.case.due is not None:
        shown.note = _("%(clock)s now: %(due)s. The new date must be later.") % {
            "clock": words(declared.title),
            "due": file.case.due.isoformat(),
        }
    return close_unless_offered(shown, file, who, "ask_extension", clock)


def asked_date(form: AskForm, name: str) -> date:
    """Return the date that was typed. Raises Refused naming the field."""
    try:
        return parse_date(form.given()[name])
    except BadValue as bad:
        raise Refused(str(bad), fields={name: str(bad)}) from bad


def extension_answer_page(file: CaseFile, who: Actor, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which an extension is granted or refused."""
    shown = _page(file, who, _("Answer the extension"), (Ask("answer", _("Answer"), "lines", False),), typed)
    request = open_extension(file.case)
    if request is not None:
        shown.note = _request_words(file, request)
    return close_unless_offered(shown, file, who, "decide_extension")


def _request_words(file: CaseFile, request: ExtensionRequest) -> str:
    return _("%(who)s asks to move the date from %(due)s to %(asked)s: %(reason)s") % {
        "who": request.asked_by.name,
        "due": file.case.due.isoformat() if file.case.due else "—",
        "asked": request.asked_for.isoformat(),
        "reason": request.reason,
    }


def correct_page(file: CaseFile, who: Actor, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which the office corrects what is written down."""
    names = ["subject", *file.kind.parties, *file.kind.fields, "nature", "due"]
    asks = asked(file, [*names, "reason"], reader=who)
    # A date or nature that was never set may stay so; of the rest the room says what must be filled.
    kept = tuple(
        replace(ask, required=ask.id in {"subject", "reason"} or (ask.required and bool(ask.value or ask.members)))
        for ask in asks
    )
    shown = _page(file, who, _("Correct"), kept, typed)
    return close_unless_offered(shown, file, who, "correct")


def corrected(form: AskForm) -> dict[str, Any]:
    """Return only those values of the form that differ from what the case holds."""
    given = form.given()
    return {ask.id: given[ask.id] for ask in form.asks if ask.id != "reason" and _differs(ask, given[ask.id])}


def _differs(ask: Ask, given: Any) -> bool:
    if ask.type in SEARCHED:
        now = given if isinstance(given, list) else [given] if given else []
        return [str(one) for one in now] != [value_of_member(ask, member) for member in ask.members]
    if ask.type == "link":
        now = given if isinstance(given, list) else [given] if given else []
        return now != [member.name.partition(" ")[0] for member in ask.members]
    if isinstance(given, list):
        return given != ask.value.splitlines()
    return bool(given != ask.value.replace("\r\n", "\n").strip())


def comment_page(file: CaseFile, who: Actor, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which a note is written into the trail."""
    return _page(file, who, _("Write a note"), (Ask("text", _("Note"), "lines", True),), typed)


def point_page(file: CaseFile, who: Actor, answer: str, number: int, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which one point of the standard is answered."""
    asks = (Ask("answer", _("What was done"), "lines", False, value=answer),)
    shown = _page(file, who, _("Point %(number)d of the standard") % {"number": number}, asks, typed)
    return close_unless_offered(shown, file, who, "evidence")


def open_page(sheet: OpeningSheet, who: Actor, parent: CaseFile | None, typed: QueryDict | None = None) -> ActPage:
    """Return the page on which a new case is opened."""
    title = _("Add: %(kind)s") % {"kind": sheet.title}
    asks = sheet.asks
    if sheet.has_standard:
        hint = _("Completion standard, one point on each line")
        asks = (*asks, Ask("standard", hint, "lines", False))
    crumbs = crumbs_of(parent, Link(title)) if parent is not None else (Link(title),)
    form = AskForm(who.area_id, asks, typed)
    shown = ActPage(heading_of(parent) if parent is not None else None, crumbs, title, form)
    if sheet.reason:
        shown.closed = True
        shown.say = Say("no", _("“%(move)s” is closed") % {"move": title}, sheet.reason, wide=True)
    return shown


def opened_with(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the opening form brings beside subject and standard; what was left empty takes the pack's default."""
    return {
        name: value for name, value in given.items() if name not in {"subject", "standard"} and value not in ("", [])
    }
