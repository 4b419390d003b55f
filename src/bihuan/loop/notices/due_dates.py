"""The due dates in a person's calendar: of the cases that the person, or the unit the person acts for, answers for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.ical import Entry
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import own_and_upper_units, visible_to
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.notices.feeds import uid_of
from bihuan.loop.notices.links import case_link, notices_link

MOST: Final = 500  # the nearest; a calendar with more of them shows nothing any more


def due_entries(actor: Actor, day: date) -> Iterator[Entry]:
    """
    Return one whole day for each case that is not closed and has a date, the nearest first.

    The day is that on which the clock ends that runs now; while it stands still, and where none runs, the date of the case.
    """
    mine = (
        Q(responsible_id__in=own_and_upper_units(actor)) | Q(handler_id=actor.person_id) | Q(leader_id=actor.person_id)
    )
    rows = visible_to(actor).filter(mine).exclude(category__in=[Category.CLOSED, Category.DRAFT])
    dated = rows.filter(Q(due__isnull=False) | Q(runs_until__isnull=False))
    for case in dated.select_related("responsible").order_by("urgency", "due", "id")[:MOST]:
        until = (None if case.paused else case.runs_until) or case.due or case.runs_until
        if until is not None:
            yield _entry(case, until)


def _entry(case: Case, until: date) -> Entry:
    if case.wall is not None:  # a calendar leaves the house: the day, and nothing of the case
        title = gettext("Due: %(number)s %(subject)s") % {"number": "", "subject": words(HIDDEN)}
        uid = uid_of(case.area_id, "due", case.pk)
        return Entry(uid=uid, title=" ".join(title.split()), starts=until, changed=case.last_at, url=notices_link())
    unit = str(case.responsible) if case.responsible else ""
    lines = [case.subject, f"{gettext('Responsible unit')}：{unit}" if unit else "", case_link(case)]
    return Entry(
        uid=uid_of(case.area_id, "due", case.pk),
        title=gettext("Due: %(number)s %(subject)s") % {"number": case.number, "subject": case.subject[:60]},
        starts=until,
        changed=case.last_at,
        text="\n".join(line for line in lines if line),
        url=case_link(case),
    )
