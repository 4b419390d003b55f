"""Documents that were written, every version of them, and the words an office chose for a round."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit
from bihuan.loop.cases.models import Case


class WritingState(models.TextChoices):
    """A final document never changes; one that was put away can be taken up again."""

    DRAFT = "draft"
    FINAL = "final"
    AWAY = "away"


class Writing(models.Model):
    """
    A document written from the rows (文稿). Written only by actions.

    round: the case at the root; case: what it is about, the round itself or a case below. document: id in the pack of that version.
    unit: whom it is written for. parts: the working copy, see `writing.passages`. asked: what was typed for `Document.asks`.
    made_by, final_by: empty where it was written by itself.
    number: given when it becomes final. digest: fingerprint of the final text, with the name of its method in front.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    pack_version = models.PositiveIntegerField()
    document = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    asof = models.DateField()
    title = models.CharField(max_length=400)
    number = models.CharField(max_length=80, blank=True)
    asked = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=WritingState.choices, default=WritingState.DRAFT)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    final_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    final_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=WritingState.FINAL, final_at__isnull=False)
                | (~Q(state=WritingState.FINAL) & Q(final_at__isnull=True, final_by__isnull=True)),
                name="writing_final_has_who_and_when",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "round", "id"], name="writing_by_round"),
            models.Index(fields=["area", "case", "id"], name="writing_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class WritingVersion(models.Model):
    """
    One version of a document; rows are only added. did: what made it (“made”, “edited”, …). came_from: the version before it in
    the thread of work, which taking back follows; None for the first.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    writing = models.ForeignKey(Writing, models.CASCADE, related_name="versions", db_index=False)
    version = models.PositiveIntegerField()
    came_from = models.PositiveIntegerField(null=True, blank=True)
    did = models.CharField(max_length=20)
    asof = models.DateField()
    asked = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "writing", "version"], name="writing_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.writing_id} v{self.version}"


class WritingTemplate(models.Model):
    """
    The words an office chose for one document of one round; the newest version counts, rows are only added.

    texts: by key of `templates.texts_of`, only those that differ from the pack's. settings: see `writing.settings`.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    document = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "round", "document", "version"], name="writing_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.version}"
