"""
The light of a case: how close the clock is that runs now. Derived from dates whenever it is looked at, never stored.

Handing the work in for review stops its clock, but the light drops only when the work is accepted: what it was on the day of
submission (`held`) stays beside the light of the review, and the stronger of the two is shown.

A period that has to pass before a move, as a public notice, has no light: its end makes nobody late.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from django.db.models import Q

from bihuan.loop.clocks.days import local_day

LightKind = Literal["ok", "soon", "late", "pause", "none"]


class Dialled(Protocol):
    """What a light is derived from: a case, or its columns without the rest."""

    paused: bool
    runs_until: date | None
    soon_on: date | None
    held: str


def light_kind(case: Dialled, day: date) -> LightKind:
    """Return the light of a case on a day."""
    running = running_light(case, day)
    if case.held == "late":
        return "late"
    return "soon" if case.held == "soon" and running != "late" else running


def running_light(case: Dialled, day: date) -> LightKind:
    """Return the light of the clock that runs, without what is held from before the review."""
    if case.paused:
        return "pause"
    if case.runs_until is None:
        return "none"
    if day > case.runs_until:
        return "late"
    return "soon" if case.soon_on is not None and day >= case.soon_on else "ok"


class Ending(Protocol):
    """What the end of a clock is read from."""

    runs_until: date | None
    runs_at: datetime | None


def ends_on(case: Ending) -> date | None:
    """Return the day on which the clock ends that runs now; of a clock of hours the day of its instant."""
    return case.runs_until if case.runs_at is None else local_day(case.runs_at)


class Waited(Protocol):
    """What the end of a waiting period is read from."""

    runs_until: date | None
    soon_on: date | None


def waits_until(case: Waited) -> date | None:
    """Return the last day of the period that a case waits for to pass; None where it has a deadline, or nothing runs."""
    if case.runs_until is not None or case.soon_on is None:
        return None
    return case.soon_on - timedelta(days=1)


def with_light(kind: str, day: date) -> Q:
    """Return the condition that a case shows this light on a day: the same rule as `light_kind`, asked of rows."""
    match kind:
        case "pause":
            return Q(paused=True)
        case "none":
            return Q(paused=False, runs_until__isnull=True, held="")
        case "late":
            return Q(held="late") | Q(paused=False, runs_until__lt=day)
        case "soon":
            running = Q(held="", paused=False, runs_until__gte=day, soon_on__lte=day)
            return running | (Q(held="soon") & (Q(runs_until__isnull=True) | Q(runs_until__gte=day)))
        case "ok":
            ahead = Q(soon_on__isnull=True) | Q(soon_on__gt=day)
            return Q(held="", paused=False, runs_until__gte=day) & ahead
    raise ValueError(f"there is no light {kind!r}")
