"""What will become of every finding and measure of the round, decided before the first day of the story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from bihuan.cli.demonstration.days import LAST, TOLD_ON, after
from bihuan.cli.demonstration.sample import parted, tables

Fate = Literal["closed", "review", "open", "pending"]
HANDED = date(2026, 8, 5)
STRUCK_OFF = (2, 14, 18, 27, 26, 9, 31, 3, 16, 19, 5, 32)
REOPENED = {9: date(2026, 11, 9), 26: date(2026, 11, 18)}
CHECKING = {7: date(2026, 11, 16), 12: date(2026, 11, 19), 21: date(2026, 11, 11), 28: date(2026, 11, 12)}
# How many signatures the findings under review have by now: each level has somebody of the tour waiting at it.
SIGNED = {7: 4, 12: 0, 21: 1, 28: 1}
RETURNED_ONCE = (3, 5, 16, 103)
SUSPENDED, PAUSED_FOR_A_WHILE, DECLINED = 4, 30, 10
FINDING_DUE = {11: date(2026, 11, 13), 13: date(2026, 11, 27), 17: date(2026, 11, 30), 25: date(2026, 12, 1)}
# How many of the measures that stand under findings still worked on end how: 18 + 23 + 41 + 4 of 86.
REMAINING: dict[Fate, int] = {"pending": 4, "closed": 18, "review": 23}
PENDING_SINCE = (date(2026, 11, 13), date(2026, 11, 18), date(2026, 11, 18), date(2026, 11, 20))
REVIEW_SINCE = (date(2026, 11, 13), date(2026, 11, 16), date(2026, 11, 17))
OPEN_LATE = (date(2026, 11, 6), date(2026, 11, 13), date(2026, 11, 18))
OPEN_SOON = (*(date(2026, 11, day) for day in (24, 25, 27, 30)), date(2026, 12, 1), date(2026, 12, 2))
REPORTED_LATELY = (0, 1, 0, 1, 2)  # working days before the end of the story


@dataclass
class MeasurePlan:
    """One measure: `reported` is when it is reported done for the last time, `ends` when it is signed."""

    text: str
    unit: str
    by_hand: bool
    fate: Fate = "open"
    nature: str = "by_date"
    due: date = LAST
    handed: date = HANDED
    reported: date | None = None
    ends: date | None = None
    returned: bool = False


@dataclass
class FindingPlan:
    """One finding with its measures: `asks_on` is when it first asks to be struck off."""

    number: int
    title: str
    facts: dict[str, Any]
    handed: date
    due: date
    asks_on: date | None
    measures: list[MeasurePlan] = field(default_factory=list)

    @property
    def nature(self) -> str:
        """The nature of the finding and of its measures."""
        return str(self.facts["nature"])


def make_plan(rng: Random) -> list[FindingPlan]:
    """Return the fate of all findings and measures; the same for the same state of `rng`."""
    findings = [_finding(number, facts) for number, facts in enumerate(tables("report")["finding"], 1)]
    for finding in findings:
        if finding.asks_on is not None:
            for measure in finding.measures:
                _close(measure, _spread(finding.handed, finding.asks_on, rng), rng)
    _settle([m for f in findings if f.asks_on is None for m in f.measures], rng)
    return findings


def _finding(number: int, facts: dict[str, Any]) -> FindingPlan:
    nature = facts["nature"]
    handed = HANDED if nature == "at_once" else after(HANDED, 1 + number % 5)
    asks = CHECKING.get(number)
    if number in STRUCK_OFF:
        asks = after(date(2026, 9, 4), 4 * STRUCK_OFF.index(number))
        asks = min(asks, date(2026, 9, 11)) if number in REOPENED else asks
    due = date(2026, 10, 30) if nature == "at_once" else date(2026, 12, 31) + timedelta(days=number % 4 * 10)
    due = date(2027, 6, 30) if nature == "standing" else FINDING_DUE.get(number, due)
    if asks is not None and number not in CHECKING:
        due = max(due, asks + timedelta(days=14)) if number % 5 else asks - timedelta(days=2)
    elif asks is not None:
        due = max(due, asks + timedelta(days=6))
    plan = FindingPlan(number, facts["title"], facts, handed, due, asks)
    plan.measures = [*_measures(plan, "measures"), *_measures(plan, "more")]
    return plan


def _measures(finding: FindingPlan, name: str) -> Iterator[MeasurePlan]:
    for text in finding.facts[name]:
        unit, words = parted(text, finding.facts["unit"])
        yield MeasurePlan(words, unit, name == "more", nature=finding.nature, handed=finding.handed, due=finding.due)


def _spread(first: date, last: date, rng: Random) -> date:
    """Return a day on which a measure ends, late enough to have been worked on and before the finding asks."""
    latest = after(last, -2)
    earliest = min(max(after(first, 8), after(latest, -rng.choice((14, 24, 60)))), latest)
    return earliest + timedelta(days=rng.randint(0, max(0, (latest - earliest).days)))


def _close(measure: MeasurePlan, ends: date, rng: Random) -> None:
    measure.fate, measure.ends = "closed", after(ends, -1) if ends.weekday() > 4 else ends
    measure.reported = after(measure.ends, -rng.randint(1, 3))
    measure.returned = rng.random() < 0.2 and (measure.ends - measure.handed).days > 24
    late = rng.random() < 0.12
    measure.due = max(measure.handed, measure.ends + timedelta(days=-rng.randint(1, 6) if late else rng.randint(1, 40)))


def _settle(measures: list[MeasurePlan], rng: Random) -> None:
    """Spread the measures that are still worked on over the fates, in the numbers that the pages show."""
    late_added = [measure for measure in measures if measure.by_hand and measure.unit != "lake"]
    pending = rng.sample(late_added, REMAINING["pending"])
    for measure, since in zip(pending, PENDING_SINCE, strict=True):
        measure.fate, measure.handed, measure.due = "pending", since, date(2026, 12, 31)
    rest = [measure for measure in measures if measure not in pending]
    rng.shuffle(rest)
    for measure in rest[: REMAINING["closed"]]:
        _close(measure, _spread(measure.handed, LAST, rng), rng)
    for number, measure in enumerate(rest[REMAINING["closed"] : REMAINING["closed"] + REMAINING["review"]]):
        measure.fate = "review"
        measure.reported = (
            REVIEW_SINCE[number]
            if number < len(REVIEW_SINCE)
            else after(LAST, -REPORTED_LATELY[number % len(REPORTED_LATELY)])
        )
        measure.due = max(measure.reported, LAST) + timedelta(days=rng.randint(5, 50))
        measure.returned = number % 4 == 0
    for number, measure in enumerate(rest[REMAINING["closed"] + REMAINING["review"] :]):
        _keep_open(measure, number, rng)


def _keep_open(measure: MeasurePlan, number: int, rng: Random) -> None:
    dues = [*OPEN_LATE, *OPEN_SOON]
    far = date(2027, 6, 30) if measure.nature == "standing" else TOLD_ON + timedelta(days=rng.randint(14, 70))
    measure.due = dues[number] if number < len(dues) else far
    measure.returned = number % 6 == 0
