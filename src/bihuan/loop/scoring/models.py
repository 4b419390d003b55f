"""What figures were: entered by hand, kept at the end of each period, ranked on boards; and the warnings that rules gave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit
from bihuan.loop.cases.models import Case


class FigureEntry(models.Model):
    """
    A number entered by hand for one period (填报数). A correction is a new row; the newest one counts, the older ones stay.

    unit: of which unit it is; none for the whole area. first: first day of the period. basis: where the number comes from (口径).
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    figure = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    first = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    basis = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["area", "pack", "figure", "first", "id"], name="entry_by_period")]

    def __str__(self) -> str:
        return f"{self.pack}.{self.figure} {self.first}"


class PeriodValue(models.Model):
    """
    A figure at the end of a period, kept so that history never changes (指标值).

    unit: of which responsible unit; none for the whole area. value: none where there is no value, as a rate over nothing.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    figure = models.CharField(max_length=60)
    every = models.CharField(max_length=10)
    first = models.DateField()
    last = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "pack", "figure", "every", "first"],
                condition=Q(unit__isnull=True),
                name="period_value_once",
            ),
            models.UniqueConstraint(
                fields=["area", "pack", "figure", "every", "first", "unit"],
                condition=Q(unit__isnull=False),
                name="period_value_once_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}.{self.figure} {self.first}"


class BoardStanding(models.Model):
    """
    Where a unit stood on a board at the end of a period; never changed afterwards (红黄榜).

    place: 1 for the best; those with the same value share it. among: how many were ranked. side: "red", "yellow" or "".
    running: how many times running it stood on this side; last_running, first_running: in the last, in the first place.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    board = models.CharField(max_length=60)
    every = models.CharField(max_length=10)
    first = models.DateField()
    last = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    unit_name = models.CharField(max_length=120)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    place = models.PositiveIntegerField()
    among = models.PositiveIntegerField()
    side = models.CharField(max_length=6, blank=True)
    running = models.PositiveIntegerField(default=0)
    first_running = models.PositiveIntegerField(default=0)
    last_running = models.PositiveIntegerField(default=0)
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "pack", "board", "first", "unit"], name="standing_once")
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.first}: {self.place}"


class RuleChoice(models.Model):
    """Whether an area uses a rule of a pack (预警规则); one that was never chosen is not in use."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    in_use = models.BooleanField()
    basis = models.CharField(max_length=300, blank=True)
    chosen_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "pack", "rule"], name="rule_choice_once")]

    def __str__(self) -> str:
        return f"{self.pack}.{self.rule}"


class Firing(models.Model):
    """
    A rule held at the end of a period (数字预警).

    of: "case", "unit" or "area", with `case` or `unit` accordingly. values: what the figures and standings were, decimal text by
    their path. told: how many notices were written. letter: key of the letter that was to be issued; problem: why it was not.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    pack_version = models.PositiveIntegerField()
    rule = models.CharField(max_length=60)
    every = models.CharField(max_length=10)
    first = models.DateField()
    last = models.DateField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    turn = models.PositiveIntegerField(default=0)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    values = models.JSONField(default=dict)
    colour = models.CharField(max_length=6)
    word = models.JSONField(default=list)
    letter = models.CharField(max_length=60, blank=True)
    problem = models.TextField(blank=True)
    told = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "pack", "rule", "first", "case"],
                condition=Q(case__isnull=False),
                name="fired_once_case",
            ),
            models.UniqueConstraint(
                fields=["area", "pack", "rule", "first", "unit"],
                condition=Q(unit__isnull=False),
                name="fired_once_unit",
            ),
            models.UniqueConstraint(
                fields=["area", "pack", "rule", "first"],
                condition=Q(case__isnull=True, unit__isnull=True),
                name="fired_once_area",
            ),
            models.CheckConstraint(condition=Q(case__isnull=True) | Q(unit__isnull=True), name="fired_for_one"),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "case", "id"], name="firing_by_case")]

    def __str__(self) -> str:
        return f"{self.pack}.{self.rule} {self.first}"
