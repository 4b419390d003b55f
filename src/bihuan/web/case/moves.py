"""What I may do now, each with one sentence, and what I may not do and why."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.lifecycle.queries import Closed, Offer, Offers, relations_shown
from bihuan.web.case.marks import case_url
from bihuan.web.shapes import ClosedMove, Move, Moves

ICONS = {
    "sign.return": "arrow-back-up",
    "sign.refuse": "ban",
    "ask_extension": "calendar-event",
    "decide_extension": "calendar-event",
    "standard": "target",
    "evidence": "paperclip",
    "correct": "edit",
    "chain": "sitemap",
    "open": "plus",
}
SHOWN_MISSING = 3


def moves_of(file: CaseFile, offered: Offers) -> Moves:
    """Return the box of moves for what somebody is offered; the first move of the lifecycle is the main one."""
    as_whom = relations_shown(file, offered)
    main = _main(file, offered)
    opened = tuple(_open(file, one, one is main) for one in offered.open)
    closed = tuple(ClosedMove(one.title, closed_reason(one)) for one in offered.closed)
    words = _("You act as: %(who)s") % {"who": "、".join(as_whom)} if as_whom else ""
    return Moves(words, opened, closed)


def _main(file: CaseFile, offered: Offers) -> Offer | None:
    """Return the one next step: passing a review, or the first move out of the state. Without it no button is the main one."""
    moves = file.lifecycle.moves_from(file.case.state)
    for one in offered.open:
        if (one.act == "sign" and one.id == "pass") or (one.act == "move" and moves and one.id == moves[0].id):
            return one
    return None


def _open(file: CaseFile, offer: Offer, main: bool) -> Move:
    icon = ICONS.get(f"{offer.act}.{offer.id}", ICONS.get(offer.act, ""))
    return Move(offer.title, address_of(file, offer), note_of(offer), icon, main)


def address_of(file: CaseFile, offer: Offer) -> str:
    """Return the page of an act."""
    case = file.case
    match offer.act:
        case "move":
            return case_url(case, "case_move", move=offer.id)
        case "sign":
            return case_url(case, "case_sign") + ("" if offer.id == "pass" else f"?verdict={offer.id}")
        case "ask_extension":
            return case_url(case, "case_extension", clock=offer.id)
        case "decide_extension":
            return case_url(case, "case_extension_answer")
        case "chain":
            kind, _dot, state = offer.id.partition(".")
            return case_url(case, "case_chain", kind=kind, state=state)
        case "open":
            return case_url(case, "case_open", kind=offer.id)
    return case_url(case, f"case_{offer.act}")


def note_of(offer: Offer) -> str:
    """Return the one sentence under the button of an act: what it asks and what follows."""
    match offer.act:
        case "move" | "sign":
            return _sentences(_asks(offer), _follows(offer))
        case "ask_extension":
            return _("%(who)s decides; the first date stays in the record.") % {"who": offer.waits_for}
        case "decide_extension":
            return _("Granting moves the due date; refusing asks for a reason.")
        case "evidence":
            return _("Files are kept at once, whatever follows.")
        case "correct":
            return _("Old and new values both stay in the trail.")
        case "standard":
            return _("It is fixed at hand-out.")
    return ""


def _sentences(first: str, second: str) -> str:
    return _("%(first)s %(second)s") % {"first": first, "second": second} if first and second else first or second


def _asks(offer: Offer) -> str:
    if offer.act == "sign":
        return "" if offer.id == "pass" else _("Say which point lacks what.") if offer.id == "return" else _("Say why.")
    required = [ask.title for ask in offer.asks if ask.required]
    required += [need.title for need in offer.needs if not need.on_file]
    if not required:
        return ""
    return _("Needs: %(what)s.") % {"what": pgettext("between things", ", ").join(required)}


def _follows(offer: Offer) -> str:
    if offer.waits_for:
        return _("Then it is “%(state)s” and waits for %(who)s.") % {"state": offer.leads_to, "who": offer.waits_for}
    return _("Then it is “%(state)s”.") % {"state": offer.leads_to} if offer.leads_to else ""


def closed_reason(closed: Closed) -> str:
    """Return why an act is closed, with the first things that are missing."""
    if not closed.missing or (len(closed.missing) == 1 and closed.missing[0] in closed.reason):
        return closed.reason
    shown = pgettext("between clauses", "; ").join(closed.missing[:SHOWN_MISSING])
    if len(closed.missing) > SHOWN_MISSING:
        shown = _("%(shown)s and %(n)d more") % {"shown": shown, "n": len(closed.missing) - SHOWN_MISSING}
    return _sentences(closed.reason, shown)
