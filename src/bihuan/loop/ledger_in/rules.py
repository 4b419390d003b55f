"""Who brings ledgers in: the office for everything of a round, the people of a unit for the progress of its own cases."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import own_and_upper_units
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.ledger_in.models import Form


def is_office(actor: Actor, top: Case, *, on: date) -> bool:
    """Return whether the actor sits in the office of the top case."""
    return stands_as(actor, CaseFile(top, on), "desk.office")


def reports_below(actor: Actor, top: Case) -> bool:
    """Return whether a unit for which the actor acts is responsible for something below the top case."""
    units = own_and_upper_units(actor)
    rows = Case.objects.filter(area_id=top.area_id, root_id=top.root_id, responsible_id__in=units).exclude(pk=top.pk)
    return bool(units) and rows.exists()


def check_may_bring_ledger(actor: Actor, top: Case, form: str, *, on: date) -> None:
    """Raise NotAllowed unless the actor may bring a ledger of this form; every row is asked again on its own."""
    if is_office(actor, top, on=on):
        return
    if form == Form.REGISTER:
        raise NotAllowed(gettext("Only the rectification office registers and corrects from a ledger."))
    if not reports_below(actor, top):
        raise NotAllowed(gettext("Only units that are responsible for something here report from a ledger."))


def forms_for(actor: Actor, top: Case, *, on: date) -> tuple[str, ...]:
    """Return the forms of ledgers the actor may bring, the usual one first."""
    found = []
    for form in (Form.REGISTER, Form.PROGRESS):
        try:
            check_may_bring_ledger(actor, top, form, on=on)
        except Refused:
            continue
        found.append(form.value)
    return tuple(found)
