"""Who may bring documents in and turn them into cases: the office of the pack."""

from __future__ import annotations

from django.db import connection
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.queries import own_and_upper_units
from bihuan.loop.errors import NotAllowed, Refused

PACK = "rectification"


def check_may_bring_in(actor: Actor) -> None:
    """Raise NotAllowed unless the actor sits in the rectification office."""
    units = sorted(own_and_upper_units(actor))
    held = ", ".join(["%s"] * len(units)) or "NULL"
    sql = (
        "SELECT 1 FROM loop_deskholder WHERE area_id = %s AND pack = %s AND desk = 'office' AND case_id IS NULL"  # noqa: S608 - no value in it
        f" AND (person_id = %s OR unit_id IN ({held})) LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [actor.area_id, PACK, actor.stands_for, *units])
        sits = cursor.fetchone() is not None
    if not sits:
        raise NotAllowed(gettext("Only the rectification office imports documents."))


def can_bring_in(actor: Actor) -> bool:
    """Return whether the actor may import documents."""
    try:
        check_may_bring_in(actor)
    except Refused:
        return False
    return True
