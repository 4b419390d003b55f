"""Which periods have had their case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Unit
from bihuan.loop.cases.models import Case


class Repeated(models.Model):
    """
    The case of one period under a parent, opened by the clock, once.

    period: `2026-W48`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`. on: the day it is about. pack, unit: of a kind that stands under no
    other the pack, and the unit where each has a case of its own.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    parent = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    pack = models.CharField(max_length=40, blank=True, default="")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    period = models.CharField(max_length=10)
    on = models.DateField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "parent", "kind", "period"], name="repeated_once"),
            models.UniqueConstraint(
                fields=["area", "pack", "kind", "period", "unit"],
                condition=Q(parent__isnull=True, unit__isnull=False),
                name="repeated_once_of_unit",
            ),
            models.UniqueConstraint(
                fields=["area", "pack", "kind", "period"],
                condition=Q(parent__isnull=True, unit__isnull=True),
                name="repeated_once_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parent_id or self.unit_id or self.pack} {self.period}"
