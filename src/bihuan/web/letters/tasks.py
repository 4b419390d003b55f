"""The letters that wait for somebody, as tasks of the desk."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import waiting_letters
from bihuan.web.case.marks import system_of
from bihuan.web.letters.marks import receipt_light, reply_light
from bihuan.web.shapes import Light, Task

MOST: Final = 40  # the register shows the rest


def letter_tasks(actor: Actor, day: date, calendar: WorkCalendar) -> tuple[Task, ...]:
    """Return the letters that wait for somebody: to sign for, to reply to, to issue, to judge the reply of."""
    return tuple(_task(what, letter, day, calendar) for what, letter in waiting_letters(actor, MOST))


def _task(what: str, letter: Letter, day: date, calendar: WorkCalendar) -> Task:
    verb, go = {
        "receive": (pgettext("what to do", "Sign for a letter"), pgettext("verb", "Sign")),
        "reply": (pgettext("what to do", "Reply to a letter"), pgettext("verb", "Reply")),
        "issue": (pgettext("what to do", "Issue a letter"), pgettext("verb", "Look")),
        "answer": (pgettext("what to do", "Judge a reply"), pgettext("verb", "Judge")),
    }[what]
    return Task(
        verb=verb,
        title=letter.case.subject,
        url=reverse("letter", args=[letter.pk]),
        light=_light(what, letter, day, calendar),
        number=letter.number or letter.title,
        source=letter.because or _("about case %(number)s") % {"number": letter.case.number},
        go=go,
        pack=letter.case.pack,
        system=system_of(letter.case),
    )


def _light(what: str, letter: Letter, day: date, calendar: WorkCalendar) -> Light:
    if what == "issue":
        return Light("none")
    return receipt_light(letter, day, calendar) if what == "receive" else reply_light(letter, day, calendar)
