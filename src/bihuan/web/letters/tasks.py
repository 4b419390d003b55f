"""The letters that wait for somebody, as tasks of the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import to_answer, to_issue, to_reply, to_sign_for
from bihuan.web.letters.marks import receipt_light, reply_light
from bihuan.web.shapes import Light, Task

MOST: Final = 20  # of each sort: the register shows the rest


def letter_tasks(actor: Actor, day: date, calendar: WorkCalendar) -> tuple[Task, ...]:
    """Return the letters that wait for somebody: to sign for, to reply to, to issue, to judge the reply of."""
    signing = ((one, receipt_light(one, day, calendar)) for one in to_sign_for(actor)[:MOST])
    replying = ((one, reply_light(one, day, calendar)) for one in to_reply(actor)[:MOST])
    issuing = ((one, Light("none")) for one in to_issue(actor)[:MOST])
    judging = ((one, reply_light(one, day, calendar)) for one in to_answer(actor)[:MOST])
    return (
        *_tasks(signing, pgettext("what to do", "Sign for a letter"), pgettext("verb", "Sign")),
        *_tasks(replying, pgettext("what to do", "Reply to a letter"), pgettext("verb", "Reply")),
        *_tasks(issuing, pgettext("what to do", "Issue a letter"), pgettext("verb", "Look")),
        *_tasks(judging, pgettext("what to do", "Judge a reply"), pgettext("verb", "Judge")),
    )


def _tasks(letters: Iterable[tuple[Letter, Light]], verb: str, go: str) -> Iterable[Task]:
    for letter, light in letters:
        yield Task(
            verb=verb,
            title=letter.case.subject,
            url=reverse("letter", args=[letter.pk]),
            light=light,
            number=letter.number or letter.title,
            source=letter.because or _("about case %(number)s") % {"number": letter.case.number},
            go=go,
        )
