"""Warnings that were given: a step of a ladder was reached, and who was told of it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.packspec.bilingual import Text


class Warning(models.Model):
    """
    One warning (预警): on day `on` a clock of the case came to a step of its ladder.

    clock: id of the pack's clock, or `review.<state>.<step>`. at: the step (-20: twenty days before the due date, 1: first day late).
    word: “中文 | English” of the step; `said` is it in the language that is active. due_on: the due date that explains the warning.
    made_up_on: the day it was written, where the night of `on` was missed. seq: number of its event in the chain of the case.
    told: [{"unit" or "person": id, "name": str, "heads": bool}], as they were called then.
    opened_id: id of the case that the step opened. trouble: why a letter or a case that the step asks for was not made.
    lifted_because: key of `warnings.words.LIFTED`, empty while it stands.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    turn = models.PositiveIntegerField()
    clock = models.CharField(max_length=60)
    at = models.SmallIntegerField()
    colour = models.CharField(max_length=10)
    word = models.CharField(max_length=120)
    due_on = models.DateField()
    on = models.DateField()
    made_up_on = models.DateField(null=True, blank=True)
    seq = models.PositiveIntegerField()
    told = models.JSONField(default=list)
    opened_id = models.BigIntegerField(null=True, blank=True)
    trouble = models.TextField(blank=True, default="")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_because = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            # A date that is moved away and comes back may be warned of again: the first warning was lifted meanwhile.
            models.UniqueConstraint(
                fields=["area", "case", "turn", "clock", "at", "due_on"],
                condition=Q(lifted_on__isnull=True),
                name="warned_once",
            ),
            models.UniqueConstraint(fields=["area", "case", "seq"], name="warning_by_event"),
            models.CheckConstraint(
                condition=Q(lifted_on__isnull=True, lifted_because="")
                | (Q(lifted_on__isnull=False) & ~Q(lifted_because="")),
                name="warning_lifted_because",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "on", "id"], name="warning_by_day"),
            models.Index(
                fields=["area", "colour", "on", "id"], name="warning_standing", condition=Q(lifted_on__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.at}"

    @property
    def said(self) -> str:
        """The word of the step in the language that is active."""
        return words(Text.parse(self.word))

    @property
    def stands(self) -> bool:
        """Whether it was not lifted."""
        return self.lifted_on is None

    def lift(self, on: date, because: str) -> None:
        """Mark the object as lifted; the action writes the row."""
        self.lifted_on, self.lifted_because = on, because
