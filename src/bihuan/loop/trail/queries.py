"""What is read of the trail."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Max, Q

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verbs import TOLD_BY_THE_CLOCK


def cases_numbered(number: str, area_id: int | None = None) -> list[Case]:
    """
    Return the cases that have this number: usually one, several where areas or packs number alike.

    area_id: one area; all of them by default. For the operator's commands, which see every case.
    """
    areas = Area.objects.order_by("pk").values_list("pk", flat=True) if area_id is None else [area_id]
    return [case for area in areas for case in Case.objects.filter(area_id=area, number=number).order_by("pk")]


def last_changes(area_id: int, case_ids: Collection[int]) -> dict[int, int]:
    """
    Return the number of the last event of each case that changed it: what the clock only told of, a warning or a letter, is passed over.

    A case that a night warned of is as it was; whoever read it before may go on.
    """
    told = Q(person_id=0, verb__in=[verb.value for verb in TOLD_BY_THE_CLOCK])
    rows = Event.objects.filter(area_id=area_id, case_id__in=case_ids).exclude(told).order_by()
    return dict(rows.values_list("case_id").annotate(last=Max("seq")))
