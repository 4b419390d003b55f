"""Warning before somebody acts: what the clocks said until then is written first, so that no missed night is ever forgotten."""

from __future__ import annotations

from datetime import datetime

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.warnings.giving import give_warnings, read_again, warnings_due


def catch_up(case: Case, at: datetime) -> Case:
    """
    Give the warnings that are due on a locked case and return it; nothing is asked of the database where none is.

    An act may move the dates that the warnings are about. Missed nights are made up afterwards, and would not see them any more.
    """
    day = local_day(at)
    if case.wakes_on is None or case.wakes_on > day:
        return case
    file = CaseFile(case, day)
    file.clock_runs = list(ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn))
    dues = warnings_due(file, day)
    if not dues:
        return case
    rows = give_warnings(dues, day=day, at=at)
    if any(due.heavy for due in dues):
        # Letters and openings know of moves, and moves of this.
        from bihuan.loop.warnings.following import follow_warning

        for due, row in zip(dues, rows, strict=True):
            follow_warning(due, row, at=at)
            read_again(case)
    return case
