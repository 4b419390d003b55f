"""The sweep between the nights: clocks of hours that have run out since the last look change their light, warn, and let the clock move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.db.models.functions import TruncDate

from bihuan.accounts.models import Area
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import LEGAL_ZONE, local_day
from bihuan.loop.lifecycle.arriving import refresh
from bihuan.loop.lifecycle.packs import packs_off
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.warnings.sweeping import do_one

MOST: Final = 200  # of one area in one look; the next look goes on


def pass_hours(*, now: Callable[[], datetime], stop: Callable[[], bool] = lambda: False) -> int:
    """
    Do what is due by the hour in every area, and return with how many cases something was done.

    Nothing is kept of a look: a case is looked at as long as it does not show that its clock is over, so a missed look is made up by the next.
    """
    did = 0
    for area_id in Area.objects.order_by("pk").values_list("pk", flat=True):
        for pk in over_by_the_hour(area_id, now()):
            if stop():
                return did
            _run_out(area_id, pk, now())
            did += 1
    return did


def over_by_the_hour(area_id: int, at: datetime) -> list[int]:
    """Return the cases whose clock of hours is over at an instant and whose light does not say so yet, at most MOST."""
    rows = Case.objects.filter(area_id=area_id, runs_at__lt=at).exclude(pack__in=packs_off(area_id))
    unseen = rows.annotate(over_on=TruncDate("runs_at", tzinfo=LEGAL_ZONE)).filter(runs_until__gte=F("over_on"))
    return list(unseen.order_by("runs_at").values_list("pk", flat=True)[:MOST])


def _run_out(area_id: int, pk: int, at: datetime) -> None:
    day = local_day(at)
    with transaction.atomic():
        case = (
            Case.objects.select_for_update(of=("self",))
            .filter(area_id=area_id, pk=pk)
            .select_related("responsible", "lead")
            .first()
        )
        if case is None:
            return
        columns = {**refresh(CaseFile(case, day), at), "wakes_on": day}
        Case.objects.filter(area_id=area_id, pk=pk).update(**columns)
    do_one(Tonight(area_id, day, at, hold=_nobody_waits), pk)


def _nobody_waits() -> None:
    """Hold nothing: no night is taken for a look of the hour."""
