"""Stays in states, clocks with their due dates, extensions, and the calendar's overrides."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case


class Stay(models.Model):
    """
    How long a case was in a state, and who brought it there by which move: what clocks and `not_by` are computed from.

    entered_for: id of the person for whom `entered_by` stood in.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="stays", db_index=False)
    turn = models.PositiveIntegerField()
    state = models.CharField(max_length=40)
    step = models.PositiveIntegerField(default=0)
    move = models.CharField(max_length=40, blank=True)
    # Nobody entered it where the clock did.
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    entered_for = models.BigIntegerField(null=True, blank=True)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "case"], condition=Q(left_at__isnull=True), name="stay_one_open"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("entered_at")), name="stay_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "case", "id"], name="stay_by_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class ClockRun(models.Model):
    """
    A clock of a case in one turn: a cache of what the stays say, never counted down.

    clock: id of the pack's clock, or `review.<state>.<step>` for the limit of a review step.
    warned: the last step of its ladder that was warned of for this due date.
    due_at: of a clock of hours the instant at which it ends; due_on is its day, and the day before once the instant is over.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks", db_index=False)
    turn = models.PositiveIntegerField()
    clock = models.CharField(max_length=60)
    started_on = models.DateField()
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    original_due_on = models.DateField()
    running = models.BooleanField()
    stopped_on = models.DateField(null=True, blank=True)
    uncertain = models.CharField(max_length=40, blank=True)
    warned = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "case", "turn", "clock"], name="clock_once_in_turn")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.clock} {self.due_on}"


class ExtensionRequest(models.Model):
    """
    An application to move a due date (延期申请), and its answer.

    asked_from: the due date when it was asked; asked_by_for, decided_by_for: id of the person for whom somebody acted who stood in.
    to_decide: the relations that decide on it, fixed when it was asked; answer_by: until when.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="extensions")
    turn = models.PositiveIntegerField()
    clock = models.CharField(max_length=60)
    asked_from = models.DateField(null=True, blank=True)
    asked_for = models.DateField()
    reason = models.TextField()
    to_decide = models.JSONField(default=list)
    answer_by = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    asked_by_for = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_for = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "case", "clock"], condition=Q(granted__isnull=True), name="extension_one_open"
            ),
            models.CheckConstraint(
                condition=(Q(granted__isnull=True) & Q(decided_by__isnull=True) & Q(decided_at__isnull=True))
                | (Q(granted__isnull=False) & Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="extension_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.asked_for}"


class CalendarYear(models.Model):
    """A year whose holiday notice the area has entered itself."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "year"], name="calendar_year_once")]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day on which the area differs from the shipped calendar."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    worked = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class LadderSetting(models.Model):
    """
    A ladder of a pack as an office has it: its own steps instead of the pack's (预警阶梯).

    case: the round it holds for; without it the whole area. ladder: key in the pack's ladders.
    steps: [{"at", "colour", "word", "tell", "letter", "opens"}] in the order of time, words as "中文 | English".
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    ladder = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    unit = models.CharField(max_length=10)
    steps = models.JSONField(default=list)
    basis = models.TextField(blank=True)
    set_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "case", "pack", "ladder"], condition=Q(case__isnull=False), name="ladder_once_in_round"
            ),
            models.UniqueConstraint(
                fields=["area", "pack", "ladder"], condition=Q(case__isnull=True), name="ladder_once_in_area"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}.{self.ladder}"


class ExtensionSetting(models.Model):
    """
    How extensions of a pack are decided here (延期审批规则): what is set goes over what the pack says.

    case: the round it holds for; without it the whole area. workdays_before: at the latest so many working days before the due date.
    times: how often in one round of the case; answer_workdays: within so many working days an application is answered.
    higher: relations that decide a second extension (`higher_second`) and one beyond `higher_days` days; empty: as the first.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    workdays_before = models.PositiveIntegerField(null=True, blank=True)
    times = models.PositiveIntegerField(null=True, blank=True)
    answer_workdays = models.PositiveIntegerField(null=True, blank=True)
    decided_by = models.JSONField(default=list)
    higher = models.JSONField(default=list)
    higher_second = models.BooleanField(default=False)
    higher_days = models.PositiveIntegerField(null=True, blank=True)
    basis = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "case", "pack"], condition=Q(case__isnull=False), name="extensions_once_in_round"
            ),
            models.UniqueConstraint(
                fields=["area", "pack"], condition=Q(case__isnull=True), name="extensions_once_in_area"
            ),
        ]

    def __str__(self) -> str:
        return self.pack
