"""The board of a round: progress by unit, by finding and by week, all from the same visible rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, Category, Nature
from bihuan.loop.cases.queries import below, visible_to
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import with_light
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.packspec.model import Pack

LIGHTS = ("late", "soon", "ok", "pause", "none")
LONGEST = 60  # weeks a chart shows; a longer round is drawn by months


@dataclass(frozen=True, slots=True)
class Progress:
    """
    Counts of cases along the progress axis, and the lights of those not closed.

    pending: to be handed out or received.
    """

    pending: int = 0
    open: int = 0
    review: int = 0
    closed: int = 0
    late: int = 0
    soon: int = 0

    @property
    def total(self) -> int:
        """All cases."""
        return self.pending + self.open + self.review + self.closed

    @property
    def rate(self) -> float | None:
        """Closed of all in percent, None over nothing."""
        return None if not self.total else self.closed / self.total * 100

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.pending + other.pending,
            self.open + other.open,
            self.review + other.review,
            self.closed + other.closed,
            self.late + other.late,
            self.soon + other.soon,
        )


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """Progress of one unit; None stands for cases not handed to anybody yet."""

    unit: Unit | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class FindingProgress:
    """A finding, and the progress of what stands below it."""

    finding: Case
    below: Progress


@dataclass(frozen=True, slots=True)
class Week:
    """Running totals at the end of a week: reported done, closed, and due by plan; None after the day the board is looked at."""

    ends: date
    planned: int
    finished: int | None
    closed: int | None


@dataclass(frozen=True, slots=True)
class Weeks:
    """The burn-up of a round. first: the first day work was handed out."""

    total: int
    weeks: list[Week] = field(default_factory=list)


def counts(pack: Pack, kind: str, day: date) -> dict[str, Count]:
    """Return the aggregates of a Progress over cases of a kind."""
    live = ~Q(category=Category.CLOSED)
    lifecycle = pack.kinds[kind].lifecycle_of(pack)
    handed_out = [state for state in lifecycle.states if lifecycle.awaits_receipt(state)]
    awaiting = Q(category=Category.DRAFT) | Q(state__in=handed_out)
    return {
        "pending": Count("id", filter=awaiting),
        "open": Count("id", filter=Q(category=Category.OPEN) & ~awaiting),
        "review": Count("id", filter=Q(category=Category.REVIEW)),
        "closed": Count("id", filter=Q(category=Category.CLOSED)),
        "late": Count("id", filter=live & with_light("late", day)),
        "soon": Count("id", filter=live & with_light("soon", day)),
    }


def rows_of(actor: Actor, round_: Case, kind: str, among: QuerySet[Case] | None = None) -> QuerySet[Case]:
    """Return the visible cases of a kind below a round; `among`: what the actor may see, where that is known already."""
    return (visible_to(actor) if among is None else among).filter(root_id=round_.pk, kind=kind)


def rounds_of(rows: QuerySet[Case]) -> list[Case]:
    """Return the rounds among the rows somebody may see, newest first; that nothing stands above them is what an index begins at."""
    return list(rows.filter(kind="round", parent__isnull=True).select_related("responsible", "leader").order_by("-id"))


def progress_by_round(rows: QuerySet[Case], rounds: Iterable[Case], kind: str, day: date) -> dict[int, Progress]:
    """Return the progress of those of `rows` of a kind below each round, by id of the round; one query for each version of a pack."""
    found: dict[int, Progress] = {}
    versions: dict[tuple[str, int], list[int]] = {}
    for round_ in rounds:
        versions.setdefault((round_.pack, round_.pack_version), []).append(round_.pk)
    for (pack, version), ids in versions.items():
        below_them = rows.filter(root_id__in=ids, kind=kind).order_by()
        grouped: list[dict[str, Any]] = [
            dict(row) for row in below_them.values("root_id").annotate(**counts(pack_of(pack, version), kind, day))
        ]
        for row in grouped:
            root = row.pop("root_id")
            found[root] = Progress(**row)
    return found


@dataclass(frozen=True, slots=True)
class Shares:
    """How many rows have each nature ("" for none yet), and how many of those not closed show each light."""

    natures: dict[str, int]
    lights: dict[str, int]


def shares_of(rows: QuerySet[Case], day: date) -> Shares:
    """Return how rows divide by nature and by light, in one query."""
    live = ~Q(category=Category.CLOSED)
    natures = {f"nature_{one}": Count("id", filter=Q(nature=one)) for one in ("", *Nature.values)}
    lights = {f"light_{one}": Count("id", filter=live & with_light(one, day)) for one in LIGHTS}
    found: dict[str, int] = rows.order_by().aggregate(**natures, **lights)
    return Shares(
        {one: found[f"nature_{one}"] for one in ("", *Nature.values)}, {one: found[f"light_{one}"] for one in LIGHTS}
    )


def late_of(rows: QuerySet[Case], day: date, *, limit: int = 12) -> list[Case]:
    """Return the overdue ones of these rows, longest overdue first."""
    late = rows.exclude(category=Category.CLOSED).filter(with_light("late", day)).select_related("responsible")
    return list(late.order_by("runs_until", "id")[:limit])


def progress_of(rows: QuerySet[Case], pack: Pack, kind: str, day: date) -> Progress:
    """Return the progress of these rows of one kind."""
    return Progress(**rows.order_by().aggregate(**counts(pack, kind, day)))


def by_unit(
    rows: QuerySet[Case], pack: Pack, kind: str, *, area_id: int, day: date, party: str = "responsible"
) -> list[UnitProgress]:
    """Return the progress of each unit, least closed first; units with nothing are left out, cases without a unit come last."""
    column = f"{party}_id"
    grouped = list(rows.order_by().values(column).annotate(**counts(pack, kind, day)))
    units = {unit.pk: unit for unit in Unit.objects.filter(area_id=area_id, pk__in=[row[column] for row in grouped])}
    listed = [UnitProgress(units.get(row.pop(column)), Progress(**row)) for row in map(dict, grouped)]
    return sorted(
        listed, key=lambda one: (one.unit is None, one.progress.rate or 0.0, one.unit.order if one.unit else 0)
    )


def by_finding(actor: Actor, round_: Case, day: date, among: QuerySet[Case] | None = None) -> list[FindingProgress]:
    """Return the findings of a round in their order, each with the progress of the measures below it."""
    seen = visible_to(actor) if among is None else among
    findings = rows_of(actor, round_, "finding", seen).select_related("responsible", "lead").order_by("order", "id")
    found: dict[int | None, Progress] = {}
    measures = rows_of(actor, round_, "measure", seen).order_by()
    aggregates = counts(pack_of(round_.pack, round_.pack_version), "measure", day)
    grouped = measures.values("parent_id", "parent__kind", "parent__parent_id").annotate(**aggregates)
    rows: list[dict[str, Any]] = [dict(row) for row in grouped]
    for row in rows:
        finding = row["parent__parent_id"] if row["parent__kind"] == "instance" else row["parent_id"]
        found[finding] = found.get(finding, Progress()) + Progress(**{name: row[name] for name in aggregates})
    return [FindingProgress(finding, found.get(finding.pk, Progress())) for finding in findings]


def measures_below(actor: Actor, finding: Case) -> list[Case]:
    """Return the measures of a finding, those under its cases in point among them, in order."""
    rows = visible_to(actor).filter(below(finding), kind="measure").select_related("responsible", "parent")
    return sorted(
        rows, key=lambda case: (case.parent.order if case.parent and case.parent.kind == "instance" else 0, case.order)
    )


def weeks_of(rows: QuerySet[Case], day: date) -> Weeks:
    """
    Return the burn-up of these rows, week by week from the first dated row on, to the last due date or today.

    Cases without a due date are in the total and never in the plan.
    """
    return weeks_from(
        [
            (due, finished, closed, local_day(opened))
            for due, finished, closed, opened in rows.order_by().values_list(
                "due", "finished_on", "closed_on", "opened_at"
            )
        ],
        day,
    )


def weeks_from(dates: Sequence[tuple[date | None, date | None, date | None, date]], day: date) -> Weeks:
    """Return the burn-up of cases by their dates: due, finished, closed, opened; the rest is as `weeks_of` says."""
    if not dates:
        return Weeks(0)
    first = min(opened for *_, opened in dates)
    last = max([day, *(due for due, *_ in dates if due is not None)])
    ends = _week_ends(first, last)
    due, finished, closed = (_sorted(row[place] for row in dates) for place in range(3))
    weeks = [
        Week(
            end,
            _up_to(due, end),
            _up_to(finished, min(end, day)) if end - timedelta(days=7) < day else None,
            _up_to(closed, min(end, day)) if end - timedelta(days=7) < day else None,
        )
        for end in ends
    ]
    return Weeks(len(dates), weeks)


def _week_ends(first: date, last: date) -> list[date]:
    """Sundays from the first day's week to the last day's; further apart when there would be too many."""
    step = 7 * (1 + (last - first).days // 7 // LONGEST)
    end = first + timedelta(days=6 - first.weekday())
    ends = [end]
    while ends[-1] < last:
        ends.append(ends[-1] + timedelta(days=step))
    return ends


def _sorted(dates: Iterable[date | None]) -> list[date]:
    return sorted(one for one in dates if one is not None)


def _up_to(dates: list[date], end: date) -> int:
    return sum(one <= end for one in dates)
