"""The measures below one finding, fetched when the finding is opened."""

from __future__ import annotations

from datetime import date

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.board import measures_at
from bihuan.loop.cases.board import measures_below
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.queries import calendar_of
from bihuan.web.case.marks import case_url, light_of, nature_of, stage_of
from bihuan.web.shapes import MeasureRow, Nature

NO_NATURE = Nature("", "", "—")


def measure_table(actor: Actor, pack: str, finding: str, day: date, today: date) -> dict[str, object]:
    """
    Return what the table of measures below a finding draws; those of its cases in point are among them.

    day: today, or a past day as whose end it is told. Raises CaseNotFound, the same for missing and forbidden.
    """
    case, calendar = get_case(actor, pack, finding), calendar_of(actor.area_id)
    file = CaseFile(case, day)
    found = measures_below(actor, case) if day == today else measures_at(actor, case, day, today)
    rows = tuple(_row(file, measure, calendar) for measure in found)
    return {"rows": rows, "url": case_url(case)}


def _row(file: CaseFile, measure: Case, calendar: WorkCalendar) -> MeasureRow:
    return MeasureRow(
        measure.number,
        measure.subject,
        case_url(measure),
        nature_of(measure) or NO_NATURE,
        stage_of(measure, file.pack),
        light_of(measure, file.day, calendar),
        measure.due,
    )
