"""What the clocks read: the area's calendar of working days; and the register of extensions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.calendar_data import shipped_calendar
from bihuan.loop.clocks.days import LEGAL_ZONE, local_day
from bihuan.loop.clocks.models import ClockRun, ExtensionRequest

# Every page and every move asks this, and mostly there is nothing: one statement, and none of it built anew each time.
_CALENDAR = (
    "SELECT year, NULL AS day, NULL AS worked, NULL AS name FROM loop_calendaryear WHERE area_id = %s"
    " UNION ALL SELECT NULL, day, worked, name FROM loop_calendarday WHERE area_id = %s ORDER BY year, day"
)


def calendar_of(area_id: int) -> WorkCalendar:
    """Return the area's calendar: what is shipped, and over it the years and days the area has entered itself."""
    with connection.cursor() as cursor:
        cursor.execute(_CALENDAR, [area_id, area_id])
        rows = cursor.fetchall()
    if not rows:
        return shipped_calendar()
    years = tuple(year for year, day, _, _ in rows if day is None)
    days = tuple((_as_date(day), bool(worked), name) for _, day, worked, name in rows if day is not None)
    return merged(years, days)


def _as_date(stored: date | str) -> date:
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


@lru_cache(maxsize=64)
def merged(years: tuple[int, ...], days: tuple[tuple[date, bool, str], ...]) -> WorkCalendar:
    """
    Return the shipped calendar with an area's own years and days (day, worked, name) laid over it.

    Kept by what it is made of: the rows are few, and a version beside them could be older than they are.
    """
    shipped = shipped_calendar()
    if not years and not days:
        return shipped
    off = frozenset(day for day, worked, _ in days if not worked)
    on = frozenset(day for day, worked, _ in days if worked)
    return WorkCalendar(
        shipped.years | frozenset(years),
        (shipped.holidays - on) | frozenset(day for day in off if day.weekday() < 5),
        (shipped.make_up_days - off) | frozenset(day for day in on if day.weekday() > 4),
        {**shipped.names, **{day: name for day, _, name in days}},
    )


def run_of(case: Case, clock: str) -> ClockRun | None:
    """Return what a clock of a case says in this round, None where it never began."""
    return ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn, clock=clock).first()


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """
    One application to move a due date, as registers and figures read it.

    outcome: waiting, granted, refused, or lapsed where the round ended without an answer. days: calendar days asked for; gained: those granted.
    late: whether it is, or was, answered after `answer_by`.
    """

    id: int
    pack: str
    kind: str
    number: str
    subject: str
    unit_id: int | None
    unit: str
    clock: str
    turn: int
    asked_on: date
    asked_by: str
    asked_from: date | None
    asked_for: date
    reason: str
    outcome: str
    answer_by: date | None
    decided_on: date | None
    decided_by: str
    answer: str
    days: int
    late: bool

    @property
    def gained(self) -> int:
        """Days by which the due date moved."""
        return self.days if self.outcome == "granted" else 0


def extensions_rows(
    area_id: int,
    *,
    day: date,
    among: QuerySet[Case] | None = None,
    first: date | None = None,
    last: date | None = None,
    pack: str = "",
) -> list[ExtensionRow]:
    """
    Return the applications for extensions, latest first, each once: counted apart from what is late.

    day: on which it is looked at. among: only of these cases. first, last: only those asked for between these days, both included.
    """
    rows = ExtensionRequest.objects.filter(area_id=area_id).select_related(
        "case__responsible", "asked_by", "decided_by"
    )
    if among is not None:
        rows = rows.filter(case__in=among.order_by().values("pk"))
    if pack:
        rows = rows.filter(case__pack=pack)
    if first is not None:
        rows = rows.filter(asked_at__gte=_begin(first))
    if last is not None:
        rows = rows.filter(asked_at__lt=_begin(last + timedelta(days=1)))
    return [_extension_row(request, day) for request in rows.order_by("-asked_at", "-id")]


def _extension_row(request: ExtensionRequest, day: date) -> ExtensionRow:
    case = request.case
    decided_on = local_day(request.decided_at) if request.decided_at else None
    since = request.asked_from or case.original_due
    return ExtensionRow(
        id=request.pk,
        pack=case.pack,
        kind=case.kind,
        number=case.number,
        subject=case.subject,
        unit_id=case.responsible_id,
        unit=str(case.responsible) if case.responsible else "",
        clock=request.clock,
        turn=request.turn,
        asked_on=local_day(request.asked_at),
        asked_by=request.asked_by.name,
        asked_from=request.asked_from,
        asked_for=request.asked_for,
        reason=request.reason,
        outcome="waiting" if request.granted is None else "granted" if request.granted else "refused",
        answer_by=request.answer_by,
        decided_on=decided_on,
        decided_by=request.decided_by.name if request.decided_by else "",
        answer=request.answer,
        days=max((request.asked_for - since).days, 0) if since else 0,
        late=request.answer_by is not None and (decided_on or day) > request.answer_by,
    )


@dataclass(frozen=True, slots=True)
class ExtensionCount:
    """Applications of one unit: asked, granted, refused, waiting, answered late, and the days gained."""

    unit: str
    asked: int
    granted: int
    refused: int
    waiting: int
    late: int
    days: int


def extension_counts(rows: Iterable[ExtensionRow]) -> list[ExtensionCount]:
    """Return the applications counted by unit, most first; the last line is the sum of all under the name “”."""
    by_unit: dict[str, list[ExtensionRow]] = {}
    for row in rows:
        by_unit.setdefault(row.unit, []).append(row)
    counted = sorted((_counted(unit, some) for unit, some in by_unit.items()), key=lambda one: (-one.asked, one.unit))
    return [*counted, _counted("", [row for some in by_unit.values() for row in some])]


def _counted(unit: str, rows: Sequence[ExtensionRow]) -> ExtensionCount:
    outcomes = Counter(row.outcome for row in rows)
    return ExtensionCount(
        unit,
        len(rows),
        outcomes["granted"],
        outcomes["refused"],
        outcomes["waiting"],
        sum(row.late for row in rows),
        sum(row.gained for row in rows),
    )


def _begin(day: date) -> datetime:
    """Return the instant at which a legal day begins."""
    return datetime.combine(day, time.min, tzinfo=LEGAL_ZONE)
