"""Notices: what happened to cases that somebody takes part in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person, Unit


class Notice(models.Model):
    """A message for a unit or a person: a case now waits for them, or came back. Written with the move it tells of."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    heads_only = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, default="waits")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area", "unit", "id"], name="notice_by_unit"),
            models.Index(fields=["area", "person", "id"], name="notice_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq}"


class NoticeSeen(models.Model):
    """Up to which notice a person has looked."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    up_to = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "person"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.person_id} ≤ {self.up_to}"
