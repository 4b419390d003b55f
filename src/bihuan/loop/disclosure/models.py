"""Texts on their way to the public, what of them is covered or left out, and where they were published (公开)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import Evidence, StoredFile


class Channel(models.TextChoices):
    """Where a text goes: to those who heard the feedback, or to everybody."""

    INNER = "inner"
    PUBLIC = "public"


class Disclosure(models.Model):
    """
    One text to be published (公开稿). Its passages never change: to change words, change the document and bring it again.

    version: 1, 2, … of the texts of a round that replace each other; replaces, correction: what it corrects, and what was wrong.
    passages: [{"anchor", "kind", "text", …}], the form of `loop.writing.passages`; writing: the document it was taken from.
    frozen_*: by whom it was approved when; inner_file, public_file: the two frozen texts as canonical JSON. token: of its public address.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    correction = models.TextField(blank=True)
    title = models.CharField(max_length=200)
    asof = models.DateField()
    passages = models.JSONField(default=list)
    writing = models.BigIntegerField(null=True, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    made_by_for = models.BigIntegerField(null=True, blank=True)  # the person for whom they stood in
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    frozen_at = models.DateTimeField(null=True, blank=True)
    inner_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    public_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    token = models.CharField(max_length=24)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "round", "version"], name="disclosure_version_once"),
            models.UniqueConstraint(fields=["area", "token"], name="disclosure_token_once"),
            models.CheckConstraint(
                condition=Q(
                    frozen_at__isnull=True, frozen_by__isnull=True, inner_file__isnull=True, public_file__isnull=True
                )
                | Q(
                    frozen_at__isnull=False,
                    frozen_by__isnull=False,
                    inner_file__isnull=False,
                    public_file__isnull=False,
                    dropped_at__isnull=True,
                ),
                name="disclosure_frozen_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Redaction(models.Model):
    """
    Some letters of a passage that are covered (涂覆), in characters from `start` to `end` exclusive.

    check: which check found them, empty when a person did. cover: what stands in their place, as long as what it covers.
    kept: a person decided that they stay readable, with a reason; then nothing is covered.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="redactions", db_index=False)
    anchor = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    check_id = models.CharField(max_length=40, blank=True)
    cover = models.TextField()
    kept = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    by_for = models.BigIntegerField(null=True, blank=True)  # the person for whom they stood in
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "disclosure", "anchor", "start", "end"], name="redaction_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="redaction_not_empty"),
            models.CheckConstraint(condition=Q(kept=False) | ~Q(reason=""), name="redaction_kept_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} {self.start}–{self.end}"


class Omission(models.Model):
    """
    Passages left out, on one of the five grounds; asked for by one person and decided by another.

    anchors: of the passages, in order. both: left out of the inner copy too. granted: None until somebody decided.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="omissions", db_index=False)
    anchors = models.JSONField(default=list)
    ground = models.CharField(max_length=20)
    explanation = models.TextField()
    both = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    asked_by_for = models.BigIntegerField(null=True, blank=True)  # the person for whom they stood in
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_by__isnull=True)
                | (Q(granted__isnull=False, decided_by__isnull=False) & ~Q(decided_by=models.F("asked_by"))),
                name="omission_decided_by_another",
            )
        ]

    def __str__(self) -> str:
        return self.ground


class Publication(models.Model):
    """
    A frozen text published in one channel.

    where: in words, “区政府门户网站、党务公开栏”. until: last day of the notice period of a public text. proof: what shows that it was done.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="publications", db_index=False)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    where = models.CharField(max_length=300)
    until = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField()
    proof = models.ForeignKey(Evidence, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "disclosure", "channel"], name="published_once_a_channel")
        ]

    def __str__(self) -> str:
        return f"{self.disclosure_id} {self.channel}"
