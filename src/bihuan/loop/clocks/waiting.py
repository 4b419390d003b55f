"""Requests for a later due date that wait for somebody's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile, nearest_desks
from bihuan.loop.cases.models import Category, DeskHolder
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.clocks.rules import check_may_decide_extension
from bihuan.loop.errors import Refused

LOOKED_AT = 60


def extensions_to_answer(actor: Actor, day: date) -> list[ExtensionRequest]:
    """Return the open requests the actor may decide on, oldest first, with their cases; two queries, one where there are none."""
    rows = ExtensionRequest.objects.filter(area_id=actor.area_id, granted__isnull=True)
    rows = rows.exclude(case__category=Category.CLOSED).exclude(asked_by_id__in=actor.persons)
    asked = list(rows.select_related("case__responsible", "case__lead").order_by("id")[:LOOKED_AT])
    if not asked:
        return []
    holders = list(DeskHolder.objects.filter(area_id=actor.area_id).select_related("unit").order_by("id"))
    return [request for request in asked if _decides(actor, request, day, holders)]


def _decides(actor: Actor, request: ExtensionRequest, day: date, holders: Sequence[DeskHolder]) -> bool:
    file = CaseFile(request.case, day)
    file.desks = nearest_desks(request.case, holders)
    try:
        check_may_decide_extension(file, request, actor)
    except Refused:
        return False
    return True
