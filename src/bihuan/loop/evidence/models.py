"""Files, evidence, and the points of a completion standard."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case


class StoredFile(models.Model):
    """A file kept under its digest; the same bytes are kept once in an area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "digest"], name="file_once")]

    def __str__(self) -> str:
        return self.digest


class StandardPoint(models.Model):
    """
    One point of a case's completion standard (完成标准), frozen at hand-out, answered in each turn.

    verdict: empty, "met" or "returned", as the last reviewer judged it in this turn.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="points", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField()
    answer = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, blank=True)
    verdict_note = models.TextField(blank=True)
    verdict_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    verdict_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "case", "number"], name="point_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Evidence(models.Model):
    """
    A file or a statement that proves a point, or that a move asks for (佐证材料). Withdrawn, never deleted.

    kind: an evidence id of the pack, empty for material that proves a point.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence", db_index=False)
    turn = models.PositiveIntegerField()
    kind = models.CharField(max_length=40, blank=True)
    point = models.ForeignKey(StandardPoint, models.PROTECT, null=True, blank=True, related_name="evidence")
    name = models.CharField(max_length=200)
    statement = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["area", "case", "turn"], name="evidence_by_case")]

    def __str__(self) -> str:
        return self.name
