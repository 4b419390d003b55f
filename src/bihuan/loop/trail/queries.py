"""What is read of the trail."""

from __future__ import annotations

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case


def cases_numbered(number: str, area_id: int | None = None) -> list[Case]:
    """
    Return the cases that have this number: usually one, several where areas or packs number alike.

    area_id: one area; all of them by default. For the operator's commands, which see every case.
    """
    areas = Area.objects.order_by("pk").values_list("pk", flat=True) if area_id is None else [area_id]
    return [case for area in areas for case in Case.objects.filter(area_id=area, number=number).order_by("pk")]
