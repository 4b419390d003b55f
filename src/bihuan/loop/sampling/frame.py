"""From which cases a plan draws on a day, and by what they are divided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bihuan.loop.cases.asking import condition_q
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import below
from bihuan.loop.cases.values import NATURES, words
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.clocks.calendar import add_months
from bihuan.loop.sampling.drawing import Member
from bihuan.loop.sampling.models import Drawn
from bihuan.loop.sampling.risk import LEVELS, level_of, limits_of
from bihuan.loop.sampling.terms import WINDOW, links_to, months_of
from bihuan.packspec.model import Kind

UNIT, RISK, ROUND, NATURE = "responsible", "risk", "round", "nature"


@dataclass(frozen=True, slots=True)
class Narrow:
    """
    What narrows the frame beside the list of the pack and the rounds the plan names.

    closed_to: struck off on this day or before, for lists of closed cases; categories, units: only these; empty for all.
    fresh: leave out what a plan has drawn in this turn already.
    """

    closed_to: date | None = None
    categories: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    fresh: bool = False

    def written(self) -> dict[str, Any]:
        """Return it as the trail and the row keep it; only what narrows."""
        found: dict[str, Any] = {}
        if self.closed_to is not None:
            found["closed_to"] = self.closed_to.isoformat()
        if self.categories:
            found["categories"] = list(self.categories)
        if self.units:
            found["units"] = list(self.units)
        return found | ({"fresh": True} if self.fresh else {})


def narrow_of(written: Mapping[str, Any]) -> Narrow:
    """Return what was kept."""
    closed = written.get("closed_to")
    return Narrow(
        date.fromisoformat(closed) if closed else None,
        tuple(written.get("categories", ())),
        tuple(written.get("units", ())),
        bool(written.get("fresh")),
    )


def proposed_narrow(plan: CaseFile) -> Narrow:
    """Return what a draw proposes: of closed cases those whose window has opened, as the rounds settle it; else everything."""
    if not draws_closed(plan.kind, plan):
        return Narrow()
    months = [months_of(round_.fields, "lookback_from") for round_ in rounds_of(plan)]
    return Narrow(closed_to=add_months(plan.day, -max(months, default=WINDOW["lookback_from"])))


def draws_closed(kind: Kind, plan: CaseFile) -> bool:
    """Return whether a plan draws from closed cases alone."""
    where = plan.pack.lists[kind.samples].where if kind.samples else ()
    return any(clause.path == "category" and clause.must == (Category.CLOSED.value,) for clause in where)


def rounds_of(plan: CaseFile) -> list[Case]:
    """Return the cases above what is drawn that the plan names; none when it draws from all of them."""
    of = plan.pack.lists[plan.kind.samples].of if plan.kind.samples else ()
    above = {f"{plan.pack.id}.{one}" for kind in of for one in plan.pack.ancestors(kind)}
    ids: list[int] = []
    for name in links_to(plan.kind, above):
        value = plan.case.fields.get(name)
        ids += value if isinstance(value, list) else [value] if value is not None else []
    return list(Case.objects.filter(area_id=plan.case.area_id, pk__in=ids).order_by("id")) if ids else []


def frame_rows(plan: CaseFile, narrow: Narrow) -> QuerySet[Case]:
    """Return the cases from which a plan draws on its day."""
    spec, area_id = plan.pack.lists[plan.kind.samples], plan.case.area_id
    asked = Q()
    for kind in spec.of:
        asked |= Q(kind=kind) & condition_q(plan.pack, kind, spec.where, plan.day)
    rows = outside_walls(Case.objects.filter(asked, area_id=area_id, pack=plan.pack.id))
    under = Q()
    for round_ in rounds_of(plan):
        under |= below(round_)
    rows = rows.filter(under)
    if narrow.closed_to is not None:
        rows = rows.filter(closed_on__lte=narrow.closed_to)
    if narrow.categories:
        rows = rows.filter(category__in=narrow.categories)
    if narrow.units:
        rows = rows.filter(responsible_id__in=narrow.units)
    if narrow.fresh:
        drawn = Drawn.objects.filter(area_id=area_id, out_at__isnull=True).exclude(case_id=plan.case.pk)
        rows = rows.exclude(pk__in=drawn.values("target_id"))
    return rows.select_related("responsible").order_by("id")


def strata_choices(plan: CaseFile) -> dict[str, str]:
    """Return by what a frame may be divided: id → title."""
    found = {
        UNIT: gettext("Responsible unit"),
        RISK: gettext("Risk"),
        ROUND: gettext("Inspection round"),
        NATURE: gettext("Nature"),
    }
    for kind in plan.pack.lists[plan.kind.samples].of:
        found |= {
            field.id: words(field.title)
            for field in plan.pack.kinds[kind].fields.values()
            if field.type == "choice" and not field.many
        }
    return found


def frame_of(plan: CaseFile, narrow: Narrow, strata: Sequence[str]) -> list[Member]:
    """Return the frame of a plan on its day, each case with its stratum."""
    limits = limits_of(plan)
    rows = list(frame_rows(plan, narrow))
    roots: dict[int, str] = {}
    if ROUND in strata:
        tops = Case.objects.filter(area_id=plan.case.area_id, pk__in={case.root_id for case in rows})
        roots = dict(tops.values_list("pk", "number"))
    found = []
    for case in rows:
        levels = {RISK: level_of(case, limits, plan.day)} if RISK in strata else {}
        stratum = tuple(_word(case, name, levels, roots) for name in strata)
        found.append(Member(case.pk, case.number, stratum))
    return found


def _word(case: Case, name: str, levels: Mapping[str, str], roots: Mapping[int, str]) -> str:
    if name in levels:
        return levels[name]
    if name == UNIT:
        return case.responsible.name if case.responsible is not None else ""
    if name == ROUND:
        return roots.get(case.root_id or 0, "")
    return str(case.nature if name == NATURE else case.fields.get(name) or "")


def stratum_words(plan: CaseFile, strata: Sequence[str], stratum: Sequence[str]) -> list[str]:
    """Return a stratum as people read it, one word for each thing the frame is divided by."""
    return [_shown(plan, name, value) for name, value in zip(strata, stratum, strict=False)]


def _shown(plan: CaseFile, name: str, value: str) -> str:
    if name == RISK and value in LEVELS:
        return words(LEVELS[value])
    if name == NATURE and value in NATURES:
        return words(NATURES[value])
    for kind in plan.pack.lists[plan.kind.samples].of:
        field = plan.pack.kinds[kind].fields.get(name)
        if field is not None and field.options and value in plan.pack.options[field.options]:
            return words(plan.pack.options[field.options][value])
    return value or gettext("not filled in")
