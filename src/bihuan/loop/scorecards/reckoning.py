"""From a figure to points, from points to a total and a grade. Pure: no rows, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bihuan.packspec.shown import Scorecard, Scored

CENT: Final = Decimal("0.01")
HUNDRED: Final = Decimal(100)
NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Total:
    """
    A sheet added up. full: points of the items that count. earned: points they got. score: out of the full points of the card.

    score is None while an item that counts has no score, and where no item counts.
    """

    full: int
    earned: Decimal
    score: Decimal | None


def points_of(item: Scored, value: Decimal | None, *, lower_is_better: bool = False) -> Decimal | None:
    """
    Return the points that an item gets for the value of its figure, between 0 and its own; None where the figure has no value.

    share: that share of the points, value in per cent; of the rest to 100 where less is better. steps: of the highest step that is
    reached. deduct, add: so many points off, or on, for each one.
    """
    if value is None or item.way == "hand":
        return None
    most = Decimal(item.points)
    match item.way:
        case "share":
            share = HUNDRED - value if lower_is_better else value
            got = most * share / HUNDRED
        case "steps":
            reached = [(least, points) for least, points in item.steps if value >= least]
            got = max(reached)[1] if reached else NOTHING
        case "deduct":
            got = most - item.each * value
        case _:
            got = item.each * value
    return rounded(min(max(got, NOTHING), most))


def total(card: Scorecard, scores: Iterable[tuple[str, bool, Decimal | None]]) -> Total:
    """
    Return the total of a sheet. scores: item, whether it counts, and its score.

    Where an item does not count, the others are taken as out of the full points (缺项按得分率折算), so that nobody loses or wins by
    having no such work.
    """
    counting = [(card.items[item], score) for item, counts, score in scores if counts]
    full = sum(item.points for item, _ in counting)
    earned = sum((score for _, score in counting if score is not None), NOTHING)
    whole = bool(full) and all(score is not None for _, score in counting)
    return Total(full, earned, rounded(earned * card.full / full) if whole else None)


def grade_of(card: Scorecard, score: Decimal | None) -> str:
    """Return the id of the highest grade that a score reaches, empty where it reaches none."""
    reached = [(least, grade) for grade, least in card.grades.items() if score is not None and score >= least]
    return max(reached)[1] if reached else ""


def rounded(points: Decimal) -> Decimal:
    """Return points with two decimals, halves up."""
    return points.quantize(CENT, ROUND_HALF_UP)
