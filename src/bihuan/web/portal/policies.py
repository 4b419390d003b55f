"""Policies as an enterprise reads them: what they give, whom they are for, and the reason for every no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.values import bare, show_field, show_money, words
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.matching.conditions import Demand, Reason
from bihuan.loop.portal.queries import Matched, application_for
from bihuan.loop.portal.rules import REGISTER
from bihuan.web.shapes import Link


@dataclass(frozen=True, slots=True)
class Check:
    """One condition beside what is known: is it met, in words."""

    title: str
    wants: str
    met: bool
    why: str


@dataclass(frozen=True, slots=True)
class PolicyCard:
    """A policy in a list. fits: None where nobody is asked. ends: the day, days_left: until then."""

    number: str
    subject: str
    url: str
    sort: str
    unit: str
    limit: str
    left: str
    ends: str
    days_left: int | None
    fits: bool | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """Everything about one policy."""

    card: PolicyCard
    is_open: bool
    facts: tuple[tuple[str, str], ...]
    benefit: str
    checks: tuple[Check, ...]
    conditions: str
    materials: str
    applied: Link | None
    used_up: bool
    may_apply: bool


def card_of(match: Matched, day: date, *, ask: bool) -> PolicyCard:
    """Return a policy for a list; `ask`: whether somebody is held against it."""
    policy = match.policy
    ends = str(policy.fields.get("ends_on") or "")
    return PolicyCard(
        number=policy.number,
        subject=policy.subject,
        url=reverse("portal_policy", args=[policy.number]),
        sort=shown(policy, "sort"),
        unit=policy.responsible.name if policy.responsible is not None else "",
        limit=shown(policy, "each_at_most"),
        left=show_money(match.left) if match.left is not None else "",
        ends=ends,
        days_left=(date.fromisoformat(ends) - day).days if ends else None,
        fits=match.fits if ask else None,
        reasons=tuple(why(reason) for reason in match.reasons) if ask else (),
    )


def policy_page(match: Matched, who: Actor | None, day: date) -> PolicyPage:
    """Return the page of a policy; `who`: the person of an enterprise, None for everybody else."""
    policy = match.policy
    against = {(reason.fact, reason.how): reason for reason in match.reasons}
    own = application_for(who, policy) if who is not None else None
    applied = None
    if own is not None and own.category != Category.CLOSED:
        applied = Link(_("My application %(number)s") % {"number": own.number}, matter_url(own))
    used_up = match.left is not None and match.left <= 0
    is_open = policy.category == Category.OPEN
    facts = (
        (_("Limit for one enterprise"), shown(policy, "each_at_most")),
        (_("Budget left"), show_money(match.left) if match.left is not None else ""),
        (
            pgettext("policy", "Applications"),
            _("%(from)s to %(to)s") % {"from": shown(policy, "opens_on"), "to": shown(policy, "ends_on")},
        ),
        (_("Handled by"), policy.responsible.name if policy.responsible is not None else ""),
        (_("Issued as"), shown(policy, "issued_by")),
    )
    return PolicyPage(
        card=card_of(match, day, ask=who is not None),
        is_open=is_open,
        facts=tuple((title, value) for title, value in facts if value),
        benefit=shown(policy, "benefit"),
        checks=tuple(
            check_of(demand, against.get((demand.fact, demand.how)), known=who is not None) for demand in match.demands
        ),
        conditions=shown(policy, "conditions"),
        materials=shown(policy, "materials"),
        applied=applied,
        used_up=used_up and is_open,
        may_apply=is_open and who is not None and applied is None and not used_up,
    )


def check_of(demand: Demand, reason: Reason | None, *, known: bool = True) -> Check:
    """Return a condition with whether it is met; where nobody is held against it, nothing is said of that."""
    return Check(
        bare(demand.title), wanted(demand), reason is None, why(reason) if reason is not None and known else ""
    )


def wanted(demand: Demand | Reason) -> str:
    """Return what a condition asks, without its title."""
    wants = demand.words if isinstance(demand, Demand) else demand.wants
    is_date = len(wants) == 10 and wants[4] == "-"
    match demand.how:
        case "least":
            return (_("not before %(wants)s") if is_date else _("at least %(wants)s")) % {"wants": wants}
        case "most":
            return (_("not after %(wants)s") if is_date else _("at most %(wants)s")) % {"wants": wants}
        case "of":
            return _("one of: %(wants)s") % {"wants": wants}
        case "all":
            return _("all of: %(wants)s") % {"wants": wants}
    return _("must be so")


def why(reason: Reason) -> str:
    """Return the reason for a no as one sentence: what is known, and what would be needed."""
    title = bare(reason.title)
    if reason.is_unknown:
        return _("Not filled in: %(title)s (%(wants)s)") % {"title": title, "wants": wanted(reason)}
    return _("%(title)s: %(has)s; %(wants)s") % {"title": title, "has": reason.has, "wants": wanted(reason)}


def shown(case: Case, field: str) -> str:
    """Return the value of a field of a case in words."""
    pack = pack_of(case.pack, case.pack_version)
    declared = pack.kinds[case.kind].fields[field]
    value = case.fields.get(field, declared.default)
    return show_field(declared, pack, value)


def matter_url(case: Case) -> str:
    """Return the address of a case in the portal."""
    return reverse("portal_matter", args=[case.pack, case.number])


def yuan(amount: Decimal | None) -> str:
    """Return an amount in words, empty for none."""
    return show_money(amount) if amount is not None else ""


def kind_words(case: Case) -> str:
    """Return what kind of matter a case is."""
    return words(pack_of(case.pack, case.pack_version).kinds[case.kind].title)


def subject_of(case: Case, who: Actor) -> str:
    """Return what a matter is about: of one that is only called like the enterprise, what stands above it."""
    if case.subject != who.unit_name or case.pack == REGISTER or case.parent is None:
        return case.subject
    return case.parent.subject
