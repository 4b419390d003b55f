"""Hand-overs of posts and their lists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person


class HandOver(models.Model):
    """
    One hand-over of a post (工作交接): what stood in one person's name and went over to another's.

    post: id of the post that ended, None where only work was handed over; post_name: unit and title in words.
    done_at: when the last line had gone over.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.BigIntegerField(null=True, blank=True)
    post_name = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["area", "-id"], name="hand_over_by_area")]

    def __str__(self) -> str:
        return f"{self.person} → {self.to}"


class HandOverLine(models.Model):
    """
    One thing on the list of a hand-over, as it stood then; no foreign keys to what it tells of.

    what: case, desk, extension, or what another subject hands over. number, title, state, due: in words, as the printed list shows them.
    roles: what the person was for it. went: whether it has gone over; why_not: why it did not.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    hand_over = models.ForeignKey(HandOver, models.PROTECT, related_name="lines")
    what = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    number = models.CharField(max_length=60, blank=True)
    title = models.TextField()
    roles = models.JSONField(default=list)
    state = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True, blank=True)
    went = models.BooleanField(default=False)
    why_not = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "hand_over", "what", "subject_id"], name="hand_over_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
