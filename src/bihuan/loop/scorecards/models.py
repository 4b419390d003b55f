"""What one item of a score sheet got: by its figure, by the unit itself, and by the office. All three are kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case


class ItemScore(models.Model):
    """
    One item of a sheet in one turn (考核得分).

    item: id in the scorecard. locked_on: the day on which the sheet was locked; `value` is what the figure was then and never changes
    in this turn, `reckoned` the points that follow from it. counts: false where the item is not scored for this unit (缺项).
    self_score, self_note: what the unit gave itself and why. score, note: what counts and why; of an item with a figure it is `reckoned`
    until an appeal was upheld. before, appeal: what it was before that appeal. evidence: ids of what the unit brought for it.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="item_scores", db_index=False)
    turn = models.PositiveIntegerField()
    item = models.CharField(max_length=60)
    locked_on = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    reckoned = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    counts = models.BooleanField(default=True)
    self_score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    self_note = models.TextField(blank=True)
    self_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    self_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)
    scored_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    scored_at = models.DateTimeField(null=True, blank=True)
    before = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    appeal = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    evidence = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "case", "turn", "item"], name="item_scored_once"),
            models.CheckConstraint(condition=Q(counts=True) | Q(score__isnull=True), name="left_out_has_no_score"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.item}: {self.score}"
