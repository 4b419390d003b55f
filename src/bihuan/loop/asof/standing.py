"""A case as it stood at the end of a day: the form in which lists, reports and snapshots see cases, today and in the past alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or person by id, with the name it had then."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PointAt:
    """One point of the completion standard; verdict: "", "met" or "returned"."""

    number: int
    text: str
    answer: str = ""
    verdict: str = ""


class Beside(Protocol):
    """What is asked of a case seldom, and then of many together."""

    def above(self, case: CaseAt, kind: str) -> CaseAt | None:
        """Return the nearest case above that is of a kind, as it stood."""

    def entered(self, case: CaseAt, state: str) -> date | None:
        """Return the day on which a case entered a state in its turn."""

    def returns(self, case: CaseAt) -> int:
        """Return how often a case was sent back in its turn."""


@dataclass(frozen=True, slots=True)
class CaseAt:
    """
    A case at the end of a local day.

    The names are those of `Case`. light: "late", "soon", "ok", "pause" or "none". parties: every party of the pack that has members.
    fields: values in the stored form (dates ISO text, money decimal text in yuan, choices by option id).
    beside: who knows the cases above it and its stays; None where nobody was asked to.
    """

    id: int
    pack: str
    pack_version: int
    kind: str
    number: str
    order: int
    parent_id: int | None
    root_id: int
    ancestors: tuple[int, ...]
    subject: str
    state: str
    category: str
    turn: int
    nature: str
    due: date | None
    original_due: date | None
    finished_on: date | None
    closed_on: date | None
    opened_on: date
    light: str
    statement: str
    evidence_count: int
    responsible: Named | None = None
    lead: Named | None = None
    leader: Named | None = None
    handler: Named | None = None
    parties: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    points: tuple[PointAt, ...] = ()
    beside: Beside | None = field(default=None, compare=False, repr=False)
