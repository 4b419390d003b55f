"""Documents brought in, and what a person makes of them before cases exist."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import StoredFile


class IntakeDraft(models.Model):
    """
    A document brought in (导入). Becomes cases once, when somebody confirms it.

    blocks: the text as read, [{"number", "text", "kind", "page", "level", "cells"}].
    read: the reader's answer, form bihuan.draft/1, with `remarks` of the checks, form bihuan.remarks/1; never changed afterwards.
    lines: the working copy a person edits: see loop/intake/lines.py.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    brought_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    blocks = models.JSONField(default=list)
    read = models.JSONField(default=dict)
    lines = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    round = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, round__isnull=True)
                | models.Q(confirmed_at__isnull=False, round__isnull=False),
                name="intake_confirmed_has_round",
            )
        ]

    def __str__(self) -> str:
        return self.name


class IntakeVersion(models.Model):
    """An earlier working copy of a draft, so that an edit can be undone; gone once the draft is confirmed."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    draft = models.ForeignKey(IntakeDraft, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    lines = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "draft", "version"], name="intake_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version}"
