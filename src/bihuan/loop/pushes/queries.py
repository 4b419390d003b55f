"""Major problems (重大问题推进): which findings meet the criteria of their round, and how those on the list stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, QuerySet

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, CaseParty, Category
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun, Stay
from bihuan.loop.instructions.models import Instruction
from bihuan.loop.lifecycle.packs import pack_of

LIVE: Final = (Category.DRAFT, Category.OPEN, Category.REVIEW)
CRITERIA: Final = ("push_money", "push_returns", "push_late")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding that meets criteria and is on no list. grounds: option ids of `push_ground`; facts: what was found for each."""

    case: Case
    grounds: tuple[str, ...]
    amount: Decimal | None
    returns: int
    turn: int
    days_late: int
    instructions: int


def criterion(round_: Case, name: str) -> Decimal | None:
    """Return the number a round sets for a criterion, the pack's default where it says nothing."""
    field = pack_of(round_.pack, round_.pack_version).kinds[round_.kind].fields.get(name)
    value: Any = round_.fields.get(name, field.default if field is not None else None)
    return None if value in (None, "") else Decimal(str(value))


def proposals(actor: Actor, round_: Case, day: date) -> list[Proposal]:
    """Return the open findings of a round that meet one of its criteria and are not pushed yet; the office decides."""
    rows = visible_to(actor).filter(root_id=round_.pk, kind="finding", category__in=(Category.OPEN, Category.REVIEW))
    listed = Case.objects.filter(area_id=round_.area_id, root_id=round_.pk, kind="push", category__in=LIVE)
    cases = list(rows.exclude(pk__in=listed.values("parent_id")).select_related("responsible").order_by("order", "id"))
    ids = [case.pk for case in cases]
    returns, named = _returns(round_.area_id, ids), _named(round_.area_id, ids)
    limits = {name: criterion(round_, name) for name in CRITERIA}
    found = [_proposal(case, limits, returns.get(case.pk, 0), named.get(case.pk, 0), day) for case in cases]
    return [one for one in found if one.grounds]


def _proposal(case: Case, limits: Mapping[str, Decimal | None], returns: int, named: int, day: date) -> Proposal:
    amount = Decimal(str(case.fields["amount"])) if case.fields.get("amount") else None
    late = max(0, (day - case.due).days) if case.due is not None else 0
    money, times, days = (limits[name] for name in CRITERIA)
    meets = {
        "money": amount is not None and money is not None and amount >= money,
        "returned": times is not None and returns >= times > 0,
        "reopened": case.turn > 1,
        "overdue": days is not None and late > days,
        "named": named > 0,
    }
    grounds = tuple(ground for ground, so in meets.items() if so)
    return Proposal(case, grounds, amount, returns, case.turn, late, named)


def _returns(area_id: int, ids: list[int]) -> dict[int, int]:
    rows = Stay.objects.filter(area_id=area_id, case_id__in=ids, move="return")
    return dict(rows.values_list("case_id").annotate(n=Count("id")).order_by())


def _named(area_id: int, ids: list[int]) -> dict[int, int]:
    rows = Instruction.objects.filter(area_id=area_id, case_id__in=ids, withdrawn=False)
    return dict(rows.values_list("case_id").annotate(n=Count("id")).order_by())


@dataclass(frozen=True, slots=True)
class Pushed:
    """One major problem. report_due: when the next report is due; reported: day of the last report, None before the first."""

    case: Case
    milestones: tuple[Case, ...]
    report_due: date | None
    reported: date | None
    members: tuple[str, ...]

    @property
    def reached(self) -> int:
        """How many milestones are reached."""
        return sum(1 for one in self.milestones if one.category == Category.CLOSED)


def pushed(actor: Actor, round_: Case, *, closed: bool = False) -> list[Pushed]:
    """Return the major problems of a round that the actor may see, in the order of their sponsors; closed: also those ended."""
    rows: QuerySet[Case] = visible_to(actor).filter(root_id=round_.pk, kind="push")
    if not closed:
        rows = rows.filter(category__in=LIVE)
    cases = list(
        rows.select_related("responsible", "leader", "handler", "parent").order_by("leader_id", "urgency", "id")
    )
    ids = [case.pk for case in cases]
    steps: dict[int, list[Case]] = defaultdict(list)
    seen = visible_to(actor).filter(parent_id__in=ids, kind="milestone").select_related("responsible")
    for one in seen.order_by("order", "id"):
        steps[one.parent_id or 0].append(one)
    due = _report_due(round_.area_id, cases)
    reported = _reported(round_.area_id, ids)
    members = _members(round_.area_id, ids)
    return [
        Pushed(case, tuple(steps[case.pk]), due.get(case.pk), reported.get(case.pk), members.get(case.pk, ()))
        for case in cases
    ]


def _report_due(area_id: int, cases: list[Case]) -> dict[int, date]:
    turns = {case.pk: case.turn for case in cases}
    runs = ClockRun.objects.filter(area_id=area_id, case_id__in=turns, clock="weekly", running=True)
    return {run.case_id: run.due_on for run in runs if run.turn == turns[run.case_id]}


def _reported(area_id: int, ids: list[int]) -> dict[int, date]:
    found: dict[int, date] = {}
    for pk, at in (
        Stay.objects.filter(area_id=area_id, case_id__in=ids, move="progress")
        .order_by("id")
        .values_list("case_id", "entered_at")
    ):
        found[pk] = local_day(at)
    return found


def _members(area_id: int, ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = CaseParty.objects.filter(area_id=area_id, case_id__in=ids, party="panel").select_related("person", "unit")
    found: dict[int, tuple[str, ...]] = {}
    for row in rows.order_by("id"):
        found[row.case_id] = (*found.get(row.case_id, ()), str(row.person.name if row.person else row.unit))
    return found
