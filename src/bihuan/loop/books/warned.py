"""Every warning by a date, and every overdue case by a warning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

from bihuan.loop.books.account import Account
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.computing import ladder_of, rung_day
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.models import Warning
from bihuan.packspec.bilingual import Text


def warned(area_id: int, day: date) -> Account:
    """Return whether every warning stands in its chain and on the day on which its ladder and its due date put it."""
    account = Account("warned", Text("每次预警均有期限依据", "every warning is explained by a date"))
    rows = Warning.objects.filter(area_id=area_id).select_related("case").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        account.look(f"{row.case.number} {row.on} {row.clock} {row.at}", _faults(row, day))
    return account


def _faults(row: Warning, day: date) -> Iterator[str]:
    event = Event.objects.filter(area_id=row.area_id, case_id=row.case_id, seq=row.seq).first()
    if event is None or event.verb != Verb.WARNED:
        yield "no event"
        return
    said = json.loads(event.record)["body"]
    if row.due_on.isoformat() not in json.dumps(said):
        yield "its event says another date"
    if row.on > day:
        yield "its day has not come"
    file = CaseFile(row.case, row.on)
    ladder = ladder_of(file, row.clock)
    if ladder is not None and any(rung.at == row.at for rung in ladder.steps):
        expected = rung_day(row.due_on, row.at, ladder.unit, file.calendar)
        # Who was handed a case after a step's day is warned when the clock begins.
        if row.on < expected:
            yield f"{row.on} is before {expected}"


def overdue(area_id: int, day: date) -> Account:
    """Return whether every open case whose clock has run out stands warned of it, or will be in the night that comes."""
    account = Account("overdue", Text("每个超期事项均已预警", "every overdue case stands warned"))
    late = Case.objects.filter(area_id=area_id, runs_until__lt=day).exclude(category=Category.CLOSED).order_by("pk")
    for case in late.iterator():
        if case.runs_until is None or ladder_of(CaseFile(case, day), case.runs_clock) is None:
            continue
        warned_of = Warning.objects.filter(
            area_id=area_id, case_id=case.pk, turn=case.turn, clock=case.runs_clock, due_on=case.runs_until, at__gte=1
        )
        tomorrow = case.wakes_on == day + timedelta(days=1)
        account.look(
            case.number, () if warned_of.exists() or tomorrow else (f"{case.runs_clock} ran out on {case.runs_until}",)
        )
    return account
