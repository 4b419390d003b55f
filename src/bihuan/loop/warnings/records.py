"""Warnings as records that figures count."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from bihuan.loop.cases.records import Records
from bihuan.loop.warnings.models import Warning


def warned(area_id: int, day: date) -> Records:
    """Return the warnings that ladders gave up to a day, whether they were lifted since or not."""
    known = Q(made_up_on__isnull=True) | Q(made_up_on__lte=day)
    rows = Warning.objects.filter(known, area_id=area_id, on__lte=day)
    return Records(rows, {"clock": "clock", "colour": "colour", "on": "on"})
