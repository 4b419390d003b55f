"""The nights that were passed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area


class Night(models.Model):
    """
    The work of one night in one area (夜间办理): what is due by itself on `day`, done once.

    held_until: until when the process that does it has it for itself. did: how many of each duty, by its id, as far as it got.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    began_at = models.DateTimeField()
    held_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    did = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "day"], name="night_once")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.day}"
