"""The state of a letter, and the lights of its receipt and its reply, in words."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from bihuan.loop.clocks.calendar import WorkCalendar, explain, workdays_between
from bihuan.loop.letters.models import Letter, LetterState
from bihuan.web.dates import day as written
from bihuan.web.dates import full_day
from bihuan.web.shapes import Light, Link

NEAR = 2  # working days


def state_words() -> dict[str, str]:
    """Return every state of a letter in words, in order."""
    return {
        LetterState.PREPARED: pgettext("letter", "To be issued"),
        LetterState.ISSUED: pgettext("letter", "To be signed for"),
        LetterState.RECEIVED: pgettext("letter", "To be replied to"),
        LetterState.REPLIED: pgettext("letter", "Reply to be judged"),
        LetterState.CLOSED: pgettext("letter", "Settled"),
        LetterState.WITHDRAWN: pgettext("letter", "Withdrawn"),
    }


def receipt_light(letter: Letter, day: date, calendar: WorkCalendar) -> Light:
    """Return how the receipt of a letter stands."""
    if letter.withdrawn_at is not None or letter.issued_at is None:
        return Light("none", "—")
    if letter.receipt_due_on is None:
        return Light("none", signed_words(letter) or _("none asked for"))
    if letter.received_on is not None:
        if letter.received_on > letter.receipt_due_on:
            return Light("late", _("Signed for late"), written(letter.received_on))
        return Light("ok", _("Signed for in time"), written(letter.received_on))
    if letter.closed_at is not None:  # who came to the talk needs no receipt
        return Light("none", "—")
    return _waiting(letter.receipt_due_on, day, calendar, _("Not signed for"))


def signed_words(letter: Letter) -> str:
    """Return that a letter was signed for although nobody asked for it, empty where it was not."""
    return _("signed for on %(day)s") % {"day": written(letter.received_on)} if letter.received_on is not None else ""


def reply_light(letter: Letter, day: date, calendar: WorkCalendar) -> Light:
    """Return how the reply to a letter stands."""
    if letter.withdrawn_at is not None or letter.issued_at is None:
        return Light("none", "—")
    if letter.reply_due_on is None:
        return Light("none", _("none asked for"))
    if letter.first_replied_on is not None:
        if letter.first_replied_on > letter.reply_due_on:
            return Light("late", _("Replied late"), written(letter.first_replied_on))
        return Light("ok", _("Replied in time"), written(letter.first_replied_on))
    return _waiting(letter.reply_due_on, day, calendar, _("Not replied to"))


def _waiting(due: date, day: date, calendar: WorkCalendar, word: str) -> Light:
    left = workdays_between(day, due, calendar=calendar)
    if due < day:
        late = (day - due).days
        return Light("late", word, ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late})
    detail = _("by %(day)s") % {"day": written(due)}
    return Light("soon" if left <= NEAR else "ok", word, detail)


def due_explained(start: date, due: date, calendar: WorkCalendar) -> str:
    """Return in words why something is due on a day: how many working days lie before it, and which days were left out."""
    facts = explain(start, due, calendar=calendar)
    comma = pgettext("between things", ", ")
    said = _("%(due)s: %(n)d working days from %(start)s") % {
        "due": full_day(due),
        "n": facts.workdays,
        "start": written(start),
    }
    off = [f"{one.name} {written(one.day)}".strip() for one in facts.special if not one.worked]
    on = [written(one.day) for one in facts.special if one.worked]
    parts = [said]
    if off:
        parts.append(_("not counted: %(days)s") % {"days": comma.join(off[:6])})
    if on:
        parts.append(_("worked instead: %(days)s, counted") % {"days": comma.join(on[:6])})
    if facts.uncertain:
        years = comma.join(map(str, facts.uncertain))
        parts.append(_("the holidays of %(years)s are not published yet") % {"years": years})
    return pgettext("between clauses", "; ").join(parts)


def register_crumbs(*more: Link) -> tuple[Link, ...]:
    """Return the way from the register to a page of a letter."""
    return (Link(_("Letters"), reverse("letters")), *more)
