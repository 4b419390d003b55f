"""What a rectification led to: people dealt with, money returned, rules made (成果)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import Evidence


class Sort(models.TextChoices):
    """The three records of outcomes; each has its own columns."""

    DISPOSITION = "disposition"
    RECOVERY = "recovery"
    INSTRUMENT = "instrument"


class Outcome(models.Model):
    """
    One outcome of a case. Written only by actions; withdrawn, never deleted.

    group, kind: of a disposition its class and kind (“警告” stands in two classes), of a recovery and an instrument the kind alone:
        ids of `outcomes.vocabulary`.
    persons: how many people one disposition row speaks of; 1 where the person is named.
    who, who_unit: the person dealt with; the trail holds only a digest of them, made with `seal`.
    amount: yuan, of a recovery. name, document: title and number of an instrument or of the decision; on: its date.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="outcomes", db_index=False)
    sort = models.CharField(max_length=12, choices=Sort.choices)
    group = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=30)
    persons = models.PositiveIntegerField(default=0)
    who = models.CharField(max_length=60, blank=True)
    who_unit = models.CharField(max_length=120, blank=True)
    seal = models.CharField(max_length=32, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    name = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=80, blank=True)
    on = models.DateField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    Q(sort="disposition", persons__gte=1, amount__isnull=True)
                    | Q(sort="recovery", persons=0, amount__gt=0)
                    | (Q(sort="instrument", persons=0, amount__isnull=True) & ~Q(name=""))
                ),
                name="outcome_has_its_columns",
            ),
            models.CheckConstraint(condition=Q(who="") | Q(persons=1), name="outcome_one_name_one_person"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "case", "id"], name="outcome_by_case")]

    def __str__(self) -> str:
        return f"{self.sort} {self.kind}"
