"""What the public writes to an area beside the case that each message is: the way back to the writer, files, limits."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case
from bihuan.loop.disclosure.models import Disclosure
from bihuan.loop.evidence.models import StoredFile


class Message(models.Model):
    """
    One message of the public (群众反馈). What was said is in its case; here is what must not be there.

    code: digest of the look-up code with which the writer asks for the answer; nobody can read the code itself.
    nonce: of the form it was sent with, so that a form counts once; "" for messages that the office entered.
    who: hashed address it came from, emptied after some days. text: digest of what was said, to find the same text again.
    disclosure: the published text it is about. complained_on: last day on which the writer complained of being kept waiting.
    question, answer: the texts that everybody reads, as the office approved them; published_at, unpublished_at: from when to when.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32, blank=True)
    who = models.CharField(max_length=32, blank=True)
    text = models.CharField(max_length=64)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    complained_on = models.DateField(null=True, blank=True)
    complaints = models.PositiveIntegerField(default=0)
    question = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(null=True, blank=True)
    unpublished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "case"], name="message_once"),
            models.UniqueConstraint(fields=["area", "nonce"], condition=~Q(nonce=""), name="message_form_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | (Q(published_at__isnull=False, published_by__isnull=False) & ~Q(answer="")),
                name="message_published_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "text"], name="message_by_text"),
            models.Index(fields=["area", "published_at"], name="message_by_publication"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"

    @property
    def is_published(self) -> bool:
        """Whether everybody can read the answer now."""
        return self.published_at is not None and self.unpublished_at is None


class MessageFile(models.Model):
    """A file that came with a message; its digest stands in the event that opened the case."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["area", "case", "id"], name="message_file_by_case")]

    def __str__(self) -> str:
        return self.name


class Knock(models.Model):
    """
    How often somebody tried something within a span of time, so that floods and guessing are slowed.

    what: "send" or "look"; who: hashed address or number; since: when the span began. Rows are deleted after some days.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=12)
    who = models.CharField(max_length=32)
    since = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "what", "who", "since"], name="knock_once")]
        indexes: ClassVar = [models.Index(fields=["area", "since"], name="knock_by_age")]

    def __str__(self) -> str:
        return f"{self.what} {self.times}"
