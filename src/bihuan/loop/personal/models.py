"""Personal data of a case, kept apart from everything that is listed, searched, chained or exported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case


class PersonalValue(models.Model):
    """
    The value of one field that its pack calls `personal`. The case and its trail hold only a digest of it, made with `seal`.

    So a name or a telephone number can be shown to those who handle the case, and erased one day, without breaking the chain.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    field = models.CharField(max_length=40)
    value = models.TextField()
    seal = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "case", "field"], name="personal_value_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.field}"
