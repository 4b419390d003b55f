"""How risky it is to believe that a case is really done: signs that are looked for, and three levels made of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.sampling.terms import term, whole
from bihuan.packspec.bilingual import Text


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a sign counts; a plan may say otherwise (`sampling.terms`)."""

    amount: Decimal
    evidence: int
    sorts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of risk: how people call it, why it is looked at, and whether a case shows it on a day."""

    id: str
    title: Text
    basis: Text
    shows: Callable[[Case, Limits, date], bool]


LEVELS: Final[dict[str, Text]] = {
    "high": Text("高风险", "High"),
    "middle": Text("中风险", "Middle"),
    "low": Text("低风险", "Low"),
}
SIGNS: Final[tuple[Sign, ...]] = (
    Sign(
        "reopened",
        Text("曾经重启", "Reopened before"),
        Text("已经反弹过的问题再次反弹的可能性大", "what came back once comes back more easily"),
        lambda case, _limits, _day: case.turn > 1,
    ),
    Sign(
        "late",
        Text("超期或延期", "Late or extended"),
        Text("赶在期限前后销号的问题容易整改不实", "what was closed in haste is often not done"),
        lambda case, _limits, day: _is_late(case, day),
    ),
    Sign(
        "amount",
        Text("金额较大", "Large amount"),
        Text("涉及资金的整改须核对到账", "money has to be followed to where it went"),
        lambda case, limits, _day: _amount(case) >= limits.amount > 0,
    ),
    Sign(
        "evidence",
        Text("佐证较少", "Little evidence"),
        Text("只有文字说明、佐证不足的问题容易虚假销号", "what rests on words alone is easily false"),
        lambda case, limits, _day: case.evidence_count < limits.evidence,
    ),
    Sign(
        "sort",
        Text("重点类别", "Sort under watch"),
        Text("检查方案列为重点的问题类别", "the plan names these sorts"),
        lambda case, limits, _day: bool(limits.sorts & {str(case.fields.get("sort", ""))}),
    ),
)


def limits_of(plan: CaseFile) -> Limits:
    """Return from where on signs count in a plan."""
    return Limits(
        amount=Decimal(str(term(plan, "risk_amount"))),
        evidence=whole(plan, "risk_evidence"),
        sorts=frozenset(map(str, term(plan, "risk_sorts"))),
    )


def signs_of(case: Case, limits: Limits, day: date) -> list[Sign]:
    """Return the signs of risk that a case shows on a day, in the order of SIGNS."""
    return [sign for sign in SIGNS if sign.shows(case, limits, day)]


def level_of(case: Case, limits: Limits, day: date) -> str:
    """Return the level of a case: high for two signs or a relapse, middle for one sign, low for none."""
    found = signs_of(case, limits, day)
    if len(found) > 1 or any(sign.id == "reopened" for sign in found):
        return "high"
    return "middle" if found else "low"


def _is_late(case: Case, day: date) -> bool:
    if case.original_due is None:
        return False
    return (case.finished_on or case.closed_on or day) > case.original_due or (
        case.due or case.original_due
    ) > case.original_due


def _amount(case: Case) -> Decimal:
    value: Any = case.fields.get("amount")
    try:
        return Decimal(str(value)) if value not in (None, "") else Decimal(0)
    except ArithmeticError:
        return Decimal(0)
