"""Looking at what stands behind a wall: every look is an event of the case, so a page that is only read (GET) writes here: decision 0017."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import get_case
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

PAGE: Final = "page"
LIST: Final = "list"


def look_at(*, pack: str, number: str, by: Actor, at: datetime, what: str = PAGE) -> Case:
    """
    Return a case for somebody to look at; doors take cases from here. Raises CaseNotFound, the same for missing and forbidden.

    what: which part is shown, in one word (page, trail, the id of an attachment …). Of a case behind a wall every look writes its
    own event, also the second within a minute: who wants to know who looked how often must not have to trust a rule of thumb.
    """
    case = get_case(by, pack, number)
    return case if case.wall is None else _noted(case, what, by=by, at=at)


def look_along(*, ids: Collection[int], by: Actor, at: datetime) -> None:
    """
    Write down that rows of a list are shown to somebody: of each case behind a wall among them, an event of its own.

    ids: of the cases that the actor may see and whose fields stand on the page.
    """
    rows = Case.objects.filter(area_id=by.area_id, pk__in=ids, wall__isnull=False) if ids else Case.objects.none()
    for case in rows.order_by("pk"):
        _noted(case, LIST, by=by, at=at)


@transaction.atomic
def _noted(case: Case, what: str, *, by: Actor, at: datetime) -> Case:
    locked = lock_case(case, off_too=True)
    record(case=locked, verb=Verb.VIEWED, by=by, at=at, body={"viewed": what})
    return locked
