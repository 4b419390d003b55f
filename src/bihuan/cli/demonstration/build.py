"""Building the demonstration: one transaction, so that it is there as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import translation

from bihuan.accounts.models import Area, Person
from bihuan.cli.demonstration.below import BEGINS, areas_below, handed_walk, walks_below
from bihuan.cli.demonstration.cast import ADMINISTRATOR, Cast, build_area
from bihuan.cli.demonstration.days import Days, chance
from bihuan.cli.demonstration.feedback import leave_feedback
from bihuan.cli.demonstration.issued import write_papers
from bihuan.cli.demonstration.lookback import inspection_walk, lookback_walk
from bihuan.cli.demonstration.marks import leave_marks
from bihuan.cli.demonstration.meetings import keep_meetings, meetings_walk
from bihuan.cli.demonstration.nights import Nights
from bihuan.cli.demonstration.outcomes import outcomes_walk
from bihuan.cli.demonstration.plan import make_plan
from bihuan.cli.demonstration.rounds import (
    BROUGHT,
    DOCUMENT,
    audit_walk,
    came_back_walk,
    enter_audit,
    follow_up_walk,
    read_round,
    round_walk,
    sample_dates,
    walks_of,
)
from bihuan.cli.demonstration.sample import report_docx, report_text, tables
from bihuan.cli.demonstration.stage import Play, Scene, Walk
from bihuan.cli.demonstration.systems import System, systems
from bihuan.cli.demonstration.systems import walks_of as walks_of_systems
from bihuan.cli.demonstration.systems.town import Town
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.packspec.bilingual import Text

SEED = 20261122
SET_UP = date(2025, 1, 6)
TOUR = "lin.ruoxi"

UNITS = Text("单位和人员", "Units and people")
AUDIT = Text("上年度审计整改", "Last year's audit")
READING = Text("读入整改通报并核对", "Reading the report and checking it")
MONTH = Text("办理到 {month}", "Work up to {month}")
PAPERS = Text("文稿、月末快照和公开", "Documents, month ends and publication")
MARKS = Text("关注、视图和消息", "Watched cases, views and notices")

Progress = Callable[[Text], None]


class Occupied(Exception):
    """The database holds another area; the demonstration leaves it alone. The argument is the name of that area."""


def has_demo() -> bool:
    """Return whether the demonstration is there, False for a database without any area. Raises Occupied."""
    listed = tables("area")
    areas = list(Area.objects.order_by("pk"))
    if not areas:
        return False
    first = areas[0]
    # Its people decide: an area of the same name may be somebody's own.
    here = first.code == listed["code"] and Person.objects.filter(area=first, username=TOUR).exists()
    if not here:
        raise Occupied(first.name)
    return True


@transaction.atomic
def build(
    *,
    today: date,
    now: datetime,
    progress: Progress = lambda _: None,
    others: Iterable[System] | None = None,
    broken: Callable[[Exception], None] | None = None,
) -> Area:
    """
    Build the demonstration in an empty database and return its area.

    today, now: the clock of the door; the story ends on the day before. progress: told every step. others: the systems beside
    rectification, all of them where nothing is said. broken: as `Play` has it.
    """
    days = Days(today)
    with translation.override("zh-hans"):
        release_packs(at=now)
        progress(UNITS)
        cast = build_area(at=days.at(SET_UP, 9 * 60), posts_from=days.day(SET_UP))
        keep_meetings(cast, days, cast.actor(ADMINISTRATOR))
        below = areas_below(cast, days, at=days.at(SET_UP, 11 * 60), posts_from=days.day(SET_UP))
        nights = [Nights(cast.area.pk), *(Nights(area.cast.area.pk, passed=days.day(BEGINS)) for area in below)]
        story = Play(_monthly(progress, nights), broken)
        story.add(walk for area in below for walk in walks_below(area, days))
        progress(AUDIT)
        story.add(_audit_walks(cast, days))
        story.add(walks_of_systems(Town(cast, days), systems() if others is None else others))
        story.run(until=days.at(BROUGHT, 0))
        progress(READING)
        plan = make_plan(chance(SEED))
        round_ = read_round(cast, days, plan)
        walks = walks_of(cast, days, plan, round_, SEED)
        walks.append(round_walk(Scene(cast, days, chance(SEED), "political", round_)))
        walks.append(outcomes_walk(Scene(cast, days, chance(SEED + 3), "conduct"), round_))
        walks.append(inspection_walk(Scene(cast, days, chance(SEED + 6), "duty", round_), round_))
        walks.append(came_back_walk(Scene(cast, days, chance(SEED + 10), "funds", round_)))
        walks.append(follow_up_walk(Scene(cast, days, chance(SEED + 1), "duty")))
        walks.append(handed_walk(Scene(cast, days, chance(SEED + 9), "duty", round_), below))
        walks.append(meetings_walk(Scene(cast, days, chance(SEED + 8), "duty")))
        story.add(walks)
        story.run()
        leave_feedback(cast, days, round_)
        for area_nights in nights:
            area_nights.reach(today)
        progress(PAPERS)
        write_papers(cast, days, round_)
        progress(MARKS)
        leave_marks(cast, days, round_)
    return cast.area


@transaction.atomic
def build_systems(chosen: Iterable[System], *, today: date, now: datetime, nights: bool = True) -> Cast:
    """
    Build the area with the stories of these systems alone, and return who acts in it.

    nights: whether every night is passed between the acts, as in a running area.
    """
    days = Days(today)
    with translation.override("zh-hans"):
        release_packs(at=now)
        cast = build_area(at=days.at(SET_UP, 9 * 60), posts_from=days.day(SET_UP))
        passed = Nights(cast.area.pk)
        story = Play(passed.seen if nights else lambda _: None)
        story.add(walks_of_systems(Town(cast, days), chosen))
        story.run()
        if nights:
            passed.reach(today)
    return cast


def _audit_walks(cast: Cast, days: Days) -> list[Walk]:
    audit, plan = enter_audit(cast, days)
    walks = walks_of(cast, days, plan, audit, SEED + 7)
    walks.append(audit_walk(Scene(cast, days, chance(SEED + 2), "funds", audit)))
    walks.append(lookback_walk(Scene(cast, days, chance(SEED + 5), "funds", audit), audit, plan))
    return walks


def _monthly(progress: Progress, nights: Iterable[Nights]) -> Callable[[datetime], None]:
    """Return a listener that passes the nights and tells the progress once a month of the story."""
    told: set[str] = set()

    def seen(at: datetime) -> None:
        for area_nights in nights:
            area_nights.seen(at)
        month = local_day(at).strftime("%Y-%m")
        if month not in told:
            told.add(month)
            progress(MONTH.format(month=month))

    return seen


def write_samples(folder: Path, today: date) -> list[Path]:
    """Write the round's document as Word file and as text into a folder, to try the import with, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    dates, paths = sample_dates(Days(today)), []
    for name, data in ((DOCUMENT, report_docx(dates)), (f"{Path(DOCUMENT).stem}.txt", report_text(dates))):
        (folder / name).write_bytes(data)
        paths.append(folder / name)
    return paths


def rounds(area: Area) -> list[Case]:
    """Return the rounds of the demonstration, oldest first."""
    return list(Case.objects.filter(area_id=area.pk, kind="round").order_by("id"))
