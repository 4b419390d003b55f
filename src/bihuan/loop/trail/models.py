"""The append-only trail: one hash chain a case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area


class Event(models.Model):
    """
    One row of the trail (留痕). No foreign keys to what it tells of; the database refuses UPDATE and DELETE.

    record: canonical JSON of the whole event, among it `prev`; `digest` is computed over these bytes: "sm3:…" or "sha256:…".
    The other columns repeat parts of `record` for queries; verification compares them.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    case_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=30)
    person_id = models.BigIntegerField()
    at = models.DateTimeField()
    record = models.TextField()
    digest = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "case_id", "seq"], name="event_seq_once")]
        indexes: ClassVar = [models.Index(fields=["area", "at"], name="event_by_time")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.verb}"
