"""Lifting warnings whose date no longer holds, or whose work is done, in the transaction of what made them fall."""

from __future__ import annotations

from datetime import datetime

from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.clocks.computing import goes_on
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.models import Warning


def lift_fallen(file: CaseFile, *, because: str, at: datetime) -> int:
    """
    Lift the standing warnings of a case that its clocks do not bear any more, with an event for each reason, and return how many.

    Called after the event of what happened, and after `arriving.write_clocks` of the same file. A warning of work that was handed
    in for review stands until the work is accepted. because: key of `warnings.words.LIFTED` for a date that was moved.
    """
    if not file.has_warned:
        return 0
    case = file.case
    rows = Warning.objects.filter(area_id=case.area_id, case_id=case.pk, lifted_on__isnull=True).order_by("seq")
    fallen: dict[str, list[Warning]] = {}
    for row in rows:
        if why := _why_fallen(file, row, because):
            fallen.setdefault(why, []).append(row)
    for why, them in fallen.items():
        of_them = Warning.objects.filter(area_id=case.area_id, pk__in=[row.pk for row in them])
        of_them.update(lifted_on=file.day, lifted_because=why)
        body = {"lifted": [reference(row) for row in them], "because": why, "on": file.day.isoformat()}
        record(case=case, verb=Verb.WARNING_LIFTED, by=by_itself(case.area_id), at=at, body=body)
    return sum(map(len, fallen.values()))


def reference(row: Warning) -> dict[str, object]:
    """Return a warning as the event that lifts it names it; `seq` is the event that gave it."""
    return {"seq": row.seq, "clock": row.clock, "at": row.at, "due_on": row.due_on.isoformat()}


def _why_fallen(file: CaseFile, row: Warning, because: str) -> str:
    """Return the reason for which a warning falls, empty while it stands."""
    run = next((run for run in file.clock_runs if run.clock == row.clock), None)
    if run is not None and row.turn == file.case.turn and run.running:
        return because if run.due_on != row.due_on else ""
    match file.state.category:
        case "closed":
            return "closed"
        case "draft":
            return "taken_back"
    if row.turn == file.case.turn and goes_on(file, row.clock):
        return because if run is not None and run.due_on != row.due_on else ""
    return "done"
