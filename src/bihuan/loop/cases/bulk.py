"""The same act on many cases: each row by itself, each with its own answer; one refusal stops no other row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import correct_case
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.trail.errors import Overtaken


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: the case as it is now, and why it was refused, empty when it was done."""

    case: Case
    refused: str = ""
    missing: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the act was done on this row."""
        return not self.refused


def move_cases(
    *, cases: Iterable[Case], move: str, given: Mapping[str, Any], by: Actor, at: datetime
) -> list[RowResult]:
    """
    Take the same move on every case and say for each whether it was done.

    given: the answers for all rows; what is empty keeps the value each row has already.
    """
    known = {name: value for name, value in given.items() if value not in (None, "", [])}
    return _each(cases, lambda case: move_case(case=case, move=move, given=known, by=by, at=at))


def correct_cases(
    *, cases: Iterable[Case], given: Mapping[str, Any], reason: str, by: Actor, at: datetime
) -> list[RowResult]:
    """Write the same values into every case and say for each whether it was done."""
    return _each(cases, lambda case: correct_case(case=case, given=given, reason=reason, by=by, at=at))


def _each(cases: Iterable[Case], act: Callable[[Case], Case]) -> list[RowResult]:
    results = []
    for case in cases:
        try:
            results.append(RowResult(act(case)))
        except Refused as refusal:
            fields = tuple(sentence for sentence in refusal.fields.values() if sentence != refusal.sentence)
            results.append(RowResult(case, refusal.sentence, (*fields, *refusal.missing)))
        except (CaseNotFound, Overtaken):
            results.append(RowResult(case, gettext("Somebody else changed this case at the same moment; try again.")))
    return results
