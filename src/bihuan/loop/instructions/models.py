"""What leaders instruct about a case, to whom, and what came back (领导批示)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit
from bihuan.loop.cases.models import Case


class Instruction(models.Model):
    """
    One instruction of a leader about a case.

    giver: whose words they are; entered_by: who wrote them down, the leader or the office. given_on: day of the words.
    due: day by which every addressee answers. withdrawn: ended without being carried out, with the reason in `opinion`.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()
    given_on = models.DateField()
    due = models.DateField()
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, withdrawn=False)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="instruction_closed_whole",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "case", "id"], name="instruction_by_case"),
            models.Index(fields=["area", "giver", "id"], name="instruction_by_giver"),
            models.Index(fields=["area", "closed_at", "due"], name="instruction_by_due"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Addressee(models.Model):
    """
    One unit or person an instruction is given to, with receipt and answer.

    late: answered after the due date, counted apart. told_on: day of the last notice that the answer is late.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    instruction = models.ForeignKey(Instruction, models.PROTECT, related_name="addressees", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    received_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(unit__isnull=False) & Q(person__isnull=True))
                | (Q(unit__isnull=True) & Q(person__isnull=False)),
                name="addressee_is_unit_or_person",
            ),
            models.UniqueConstraint(
                fields=["area", "instruction", "unit"], condition=Q(unit__isnull=False), name="addressee_unit_once"
            ),
            models.UniqueConstraint(
                fields=["area", "instruction", "person"],
                condition=Q(person__isnull=False),
                name="addressee_person_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "unit", "id"], name="addressee_by_unit"),
            models.Index(fields=["area", "person", "id"], name="addressee_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.unit or self.person)
