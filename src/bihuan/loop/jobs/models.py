"""Long work that a page started and a worker does."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person
from bihuan.loop.evidence.models import StoredFile


class JobState(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(models.Model):
    """
    One piece of long work (后台任务). This row is the truth of it: whatever rings the bell, only the row says what is to be done.

    kind: key of `jobs.kinds.KINDS`; given: what it needs, plain JSON; language: of the person, for what it writes and says.
    done, total: how far it is, in its own units; total 0 where it is not known.
    held_until: until when the worker that runs it has it for itself; after that it is taken again (tries + 1).
    said: what became of it, a sentence; file, file_name, url: what it made, and where to go on.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    given = models.JSONField(default=dict)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10, blank=True)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    file_name = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["area", "id"],
                name="job_to_do",
                condition=models.Q(state__in=["waiting", "running"]),
            ),
            models.Index(fields=["area", "started_by", "-id"], name="job_by_person"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}
