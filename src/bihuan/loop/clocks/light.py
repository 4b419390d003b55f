"""The light of a case: how close the clock is that runs now. Derived from dates whenever it is looked at, never stored."""

from __future__ import annotations

from datetime import date
from typing import Literal, Protocol

from django.db.models import Q

LightKind = Literal["ok", "soon", "late", "pause", "none"]


class Dialled(Protocol):
    """What a light is derived from: a case, or its columns without the rest."""

    paused: bool
    runs_until: date | None
    soon_on: date | None


def light_kind(case: Dialled, day: date) -> LightKind:
    """Return the light of a case on a day."""
    if case.paused:
        return "pause"
    if case.runs_until is None:
        return "none"
    if day > case.runs_until:
        return "late"
    return "soon" if case.soon_on is not None and day >= case.soon_on else "ok"


def with_light(kind: str, day: date) -> Q:
    """Return the condition that a case shows this light on a day: the same rule as `light_kind`, asked of rows."""
    match kind:
        case "pause":
            return Q(paused=True)
        case "none":
            return Q(paused=False, runs_until__isnull=True)
        case "late":
            return Q(paused=False, runs_until__lt=day)
        case "soon":
            return Q(paused=False, runs_until__gte=day, soon_on__lte=day)
        case "ok":
            return Q(paused=False, runs_until__gte=day) & (Q(soon_on__isnull=True) | Q(soon_on__gt=day))
    raise ValueError(f"there is no light {kind!r}")
