"""The other side of the portal: what handlers see of a policy and an application beside the case page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.portal.queries import candidates, matched, register_case_of
from bihuan.loop.portal.rules import POLICIES
from bihuan.web.case.marks import case_url
from bihuan.web.portal.policies import Check, check_of, why
from bihuan.web.shapes import Head, Link


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One enterprise beside a policy."""

    name: str
    url: str
    applied: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchPanel:
    """
    What stands beside a policy or an application on its case page.

    checks: the conditions held against the enterprise; enterprises: the page with those that fit a policy.
    """

    checks: tuple[Check, ...]
    register: Link | None
    enterprises: Link | None
    left: str


def panel_of(file: CaseFile, actor: Actor) -> MatchPanel | None:
    """Return the panel of a policy or an application, None for every other case."""
    if file.case.pack != POLICIES:
        return None
    if file.case.kind == "policy":
        return MatchPanel((), None, Link(_("Which enterprises fit"), case_url(file.case, "policy_enterprises")), "")
    policy = file.ancestor("policy")
    if file.case.kind != "application" or policy is None:
        return None
    unit = next(iter(file.units("applicant")), None)
    register = register_case_of(file.case.area_id, unit.pk) if unit is not None else None
    match = matched(policy, register, file.day)
    against = {(reason.fact, reason.how): reason for reason in match.reasons}
    checks = tuple(check_of(demand, against.get((demand.fact, demand.how))) for demand in match.demands)
    link = Link(_("Facts of the enterprise"), case_url(register)) if register is not None else None
    return MatchPanel(checks, link, None, "")


def candidates_page(file: CaseFile, actor: Actor) -> dict[str, Any]:
    """Return what the page of the enterprises for a policy draws."""
    rows = [
        (
            not one.reasons,
            CandidateRow(one.unit.name, case_url(one.register), one.applied, tuple(map(why, one.reasons))),
        )
        for one in candidates(file.case)
    ]
    relations = ("responsible", "handler", "desk.office")
    may_tell = file.case.category == Category.OPEN and any(stands_as(actor, file, one) for one in relations)
    return {
        "place": "ledger",
        "head": Head(
            file.case.subject,
            crumbs=(_crumb(file.case),),
            facts=_("Enterprises on the register, held against the policy"),
        ),
        "fitting": [row for fits, row in rows if fits],
        "others": [row for fits, row in rows if not fits],
        "may_tell": may_tell,
    }


def _crumb(case: Case) -> Link:
    return Link(f"{case.number} {case.subject}", case_url(case))
