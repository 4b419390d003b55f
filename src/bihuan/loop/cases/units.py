"""Ending a unit without leaving its cases to nobody."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.accounts.actions import end_unit
from bihuan.accounts.errors import Refused
from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.accounts.rules import check_in_area, check_may_manage_organisation
from bihuan.loop.cases.models import Case, Category, DeskHolder
from bihuan.loop.cases.walls import outside_walls


@transaction.atomic
def end_unit_of_cases(*, unit: Unit, by: Actor, at: datetime, on: date) -> Unit:
    """
    End a unit that has nothing left to do; pages and imports end units through this, never past it.

    Raises NotAllowed, NotInArea; Refused while the unit is responsible for open cases, leads them or holds a desk, and
    for whatever accounts.actions.end_unit refuses.
    """
    check_may_manage_organisation(by)
    check_in_area(by, unit)
    _check_no_open_cases(unit)
    _check_no_desk(unit)
    return end_unit(unit=unit, by=by, at=at, on=on)


def _check_no_open_cases(unit: Unit) -> None:
    cases = Case.objects.filter(area_id=unit.area_id).exclude(category=Category.CLOSED)
    cases = cases.filter(Q(responsible=unit) | Q(lead=unit))
    count = cases.count()
    if count:
        numbers = "、".join(outside_walls(cases).order_by("id").values_list("number", flat=True)[:5])
        raise Refused(
            _("%(unit)s was not ended: it has %(count)d open cases (%(numbers)s). Hand them to another unit first.")
            % {"unit": unit.name, "count": count, "numbers": numbers + ("…" if count > 5 else "")}
        )


def _check_no_desk(unit: Unit) -> None:
    desk = DeskHolder.objects.filter(area_id=unit.area_id, unit=unit).first()
    if desk is not None:
        raise Refused(
            _("%(unit)s was not ended: it holds a desk of a pack. Name another holder first.") % {"unit": unit.name}
        )
