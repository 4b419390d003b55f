"""Reading plans, samples, checks and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.asking import condition_q
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.clocks.models import Stay
from bihuan.loop.lifecycle.packs import packs_in_use
from bihuan.loop.sampling.checking import USES
from bihuan.loop.sampling.drawing import read_frame
from bihuan.loop.sampling.models import Avoidance, Drawn, LookbackReminder, Sample
from bihuan.loop.sampling.terms import target_id
from bihuan.packspec.model import Kind, Pack

CHECKED, UNTRUE = "checked", "checked_untrue"  # figures of a pack: what was checked, and what of it was untrue
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """One place of a sample: the case that was drawn, and the check that was made of it, if it has begun."""

    row: Drawn
    target: Case
    check: Case | None


@dataclass(frozen=True, slots=True)
class UnitRate:
    """How many cases of a unit were checked and how many were untrue; `rate` in per cent, None where nothing was checked."""

    unit: Unit | None
    checked: tuple[int, ...]
    untrue: tuple[int, ...]

    @property
    def rate(self) -> Decimal | None:
        """Return the share of untrue closes in per cent. Source: 抽查不实率 = 核查不符 ÷ 抽查数."""
        return Decimal(len(self.untrue)) / len(self.checked) * HUNDRED if self.checked else None


@dataclass(frozen=True, slots=True)
class Second:
    """One line of the second rectification list: the case, the check that found it untrue, who confirmed it and when."""

    target: Case
    check: Case
    confirmed_by: str
    on: date


def plan_kinds(area_id: int) -> list[tuple[Pack, Kind]]:
    """Return the kinds that draw samples, of every pack that an area uses."""
    return [(pack, kind) for pack in packs_in_use(area_id) for kind in pack.kinds.values() if kind.samples]


def check_kinds(pack: Pack) -> list[str]:
    """Return the kinds of a pack that are checks."""
    return [kind.id for kind in pack.kinds.values() if USES in kind.uses]


def plans(actor: Actor) -> QuerySet[Case]:
    """Return the plans the actor may see, newest first."""
    kinds = Q(pk__in=[])
    for pack, kind in plan_kinds(actor.area_id):
        kinds |= Q(pack=pack.id, kind=kind.id)
    return visible_to(actor).filter(kinds).select_related("responsible").order_by("-opened_at", "-id")


def sample_of(plan: Case) -> Sample | None:
    """Return the sample of a plan: its last draw; None before the first."""
    rows = Sample.objects.filter(area_id=plan.area_id, case_id=plan.pk).select_related("drawn_by")
    return rows.order_by("-id").first()


def draws_of(plan: Case) -> list[Sample]:
    """Return every draw of a plan, oldest first."""
    rows = Sample.objects.filter(area_id=plan.area_id, case_id=plan.pk).select_related("drawn_by")
    return list(rows.defer("frame").order_by("id"))


def drawn_of(plan: Case) -> list[DrawnCase]:
    """Return what the last draw of a plan drew, also what was taken out of it, with the checks."""
    last = sample_of(plan)
    if last is None:
        return []
    rows = Drawn.objects.filter(area_id=plan.area_id, sample_id=last.pk)
    rows = rows.select_related("target", "target__responsible", "out_by").order_by("place", "id")
    checks = checks_below([plan])
    return [DrawnCase(row, row.target, checks.get((plan.pk, row.target_id))) for row in rows]


def checks_below(plans_: Iterable[Case]) -> dict[tuple[int, int], Case]:
    """Return the checks below plans by (plan, case checked); two queries for any number of plans."""
    wanted = list(plans_)
    if not wanted:
        return {}
    kinds = {kind for pack, _ in plan_kinds(wanted[0].area_id) for kind in check_kinds(pack)}
    rows = Case.objects.filter(area_id=wanted[0].area_id, parent_id__in=[plan.pk for plan in wanted], kind__in=kinds)
    found: dict[tuple[int, int], Case] = {}
    for check in rows.order_by("id"):
        target = target_id(CaseFile(check, date.min))
        if target is not None and check.parent_id is not None:
            found[check.parent_id, target] = check
    return found


def checks_of(target: Case, actor: Actor) -> list[Case]:
    """Return the checks that looked at a case and that the actor may see, newest first."""
    drawn = list(Drawn.objects.filter(area_id=target.area_id, target_id=target.pk).values_list("case_id", flat=True))
    if not drawn:  # as for most cases; who may see which costs more, and every page of a case asks
        return []
    rows = visible_to(actor).filter(parent_id__in=drawn).select_related("parent").order_by("-id")
    return [check for check in rows if target_id(CaseFile(check, date.min)) == target.pk]


def counted(pack: Pack, figure: str, *, area_id: int, day: date) -> list[Case]:
    """Return the rows that a figure of a pack counts: those of each figure it is made of, where it is a sum."""
    declared = pack.figures.get(figure)
    if declared is None:
        return []
    if declared.operator == "count":
        kind = declared.of[0]
        rows = Case.objects.filter(
            condition_q(pack, kind, declared.where, day), area_id=area_id, pack=pack.id, kind=kind
        )
        return list(rows.order_by("id"))
    return [case for part in declared.of for case in counted(pack, part, area_id=area_id, day=day)]


def rates_by_unit(area_id: int, day: date, *, plan: Case | None = None) -> list[UnitRate]:
    """
    Return how many closes of each unit were checked and how many were untrue: most untrue first, then as units stand.

    plan: only the checks of one plan. Units of which nothing was checked are not in it: they are not ranked.
    """
    by_unit: dict[int, tuple[Unit | None, list[int], list[int]]] = {}
    for pack in {pack.id: pack for pack, _ in plan_kinds(area_id)}.values():
        checked = _of_plan(counted(pack, CHECKED, area_id=area_id, day=day), plan)
        untrue = {case.pk for case in _of_plan(counted(pack, UNTRUE, area_id=area_id, day=day), plan)}
        targets = _targets(area_id, checked)
        for case in checked:
            target = targets.get(target_id(CaseFile(case, day)) or 0)
            unit = target.responsible if target is not None else None
            entry = by_unit.setdefault(unit.pk if unit else 0, (unit, [], []))
            entry[1].append(case.pk)
            if case.pk in untrue:
                entry[2].append(case.pk)
    found = [UnitRate(unit, tuple(checked), tuple(untrue)) for unit, checked, untrue in by_unit.values()]
    return sorted(
        found, key=lambda one: (-(one.rate or 0), one.unit.order if one.unit else 0, one.unit.pk if one.unit else 0)
    )


def _of_plan(cases: Sequence[Case], plan: Case | None) -> list[Case]:
    return [case for case in cases if plan is None or case.parent_id == plan.pk]


def _targets(area_id: int, checks: Sequence[Case]) -> dict[int, Case]:
    ids = {pk for case in checks if (pk := target_id(CaseFile(case, date.min))) is not None}
    rows = Case.objects.filter(area_id=area_id, pk__in=ids).select_related("responsible")
    return {case.pk: case for case in rows}


def second_list(area_id: int, day: date, *, plan: Case | None = None) -> list[Second]:
    """Return the second rectification list (二次整改清单): every case that a check found untrue, newest check first."""
    found: list[Second] = []
    for pack in {pack.id: pack for pack, _ in plan_kinds(area_id)}.values():
        checks = _of_plan(counted(pack, UNTRUE, area_id=area_id, day=day), plan)
        targets = _targets(area_id, checks)
        stays = Stay.objects.filter(area_id=area_id, case_id__in=[case.pk for case in checks], left_at__isnull=True)
        ended = {stay.case_id: stay for stay in stays.select_related("entered_by")}
        for check in checks:
            target = targets.get(target_id(CaseFile(check, day)) or 0)
            stay = ended.get(check.pk)
            if target is not None and check.closed_on is not None:
                who = stay.entered_by.name if stay is not None and stay.entered_by is not None else ""
                found.append(Second(target, check, who, check.closed_on))
    return sorted(found, key=lambda one: (one.on, one.check.pk), reverse=True)


def avoidances_of(plan: Case) -> list[Avoidance]:
    """Return the declarations that stand in the area of a plan, newest first."""
    rows = Avoidance.objects.filter(area_id=plan.area_id, lifted_at__isnull=True)
    return list(rows.select_related("person", "unit", "target", "plan", "declared_by").order_by("-id"))


def reminders(area_id: int, since: date) -> list[LookbackReminder]:
    """Return the reminders of rounds to look back at since a day, newest first."""
    rows = LookbackReminder.objects.filter(area_id=area_id, day__gte=since).select_related("case")
    return list(rows.order_by("-day", "-id"))


def frame_table(plan: Case) -> bytes:
    """Return the frame of the last draw as a table that anybody can draw from again: id, number, strata."""
    sample = sample_of(plan)
    if sample is None:
        return b""
    lines = [",".join(("id", "number", *map(str, sample.strata)))]
    for member in read_frame(sample.frame):
        cells = (str(member.id), member.number, *member.stratum)
        lines.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
