"""
One condition against one fact, in plain values: what fits has no reason against it.

    >>> demand = Demand("staff", "员工人数", "least", Decimal(20), "20")
    >>> reason_against(demand, Fact(Decimal(8), "8"))
    Reason(fact='staff', title='员工人数', is_unknown=False, has='8', wants='20', how='least')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

How = Literal["least", "most", "of", "all", "needed"]
Value = Decimal | date | bool | frozenset[str]

# How a field of a policy is called that is held against a field of the enterprise: `revenue_least` against `revenue`.
HOWS: Final[tuple[How, ...]] = ("least", "most", "of", "all", "needed")


@dataclass(frozen=True, slots=True)
class Fact:
    """What an enterprise says of itself: a number, a date, a yes or no, or chosen options; `words` as people read it."""

    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Demand:
    """
    One condition.

    how: least and most hold a number or a date against `value`, of wants one of the options, all wants every one, needed wants a yes.
    words: `value` as people read it.
    """

    fact: str
    title: str
    how: How
    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a condition is not met. is_unknown: the enterprise has not said; has, wants: both sides in words."""

    fact: str
    title: str
    is_unknown: bool
    has: str
    wants: str
    how: How


def reasons_against(demands: Iterable[Demand], facts: Mapping[str, Fact]) -> tuple[Reason, ...]:
    """Return the reason for each demand that these facts do not meet, in the order of the demands; nothing means they fit."""
    found = (reason_against(demand, facts.get(demand.fact)) for demand in demands)
    return tuple(reason for reason in found if reason is not None)


def reason_against(demand: Demand, fact: Fact | None) -> Reason | None:
    """Return why a fact does not meet a demand, None where it does. What is not known meets nothing."""
    if fact is not None and meets(demand, fact.value):
        return None
    return Reason(
        demand.fact, demand.title, fact is None, fact.words if fact is not None else "", demand.words, demand.how
    )


def meets(demand: Demand, value: Value) -> bool:
    """Return whether a value meets a demand; one of another sort does not."""
    wanted = demand.value
    match demand.how:
        case "least" | "most":
            if isinstance(value, Decimal) and isinstance(wanted, Decimal):
                return value >= wanted if demand.how == "least" else value <= wanted
            if isinstance(value, date) and isinstance(wanted, date):
                return value >= wanted if demand.how == "least" else value <= wanted
            return False
        case "of" | "all":
            if not isinstance(value, frozenset) or not isinstance(wanted, frozenset):
                return False
            return bool(value & wanted) if demand.how == "of" else wanted <= value
        case "needed":
            return value is True
