"""Marks and phrases that the pages of plans and checks share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.sampling.queries import Second, UnitRate
from bihuan.web.case.marks import case_url, stage_of
from bihuan.web.dates import full_day
from bihuan.web.shapes import Link, Stage


@dataclass(frozen=True, slots=True)
class RateRow:
    """One unit in the table of untrue closes. rate: in per cent, “—” where nothing was checked."""

    unit: str
    checked: int
    untrue: int
    rate: str
    cases: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SecondRow:
    """One line of the second rectification list."""

    number: str
    subject: str
    url: str
    unit: str
    check: Link
    told: str
    by: str
    on: str
    due: str
    stage: Stage
    turn: int


def plan_url(plan: Case, name: str = "check_plan", **more: object) -> str:
    """Return the address of a plan, or of a page around it."""
    return reverse(name, kwargs={"pack": plan.pack, "number": plan.number, **more})


def check_url(check: Case, name: str = "case_check", **more: object) -> str:
    """Return the address where a check is filled in."""
    return case_url(check, name, **more)


def percent(value: Decimal | None) -> str:
    """Return a rate with one decimal, “—” where there is none."""
    return "—" if value is None else f"{value:.1f}%"


def rate_rows(rates: list[UnitRate], cases: dict[int, Case]) -> tuple[RateRow, ...]:
    """Return the rates of units as rows; each untrue case leads to its check."""
    return tuple(
        RateRow(
            str(one.unit) if one.unit is not None else _("without a unit"),
            len(one.checked),
            len(one.untrue),
            percent(one.rate),
            tuple(Link(cases[pk].number, check_url(cases[pk])) for pk in one.untrue if pk in cases),
        )
        for one in rates
    )


def second_rows(found: list[Second]) -> tuple[SecondRow, ...]:
    """Return the second rectification list as rows."""
    return tuple(_second(one) for one in found)


def _second(one: Second) -> SecondRow:
    target = one.target
    file = CaseFile(target, one.on)
    return SecondRow(
        target.number,
        target.subject,
        case_url(target),
        str(target.responsible) if target.responsible is not None else "—",
        Link(one.check.number, check_url(one.check)),
        one.check.statement,
        one.confirmed_by,
        full_day(one.on),
        full_day(target.due) if target.due is not None else "—",
        stage_of(target, file.pack),
        target.turn,
    )


def verdict_of(check: Case) -> str:
    """Return the verdict of a check in words, empty before there is one."""
    kind = CaseFile(check, check.closed_on or check.opened_at.date()).kind
    pack = CaseFile(check, check.opened_at.date()).pack
    for field in kind.fields.values():
        value = check.fields.get(field.id)
        if field.type == "choice" and value and field.options:
            return words(pack.options[field.options][str(value)])
    return ""
