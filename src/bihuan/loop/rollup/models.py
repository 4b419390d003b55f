"""Figures of areas, inspections handed down, keys, and the packages that went and came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case


class AreaFigure(models.Model):
    """
    A figure of a whole area on a day, as the area above sees it: a number, never a row (地区汇总数据).

    area: whose figure it is. pack: id, or "" for what is counted over all of them. colour: green, yellow, red, or empty without a light.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    pack = models.CharField(max_length=40, blank=True)
    figure = models.CharField(max_length=40)
    title = models.CharField(max_length=300)  # both languages, as packs write them
    unit = models.CharField(max_length=20, blank=True)
    better = models.CharField(max_length=6, blank=True)
    target = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    value = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    colour = models.CharField(max_length=6, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "day", "pack", "figure"], name="area_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.pack} {self.figure}: {self.value}"


class HandDown(models.Model):
    """
    A case above that was handed to an area below (下派).

    uid: the same on both sides. to: the area below; progress: what it said last of how far it is; empty before it took it over.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    uid = models.CharField(max_length=36)
    to = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    due = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    progress = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "uid"], name="hand_down_once"),
            models.UniqueConstraint(fields=["area", "case", "to"], name="hand_down_once_to_area"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_id}"


class FromAbove(models.Model):
    """
    What an area got from the area above, and the case it opened for it (上级交办).

    given: values of the case above by field id. case: the own case, None until somebody took it over.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    uid = models.CharField(max_length=36)
    from_code = models.CharField(max_length=50)
    from_name = models.CharField(max_length=100)
    number = models.CharField(max_length=60)
    pack = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    subject = models.TextField()
    given = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "uid"], name="from_above_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class AreaKey(models.Model):
    """The key with which an area signs packages; the newest counts. private: Ed25519, 32 bytes in hexadecimal."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    public = models.CharField(max_length=64)
    private = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "public"], name="area_key_once")]

    def __str__(self) -> str:
        return self.public[:8]


class TrustedKey(models.Model):
    """The key of another area whose packages are taken here, after its fingerprint was compared. code: of that area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=50)
    public = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "code", "public"], name="trusted_key_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.public[:8]}"


class Package(models.Model):
    """A signed package that went out or came in. number: counts what one area sent to another; other: code of that other area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    out = models.BooleanField()
    other = models.CharField(max_length=50)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "out", "other", "number"], name="package_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.other} {self.number}"
