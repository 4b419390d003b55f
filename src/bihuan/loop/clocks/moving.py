"""Due dates that move when the working calendar changes: looked at before, written with their reason after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import below
from bihuan.loop.cases.values import words
from bihuan.loop.cases.walls import HIDDEN
from bihuan.loop.clocks.calendar import SpecialDay, WorkCalendar
from bihuan.loop.clocks.computing import readings_of
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.ladders import own_ladders
from bihuan.loop.clocks.models import CalendarDay, CalendarYear, ClockRun, Stay
from bihuan.loop.clocks.queries import merged
from bihuan.loop.lifecycle.arriving import refresh
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.catching_up import catch_up
from bihuan.loop.warnings.lifting import lift_fallen

CHUNK: Final = 100
LOOKED_AT: Final = 5000  # cases a preview works out while somebody waits; it says so when there are more
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MovedDate:
    """
    One due date that moves. title: of the clock, empty for the limit of a review.

    over: the old date has passed already; running: the clock still runs.
    """

    pack: str
    number: str
    subject: str
    unit: str
    clock: str
    title: str
    old: date
    new: date
    over: bool
    running: bool


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    """What a change of the calendar moves. looked_at of `cases`: how many were worked out; soon: how many only change their light's day."""

    moved: tuple[MovedDate, ...]
    cases: int
    looked_at: int

    @property
    def over(self) -> int:
        """How many of the dates have passed already: they never change silently."""
        return sum(one.over for one in self.moved)


def calendar_with(area_id: int, year: int, days: Sequence[SpecialDay] | None) -> WorkCalendar:
    """Return the area's calendar as it would be with these days of its own in one year; None: without anything of its own there."""
    years = set(CalendarYear.objects.filter(area_id=area_id).values_list("year", flat=True)) - {year}
    kept = CalendarDay.objects.filter(area_id=area_id).exclude(day__year=year).order_by("day")
    own = [(row.day, row.worked, row.name) for row in kept]
    if days is not None:
        years |= {year}
        own += [(one.day, one.worked, one.name) for one in days]
    return merged(tuple(sorted(years)), tuple(sorted(own)))


def preview_calendar(*, area_id: int, year: int, days: Sequence[SpecialDay] | None, day: date) -> CalendarPreview:
    """Return which due dates of open cases would move if the area's days of one year became these; nothing is written."""
    calendar = calendar_with(area_id, year, days)
    ids = looking_at(area_id, year)
    moved = [
        one for file in files_of(area_id, ids[:LOOKED_AT], day, calendar) for one in _moves(file, calendar, _runs(file))
    ]
    return CalendarPreview(tuple(sorted(moved, key=lambda one: (one.new, one.number))), len(ids), len(ids[:LOOKED_AT]))


def looking_at(area_id: int, year: int) -> list[int]:
    """Return the ids of the open cases with a clock, running or stopped, that looks at days of a year."""
    runs = ClockRun.objects.filter(area_id=area_id, started_on__year__lte=year)
    runs = runs.filter(Q(due_on__year__gte=year) | Q(uncertain__contains=str(year)))
    runs = runs.exclude(case__category=Category.CLOSED)
    return sorted(set(runs.values_list("case_id", flat=True)))


def files_of(area_id: int, ids: Sequence[int], day: date, calendar: WorkCalendar) -> Iterator[CaseFile]:
    """Yield the files of open cases with what their clocks ask for, fetched for many at once."""
    ladders = own_ladders(area_id)
    for start in range(0, len(ids), CHUNK):
        rows = Case.objects.filter(area_id=area_id, pk__in=ids[start : start + CHUNK]).select_related(
            "responsible", "lead"
        )
        cases = list(rows.order_by("id"))
        stays: dict[int, list[Stay]] = {case.pk: [] for case in cases}
        for stay in Stay.objects.filter(area_id=area_id, case_id__in=stays).order_by("id"):
            stays[stay.case_id].append(stay)
        above = {pk for case in cases for pk in case.ancestors}
        known = {case.pk: case for case in Case.objects.filter(area_id=area_id, pk__in=above)}
        for case in cases:
            file = CaseFile(case, day)
            file.__dict__.update(
                stays=stays[case.pk],
                ancestors=[known[pk] for pk in case.ancestors],
                calendar=calendar,
                own_ladders=ladders,
            )
            yield file


def _runs(file: CaseFile) -> Mapping[str, ClockRun]:
    case = file.case
    return {run.clock: run for run in ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn)}


def _moves(file: CaseFile, calendar: WorkCalendar, runs: Mapping[str, ClockRun]) -> list[MovedDate]:
    found = []
    for reading in readings_of(file, calendar):
        run = runs.get(reading.clock)
        if run is None or run.due_on == reading.due_on:
            continue
        declared = file.kind.clocks.get(reading.clock)
        found.append(
            MovedDate(
                pack=file.case.pack,
                number=file.case.number if file.case.wall is None else "",
                subject=file.case.subject if file.case.wall is None else words(HIDDEN),
                unit=str(file.case.responsible) if file.case.responsible else "",
                clock=reading.clock,
                title=words(declared.title) if declared is not None else "",
                old=run.due_on,
                new=reading.due_on,
                over=run.due_on < file.day,
                running=reading.running,
            )
        )
    return found


def move_dates(
    *, area_id: int, year: int, reason: str, by: Actor, at: datetime, progress: Progress | None = None
) -> int:
    """
    Work out anew the clocks that look at a year, as its calendar now is, and return how many due dates moved.

    Every moved date stands in the trail of its case with the reason. Done again, it moves nothing.
    """
    ids = looking_at(area_id, year)
    return _afresh(area_id, ids, reason, "calendar", by=by, at=at, progress=progress)


def recount_ladders(
    *,
    area_id: int,
    pack: str,
    case_id: int | None,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> int:
    """Work out anew the lights of the open cases of a round (or the area) after its ladders changed, and return of how many."""
    rows = recounted(area_id, pack, Case.objects.filter(area_id=area_id, pk=case_id).first() if case_id else None)
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    _afresh(area_id, ids, "", "ladder", by=by, at=at, progress=progress)
    return len(ids)


def recounted(area_id: int, pack: str, case: Case | None) -> QuerySet[Case]:
    """Return the open cases whose light a change of ladders may change."""
    rows = Case.objects.filter(area_id=area_id, pack=pack, runs_until__isnull=False).exclude(category=Category.CLOSED)
    return rows if case is None else rows.filter(below(case) | Q(pk=case.pk))


def _afresh(
    area_id: int, ids: Sequence[int], reason: str, because: str, *, by: Actor, at: datetime, progress: Progress | None
) -> int:
    """Work out the clocks of these cases anew; because: key of `warnings.words.LIFTED` for warnings that fall by it."""
    moved = 0
    for start in range(0, len(ids), CHUNK):
        with transaction.atomic():
            rows = Case.objects.select_for_update(of=("self",)).select_related("responsible", "lead")
            chunk = rows.filter(area_id=area_id, pk__in=ids[start : start + CHUNK]).exclude(category=Category.CLOSED)
            # The newest first: a case is locked before those above it, as every move does.
            for case in chunk.order_by("-id"):
                file = CaseFile(catch_up(case, at), local_day(at))
                moved += _one_afresh(file, reason, by=by, at=at)
                lift_fallen(file, because=because, at=at)
        if progress is not None:
            progress(min(start + CHUNK, len(ids)), len(ids))
    return moved


def _one_afresh(file: CaseFile, reason: str, *, by: Actor, at: datetime) -> int:
    case = file.case
    moved = _moves(file, file.calendar, _runs(file))
    columns = refresh(file, at)
    if not moved:
        Case.objects.filter(area_id=case.area_id, pk=case.pk).update(**columns)
        return 0
    dates = [
        {"clock": one.clock, "old": one.old.isoformat(), "new": one.new.isoformat(), "over": one.over} for one in moved
    ]
    record(case=case, verb=Verb.DUE_MOVED, by=by, at=at, body={"dates": dates, "reason": reason}, set=columns)
    return len(moved)
