"""When rounds are to be looked back at: the window after striking off, and the reminders of the night."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import below
from bihuan.loop.cases.relations import holders
from bihuan.loop.clocks.calendar import add_months
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import pack_of, packs_in_use
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.notices.telling import tell
from bihuan.loop.sampling.frame import rounds_of
from bihuan.loop.sampling.models import Drawn, LookbackReminder
from bihuan.loop.sampling.queries import plan_kinds
from bihuan.loop.sampling.rules import OFFICE
from bihuan.loop.sampling.terms import WINDOW, months_of
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

BEFORE_THE_END: Final = timedelta(days=15)  # two weeks and a day are left to draw and to go there
FROM, TO = "lookback_from", "lookback_to"


@dataclass(frozen=True, slots=True)
class Window:
    """The window in which cases that were struck off on one day are looked back at."""

    opens: date
    ends: date
    cases: int


def windows_of(round_: Case) -> list[Window]:
    """
    Return the windows of a round's struck-off cases that no plan has drawn in this turn, first ending first.

    Only kinds that a look-back draws from; the months are the round's own fields `lookback_from` and `lookback_to`.
    """
    kinds = _kinds_looked_back_at(round_)
    drawn = Drawn.objects.filter(area_id=round_.area_id, out_at__isnull=True).values("target_id")
    rows = Case.objects.filter(below(round_), area_id=round_.area_id, kind__in=kinds, category=Category.CLOSED)
    days = Counter(rows.exclude(pk__in=drawn).order_by().values_list("closed_on", flat=True))
    first, last = months_of(round_.fields, FROM), months_of(round_.fields, TO)
    return [
        Window(add_months(day, first), add_months(day, last), cases)
        for day, cases in sorted(days.items(), key=lambda one: one[0] or date.min)
        if day is not None
    ]


def _kinds_looked_back_at(round_: Case) -> list[str]:
    pack = pack_of(round_.pack, round_.pack_version)
    found = []
    for kind in pack.kinds.values():
        spec = pack.lists[kind.samples] if kind.samples else None
        closed = spec is not None and any(clause.must == (Category.CLOSED.value,) for clause in spec.where)
        if spec is not None and closed:
            found += list(spec.of)
    return found


def has_plan(round_: Case, day: date) -> bool:
    """Return whether a plan that is not closed names this round, or names none and so draws from all."""
    for pack, kind in plan_kinds(round_.area_id):
        if pack.id != round_.pack:
            continue
        open_ones = Case.objects.filter(area_id=round_.area_id, pack=pack.id, kind=kind.id)
        for plan in open_ones.exclude(category=Category.CLOSED):
            named = [one.pk for one in rounds_of(CaseFile(plan, day))]
            if not named or round_.pk in named:
                return True
    return False


def remind(tonight: Tonight) -> int:
    """
    Tell the office of every round whose window opens today, or ends in two weeks, while no plan names it; return how many it told.

    The nightly duty “lookback”. A reminder is a row of its own, so that the same night tells nobody twice.
    """
    told = 0
    for round_ in _rounds(tonight.area_id):
        tonight.hold()
        for what, windows in _due(round_, tonight.day):
            told += _remind(round_, what, windows, tonight)
    return told


def _rounds(area_id: int) -> list[Case]:
    """Return the cases at the top whose kind has a window."""
    found: list[Case] = []
    kinds = Q(pk__in=())
    for pack in packs_in_use(area_id):
        for kind in pack.roots:
            if set(WINDOW) & set(kind.fields):
                kinds |= Q(pack=pack.id, kind=kind.id)
    for case in Case.objects.filter(kinds, area_id=area_id, parent__isnull=True).order_by("id"):
        if set(WINDOW) & set(pack_of(case.pack, case.pack_version).kinds[case.kind].fields):
            found.append(case)
    return found


def _due(round_: Case, day: date) -> list[tuple[str, list[Window]]]:
    windows = windows_of(round_)
    opens = [one for one in windows if one.opens == day]
    ends = [one for one in windows if one.ends == day + BEFORE_THE_END]
    return [(what, some) for what, some in (("opens", opens), ("ends", ends)) if some]


@transaction.atomic
def _remind(round_: Case, what: str, windows: list[Window], tonight: Tonight) -> int:
    if has_plan(round_, tonight.day):
        return 0
    cases, until = sum(one.cases for one in windows), min(one.ends for one in windows)
    _row, made = LookbackReminder.objects.get_or_create(
        area_id=tonight.area_id,
        case_id=round_.pk,
        day=tonight.day,
        what=what,
        defaults={"cases": cases, "until": until},
    )
    if not made:
        return 0
    case = lock_case(round_)
    body = {"lookback": {"what": what, "cases": cases, "until": until.isoformat()}}
    record(case=case, verb=Verb.LOOKBACK_DUE, by=by_itself(tonight.area_id), at=tonight.at, body=body)
    tell(case=case, to=holders(CaseFile(case, tonight.day), OFFICE), kind="check", at=tonight.at)
    return 1
