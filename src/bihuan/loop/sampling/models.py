"""Samples of cases, the points of a check, call-backs, and who keeps away from what (回避)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit
from bihuan.loop.cases.models import Case


class Sample(models.Model):
    """
    One draw of a plan (抽样). Never changed: drawing again writes another row, and the last one counts.

    seed, size, strata: what it was drawn with; `method` names how, so that a later version can draw the old way again.
    frame: [[id, number, [stratum, …]], …] of every case that could have been drawn on that day, in the order of ids.
    narrowed: what narrowed the frame, as `sampling.frame.Narrow` is written. digest: of the frame, as in the trail.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="samples", db_index=False)
    method = models.CharField(max_length=20)
    seed = models.BigIntegerField()
    size = models.PositiveIntegerField()
    strata = models.JSONField(default=list)
    narrowed = models.JSONField(default=dict)
    frame = models.JSONField(default=list)
    digest = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    drawn_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(size__gte=1), name="sample_of_one_at_least")]
        indexes: ClassVar = [models.Index(fields=["area", "case", "id"], name="sample_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.size} ({self.seed})"


class Drawn(models.Model):
    """
    One case of a sample. A case that was taken out keeps its row: who did it, when and why.

    place: order in which it was drawn. stratum: words of its strata as the frame has them.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    sample = models.ForeignKey(Sample, models.PROTECT, related_name="drawn", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    target = models.ForeignKey(Case, models.PROTECT, related_name="drawn", db_index=False)
    place = models.PositiveIntegerField()
    stratum = models.JSONField(default=list)
    out_at = models.DateTimeField(null=True, blank=True)
    out_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "sample", "target"], name="drawn_once"),
            models.CheckConstraint(
                condition=Q(out_at__isnull=True, out_by__isnull=True, reason="")
                | (Q(out_at__isnull=False, out_by__isnull=False) & ~Q(reason="")),
                name="drawn_out_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "case", "place"], name="drawn_by_plan"),
            models.Index(fields=["area", "target", "id"], name="drawn_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}: {self.target_id}"


class Verdict(models.TextChoices):
    """What a point of a check turned out to be."""

    TRUE = "true"
    PARTLY = "partly"
    UNTRUE = "untrue"


class CheckPoint(models.Model):
    """
    One point of the check list of one check: a point of the completion standard of the case checked, or one of the plan.

    source: standard or plan; of_point: the number of the point in the standard.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="check_points", db_index=False)
    number = models.PositiveIntegerField()
    text = models.TextField()
    source = models.CharField(max_length=8, choices=[("standard", "standard"), ("plan", "plan")])
    of_point = models.PositiveIntegerField(null=True, blank=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    note = models.TextField(blank=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "case", "number"], name="check_point_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=["", "true"]) | ~Q(note=""), name="check_point_doubt_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class CallBack(models.Model):
    """
    One call-back of a check (回访). Withdrawn, never deleted.

    whom: in what role somebody was asked, never a name; phone: masked before it is stored. agrees: whether the answer fits the ledger.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="call_backs", db_index=False)
    whom = models.CharField(max_length=60)
    phone = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=8, choices=[("phone", "phone"), ("visit", "visit"), ("letter", "letter")])
    on = models.DateField()
    answer = models.TextField()
    agrees = models.CharField(max_length=8, choices=[("yes", "yes"), ("no", "no"), ("unclear", "unclear")])
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["area", "case", "id"], name="call_back_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.whom}"


class Avoidance(models.Model):
    """
    A person keeps away from a unit or a case (回避): declared on a plan, and kept by every plan until it is lifted.

    sort: kin, conflict or other.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    target = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    sort = models.CharField(max_length=10, choices=[("kin", "kin"), ("conflict", "conflict"), ("other", "other")])
    reason = models.TextField(blank=True)
    declared_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    declared_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, target__isnull=True) | Q(unit__isnull=True, target__isnull=False),
                name="avoidance_of_unit_or_case",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["area", "person", "id"], name="avoidance_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.unit_id or self.target_id}"


class LookbackReminder(models.Model):
    """
    The office was told that a round is to be looked back at (回头看提示): once for each day and reason.

    what: opens, where the window of its first cases opens; ends, where the window of its last ones is about to end.
    cases: how many; until: the day on which the first of their windows ends.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    what = models.CharField(max_length=5, choices=[("opens", "opens"), ("ends", "ends")])
    cases = models.PositiveIntegerField()
    until = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "case", "day", "what"], name="lookback_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what} {self.day}"
