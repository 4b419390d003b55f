"""Entering numbers by hand, and choosing which rules an area uses."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.audit import Verb, record
from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.values import BadValue, parse_number, unit_of, written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.scoring.models import FigureEntry, RuleChoice
from bihuan.loop.scoring.rules import check_is_office, check_period
from bihuan.packspec.model import Pack

LONGEST = 300


@transaction.atomic
def enter_figure(
    *,
    pack: Pack,
    figure: str,
    first: date,
    value: object,
    basis: str,
    by: Actor,
    at: datetime,
    unit: Unit | str | None = None,
    reason: str = "",
) -> FigureEntry:
    """
    Enter a number for one period; where there is one already this is a correction, which asks for a reason and leaves the old one.

    first: first day of the period. value: as typed or a number. basis: where the number comes from. unit: of which unit it is, also
    by name; none for the whole area. Raises NotAllowed, Refused.
    """
    check_is_office(by, pack)
    check_period(pack, figure, first, local_day(at))
    unit = _unit(by.area_id, unit)
    number, basis, reason = _number(value), written(basis), written(reason)
    there = FigureEntry.objects.filter(area_id=by.area_id, pack=pack.id, figure=figure, first=first, unit=unit)
    before = there.order_by("-id").first()
    missing = {}
    if not basis or len(basis) > LONGEST:
        missing["basis"] = gettext("Say where the number comes from, in up to %(n)d characters.") % {"n": LONGEST}
    if before is not None and not reason:
        missing["reason"] = gettext("There is a number for this period already. Say why it is corrected.")
    if missing:
        raise Refused(next(iter(missing.values())), fields=missing)
    entry = FigureEntry.objects.create(
        area_id=by.area_id, pack=pack.id, figure=figure, unit=unit, first=first, value=number, basis=basis,
        reason=reason[:LONGEST], entered_by_id=by.person_id, entered_at=at,
    )  # fmt: skip
    old = {"value": f"{before.value.normalize():f}"} if before is not None else None
    new = {"value": f"{number.normalize():f}", "period": first.isoformat(), "basis": basis}
    new |= {"unit": unit.name} if unit is not None else {}
    name = pack.figures[figure].title.zh
    record(Verb.FIGURE_ENTERED, by=by, at=at, subject="figure", subject_id=entry.pk, name=name, before=old, after=new)
    return entry


@transaction.atomic
def choose_rule(*, pack: Pack, rule: str, in_use: bool, basis: str, by: Actor, at: datetime) -> RuleChoice:
    """Use a rule of a pack from now on, or no longer. basis: of what document or decision. Raises NotAllowed, Refused."""
    check_is_office(by, pack)
    if rule not in pack.rules:
        raise Refused(gettext("There is no such rule."))
    basis = written(basis)[:LONGEST]
    before = RuleChoice.objects.filter(area_id=by.area_id, pack=pack.id, rule=rule).first()
    values = {"in_use": in_use, "basis": basis, "chosen_by_id": by.person_id, "chosen_at": at}
    if before is None:
        row = RuleChoice.objects.create(area_id=by.area_id, pack=pack.id, rule=rule, **values)
    else:
        RuleChoice.objects.filter(area_id=by.area_id, pk=before.pk).update(**values)
        row = RuleChoice.objects.get(area_id=by.area_id, pk=before.pk)
    old = {"in_use": before.in_use, "basis": before.basis} if before is not None else None
    name = pack.rules[rule].title.zh
    record(
        Verb.RULE_CHOSEN, by=by, at=at, subject="rule", subject_id=row.pk, name=name, before=old,
        after={"in_use": in_use, "basis": basis},
    )  # fmt: skip
    return row


def _unit(area_id: int, typed: Unit | str | None) -> Unit | None:
    try:
        return unit_of(area_id, typed) if typed else None
    except BadValue as problem:
        raise Refused(str(problem), fields={"unit": str(problem)}) from None


def _number(typed: object) -> Decimal:
    try:
        return Decimal(str(parse_number(typed)))
    except BadValue as problem:
        raise Refused(str(problem), fields={"value": str(problem)}) from None
