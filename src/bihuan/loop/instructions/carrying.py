"""Instructions that were given to somebody by name go over with the post: they would wait for ever for an answer of who left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import tell_above
from bihuan.loop.cases.relations import Holder
from bihuan.loop.handover.listing import Carrier, Line
from bihuan.loop.instructions.actions import KIND
from bihuan.loop.instructions.models import Addressee
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.projection import reference
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

WHAT = "instruction"


def lines_of_person(area_id: int, person: Person) -> list[Line]:
    """Return the running instructions to a person that are not answered yet."""
    rows = Addressee.objects.filter(area_id=area_id, person=person, answered_at__isnull=True)
    rows = rows.filter(instruction__area_id=area_id, instruction__closed_at__isnull=True)
    return [
        Line(
            WHAT,
            row.pk,
            row.instruction.text[:200],
            row.instruction.case.number,
            (gettext("Instruction"),),
            "",
            row.instruction.due,
        )
        for row in rows.select_related("instruction__case").order_by("id")
    ]


def carry(line: Line, person: Person, to: Person, by: Actor, at: datetime) -> str:
    """Let the successor answer an instruction, in the caller's transaction, and return why that cannot be."""
    rows = Addressee.objects.filter(area_id=by.area_id, pk=line.subject_id)
    row = rows.select_related("instruction__case").first()
    if row is None:
        return gettext("Somebody else was named meanwhile.")
    case = lock_case(row.instruction.case)
    row = rows.select_related("instruction").get()
    if row.person_id != person.pk:
        return gettext("Somebody else was named meanwhile.")
    if row.answered_at is not None or row.instruction.closed_at is not None:
        return gettext("This instruction is ended already.")
    if Addressee.objects.filter(area_id=by.area_id, instruction_id=row.instruction_id, person=to).exists():
        return gettext("This instruction is given to the successor as well.")
    rows.update(person=to)
    tell_above(by.area_id, [*case.ancestors, case.pk], [to])
    body: dict[str, Any] = {
        "from": reference(person),
        "to": reference(to),
        "roles": [],
        "reason": gettext("Instruction"),
        "instruction": {"id": row.instruction_id, "line": row.pk},
    }
    record(case=case, verb=Verb.HANDED_OVER, by=by, at=at, body=body)
    tell(case=case, to=[Holder(person_id=to.pk)], kind=KIND, at=at)
    return ""


CARRIER = Carrier(lines_of_person, carry)
