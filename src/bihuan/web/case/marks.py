"""The marks of a case: how far, how close, what kind, and where its page is. Lists and boards use them too."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts import models as accounts
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.values import NATURES, words
from bihuan.loop.clocks.calendar import WorkCalendar, workdays_between
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.clocks.light import light_kind, running_light, waits_until
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.model import Pack
from bihuan.web.dates import day as written
from bihuan.web.shapes import Light, Link, Nature, Stage, Unit

CELLS = {Category.DRAFT: 1, Category.OPEN: 2, Category.REVIEW: 3, Category.CLOSED: 4}


def case_url(case: Case, name: str = "case", **more: object) -> str:
    """Return the address of a case, or of a page around it."""
    if more:
        return reverse(name, kwargs={"pack": case.pack, "number": case.number, **more})
    return _pattern(name).replace("PACK", quote(case.pack)).replace("NUMBER", quote(case.number, safe="~:@"))


@cache
def _pattern(name: str) -> str:
    """Return an address with words where pack and number go: a list of cases asks for it once, not for each row."""
    return reverse(name, kwargs={"pack": "PACK", "number": "NUMBER"})


def system_of(case: Case) -> str:
    """Return what the system of a case is called."""
    return words(pack_of(case.pack, case.pack_version).title)


def same_link(case: Case) -> Link:
    """Return the way to a case that is the same problem as another, with the state it has in its ledger."""
    return Link(
        f"{system_of(case)} {case.number}",
        case_url(case),
        note=stage_of(case, pack_of(case.pack, case.pack_version)).word,
    )


def stage_of(case: Case, pack: Pack, *, returned: bool | None = None) -> Stage:
    """
    Return the progress mark of a case.

    returned: whether the last review sent it back; without it the case's last event says so.
    """
    lifecycle = pack.kinds[case.kind].lifecycle_of(pack)
    if returned is None:
        returned = case.last_verb == Verb.SIGNED
    if returned and case.category == Category.OPEN:
        return Stage(2, _("Returned for repair"), back=True)
    cells = 1 if lifecycle.awaits_receipt(case.state) else CELLS[Category(case.category)]
    state = lifecycle.states.get(case.state)
    return Stage(cells, words(state.title) if state is not None else case.state)


def light_of(case: Case, day: date, calendar: WorkCalendar | None = None) -> Light:
    """
    Return the light of a case on a day.

    calendar: counts the working days that are left; without it the light has no detail.
    """
    kind = light_kind(case, day)
    if kind != running_light(case, day):
        return Light(kind, detail=_("as handed in"))
    if kind == "none" and (passing := waits_until(case)) is not None:
        return _waiting(passing, day, case.category)
    if calendar is None or case.runs_until is None or kind in {"none", "pause"}:
        return Light(kind)
    if case.runs_at is not None:
        return Light(kind, detail=hour_of(case.runs_at, day))
    detail = days_left(workdays_between(day, case.runs_until, calendar=calendar), day, case.runs_until)
    if case.runs_until.year not in calendar.years:
        detail = _("%(left)s, holidays of %(year)s not published") % {"left": detail, "year": case.runs_until.year}
    return Light(kind, detail=detail)


def _waiting(until: date, day: date, category: str) -> Light:
    """Return the mark of a period that has to pass: its end makes nobody late, it opens the way; of a closed case it closes what was still open."""
    if day > until:
        if category == Category.CLOSED:
            return Light("none")
        return Light("none", _("May go on"), _("since %(day)s") % {"day": written(until + timedelta(days=1))})
    return Light("none", _("Waiting period"), _("until %(time)s") % {"time": written(until)})


def hour_of(due_at: datetime, day: date) -> str:
    """Return until when a clock of hours runs, or ran: the hour alone on its own day."""
    due = due_at.astimezone(LEGAL_ZONE)
    if due.date() == day:
        return _("until %(time)s today") % {"time": f"{due:%H:%M}"}
    time = {"time": f"{due:%Y-%m-%d %H:%M}"}
    return _("was due %(time)s") % time if due.date() < day else _("until %(time)s") % time


def days_left(left: int, day: date, due: date) -> str:
    """Return how many working days are left until a date, or by how many it is over."""
    if day == due:
        return _("today")
    if day > due:
        late = max(-left, 1)
        return ngettext("by %(n)d working day", "by %(n)d working days", late) % {"n": late}
    return ngettext("%(n)d working day left", "%(n)d working days left", left) % {"n": left}


def nature_of(case: Case) -> Nature | None:
    """Return the nature of a case, None where it has none yet."""
    text = NATURES.get(case.nature)
    return Nature(case.nature, text.zh[:1], words(text)) if text is not None else None


def unit_of(unit: accounts.Unit | None) -> Unit:
    """Return a unit by its short name."""
    return Unit(str(unit), unit.name) if unit is not None else Unit("—")
