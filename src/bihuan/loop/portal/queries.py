"""What the portal shows: policies with what speaks against each, the enterprise's own matters, its messages, the public notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet

from bihuan.accounts.models import Area, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.figures import figure_value
from bihuan.loop.cases.models import Case, CaseParty, Category
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.packs import pack_known, pack_of
from bihuan.loop.lifecycle.waiting import Notices, Told
from bihuan.loop.matching.conditions import Demand, Reason, reasons_against
from bihuan.loop.matching.reading import demands_of, facts_of
from bihuan.loop.notices.models import Notice, NoticeSeen
from bihuan.loop.portal.models import SavedForm
from bihuan.loop.portal.rules import NEEDS, POLICIES, REGISTER, is_registered, own_cases
from bihuan.packspec.model import Kind

MOST_ENTERPRISES: Final = 5000
MESSAGES: Final = 50


def portal_of(area_id: int) -> Case | None:
    """Return the portal that an area runs now: the newest that is open."""
    rows = Case.objects.filter(area_id=area_id, pack=REGISTER, kind="portal", category=Category.OPEN)
    return rows.order_by("-id").first()


def areas_with_portal() -> list[Area]:
    """Return the areas whose portal is open, in the order of their names."""
    return [area for area in Area.objects.order_by("name", "id") if portal_of(area.pk) is not None]


def register_of(actor: Actor) -> Case | None:
    """Return the case by which the actor's enterprise is registered: the newest; None where nobody registered it."""
    return own_cases(actor).filter(pack=REGISTER, kind="enterprise").order_by("-id").first()


def is_confirmed(register: Case | None) -> bool:
    """Return whether the registration of an enterprise was confirmed and still counts."""
    if register is None:
        return False
    pack = pack_of(register.pack, register.pack_version)
    return is_registered(register, pack.kinds[register.kind].lifecycle_of(pack).start.id)


def register_kind(area_id: int) -> Kind:
    """Return the kind that says what is known of an enterprise."""
    return pack_known(area_id, REGISTER).kinds["enterprise"]


@dataclass(frozen=True, slots=True)
class Matched:
    """A policy with what it demands and what speaks against an enterprise; without a reason it fits. left: budget that is left, in yuan."""

    policy: Case
    demands: tuple[Demand, ...]
    reasons: tuple[Reason, ...]
    left: Decimal | None

    @property
    def fits(self) -> bool:
        """Whether the enterprise meets every condition that can be checked."""
        return not self.reasons


def open_policies(area_id: int) -> QuerySet[Case]:
    """Return the policies that may be applied for now, those that end first in front."""
    rows = Case.objects.filter(area_id=area_id, pack=POLICIES, kind="policy", category=Category.OPEN)
    return rows.select_related("responsible").order_by("runs_until", "id")


def policy_of(area_id: int, number: str) -> Case:
    """Return a policy that is or was open. Raises CaseNotFound for any other."""
    rows = Case.objects.filter(area_id=area_id, pack=POLICIES, kind="policy", number=number)
    case = rows.filter(category__in=[Category.OPEN, Category.CLOSED]).select_related("responsible", "handler").first()
    if case is None:
        raise CaseNotFound(number)
    return case


def matched(policy: Case, enterprise: Case | None, day: date) -> Matched:
    """Return a policy held against an enterprise; without one against somebody of whom nothing is known."""
    demands = demands_of(policy, register_kind(policy.area_id))
    return Matched(policy, demands, reasons_against(demands, facts_of(enterprise)), budget_left(policy, day))


def matched_policies(actor: Actor, day: date) -> list[Matched]:
    """Return every open policy held against the actor's enterprise."""
    own = register_of(actor)
    return [matched(policy, own, day) for policy in open_policies(actor.area_id)]


def budget_left(policy: Case, day: date) -> Decimal | None:
    """Return what is left of the budget of a policy, in yuan."""
    pack = pack_of(policy.pack, policy.pack_version)
    return figure_value(pack, "left", area_id=policy.area_id, day=day, scope=policy) if "left" in pack.figures else None


def register_case_of(area_id: int, unit_id: int) -> Case | None:
    """Return the case by which an enterprise is registered: the newest; None where nobody registered it."""
    parties = CaseParty.objects.filter(area_id=area_id, party="applicant", unit_id=unit_id)
    rows = Case.objects.filter(area_id=area_id, pack=REGISTER, kind="enterprise", pk__in=parties.values("case_id"))
    return rows.order_by("-id").first()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An enterprise held against a policy. applied: number of its application, empty without one."""

    unit: Unit
    register: Case
    reasons: tuple[Reason, ...]
    applied: str


def candidates(policy: Case) -> list[Candidate]:
    """Return the registered enterprises held against a policy: those that fit first, then by how little is missing."""
    demands = demands_of(policy, register_kind(policy.area_id))
    rows = Case.objects.filter(area_id=policy.area_id, pack=REGISTER, kind="enterprise", category=Category.OPEN)
    cases = {case.pk: case for case in rows.order_by("id")[:MOST_ENTERPRISES]}
    parties = CaseParty.objects.filter(area_id=policy.area_id, case_id__in=list(cases), party="applicant")
    units = {row.case_id: row.unit for row in parties.select_related("unit") if row.unit is not None}
    applied = _applied(policy)
    found = [
        Candidate(units[pk], case, reasons_against(demands, facts_of(case)), applied.get(units[pk].pk, ""))
        for pk, case in cases.items()
        if pk in units
    ]
    return sorted(found, key=lambda one: (len(one.reasons), one.unit.name))


def _applied(policy: Case) -> dict[int, str]:
    rows = CaseParty.objects.filter(area_id=policy.area_id, party="applicant", case__parent_id=policy.pk)
    return {unit: number for unit, number in rows.values_list("unit_id", "case__number") if unit is not None}


def matters_of(actor: Actor) -> list[Case]:
    """Return the cases of the actor's enterprise beside its register, newest first."""
    rows = own_cases(actor).exclude(pack=REGISTER).select_related("parent", "responsible")
    return list(rows.order_by("-last_at", "-id")[:200])


def application_for(actor: Actor, policy: Case) -> Case | None:
    """Return the newest application of the actor's enterprise for a policy, None without one."""
    return own_cases(actor).filter(pack=POLICIES, parent_id=policy.pk).order_by("-id").first()


def need_window(area_id: int) -> Case | None:
    """Return the window at which an area takes needs of enterprises: the newest that is open."""
    rows = Case.objects.filter(area_id=area_id, pack=NEEDS, kind="window", category=Category.OPEN)
    return rows.order_by("-id").first()


def saved_form(case: Case, move: str) -> SavedForm | None:
    """Return what was typed and saved for a move and not sent yet."""
    return SavedForm.objects.filter(area_id=case.area_id, case_id=case.pk, move=move).first()


def messages_of(actor: Actor, *, before: int = 0) -> Notices:
    """Return messages to the actor's enterprise with the cases they tell of, newest first; `before`: only older ones."""
    rows = Notice.objects.filter(area_id=actor.area_id, unit_id=actor.outside_unit or 0).order_by("-id")
    found = list((rows.filter(pk__lt=before) if before else rows)[: MESSAGES + 1])
    more, found = len(found) > MESSAGES, found[:MESSAGES]
    looked = NoticeSeen.objects.filter(area_id=actor.area_id, person_id=actor.person_id)
    up_to = looked.values_list("up_to", flat=True).first() or 0
    cases = Case.objects.filter(area_id=actor.area_id, wall__isnull=True).select_related("parent")
    known = cases.in_bulk([row.case_id for row in found])
    # What was done may tell the enterprise twice: that the matter goes on, and that a letter came.
    once = {(row.case_id, row.seq, row.kind): row for row in reversed(found)}
    told = [Told(row, known[row.case_id], row.pk > up_to) for row in reversed(once.values()) if row.case_id in known]
    return Notices(told, found[0].pk if found else 0, found[-1].pk if more else 0)


def on_notice(area_id: int) -> list[Case]:
    """Return the applications whose result is published now, by policy."""
    kind = pack_known(area_id, POLICIES).kinds["application"]
    states = [clock.runs_in for id_, clock in kind.clocks.items() if id_ == "notice"]
    rows = Case.objects.filter(
        area_id=area_id, pack=POLICIES, kind="application", state__in=states[0] if states else []
    )
    return list(rows.select_related("parent", "responsible").order_by("parent_id", "id"))


def applicants_of(cases: Sequence[Case]) -> dict[int, str]:
    """Return the names of the enterprises that applied, by case."""
    if not cases:
        return {}
    rows = CaseParty.objects.filter(
        area_id=cases[0].area_id, case_id__in=[case.pk for case in cases], party="applicant", unit__isnull=False
    )
    return dict(rows.values_list("case_id", "unit__name"))
