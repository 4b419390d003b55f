"""What a round was at the end of a day, frozen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import StoredFile


class Snapshot(models.Model):
    """
    All cases of a round and its figures at the end of a day (快照), as a file that never changes.

    The round's trail says digest and figures too; verification compares them and reads the file.
    figures: decimal text by id of the figure, null where it has no value. made_by: None for one that was made by itself.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Case, models.PROTECT, related_name="snapshots", db_index=False)
    day = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    automatic = models.BooleanField(default=False)
    cases = models.PositiveIntegerField()
    figures = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "round", "day"], name="snapshot_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(automatic=True) | models.Q(made_by__isnull=False), name="snapshot_made_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.day}"
