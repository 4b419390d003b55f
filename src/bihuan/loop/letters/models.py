"""The register of letters: each letter, whom it went to, its replies, the talk it summoned to, and how each kind goes out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import StoredFile
from bihuan.loop.writing.models import Writing


def _person() -> models.ForeignKey[Person | None, Person | None]:
    return models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)


class LetterState(models.TextChoices):
    """How far a letter is; derived from its instants by `Letter.state` and `queries.in_state`."""

    PREPARED = "prepared"
    ISSUED = "issued"
    RECEIVED = "received"
    REPLIED = "replied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Letter(models.Model):
    """
    One letter (督办文书). Written only by actions; a number that was given out stays, withdrawn or not.

    letter: id in [letters] of the pack; title: its name there when it was prepared. round: the case at the root.
    warning_id: the warning it answers, 0 for none. because: in words why it is written.
    reply_workdays: how long the addressee has from the day of issue, where no day was named; reply_due_on: the day, known at issue.
    prepared_by, issued_by: empty where it happened by itself. first_replied_on: stays when a reply is returned; replied_at does not.
    receipt_overdue_on, reply_overdue_on: the day on which the clock noted it.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    round = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    turn = models.PositiveIntegerField()
    pack = models.CharField(max_length=40)
    letter = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    writing = models.OneToOneField(Writing, models.PROTECT, related_name="+")
    warning_id = models.BigIntegerField(default=0)
    because = models.TextField(blank=True)
    escalated_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    prepared_by = _person()
    prepared_at = models.DateTimeField()
    issued_by = _person()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    receipt_due_on = models.DateField(null=True, blank=True)
    received_by = _person()
    received_at = models.DateTimeField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    reply_workdays = models.PositiveIntegerField(null=True, blank=True)
    reply_due_on = models.DateField(null=True, blank=True)
    replied_by = _person()
    replied_at = models.DateTimeField(null=True, blank=True)
    first_replied_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = _person()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    receipt_overdue_on = models.DateField(null=True, blank=True)
    reply_overdue_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "pack", "number"], condition=~Q(number=""), name="letter_number_once"
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True, issued_on__isnull=True, number="")
                | Q(issued_at__isnull=False, issued_on__isnull=False),
                name="letter_issued_has_day",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="letter_withdrawn_has_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "case", "id"], name="letter_by_case"),
            models.Index(fields=["area", "round", "id"], name="letter_by_round"),
            models.Index(fields=["area", "issued_on", "id"], name="letter_by_day"),
            models.Index(
                fields=["area", "id"],
                name="letter_running",
                condition=Q(closed_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def state(self) -> LetterState:
        """Return how far the letter is."""
        if self.withdrawn_at is not None:
            return LetterState.WITHDRAWN
        if self.issued_at is None:
            return LetterState.PREPARED
        if self.closed_at is not None:
            return LetterState.CLOSED
        if self.replied_at is not None:
            return LetterState.REPLIED
        return LetterState.ISSUED if self.received_at is None else LetterState.RECEIVED


class LetterTo(models.Model):
    """Whom a letter goes to: a unit, its head alone, or a person; name: as it was when the letter was prepared."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="to", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = _person()
    heads_only = models.BooleanField(default=False)
    name = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area", "letter"], name="letter_to_by_letter"),
            models.Index(fields=["area", "unit", "letter"], name="letter_to_by_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class LetterReply(models.Model):
    """One reply to a letter. accepted: None while the office has not answered it."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="replies", db_index=False)
    nth = models.PositiveIntegerField()
    text = models.TextField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    accepted = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = _person()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "letter", "nth"], name="letter_reply_once"),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name="letter_reply_answered_has_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}/{self.nth}"


class LetterFile(models.Model):
    """A file that came with a reply."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    reply = models.ForeignKey(LetterReply, models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "reply"], name="letter_file_by_reply")]

    def __str__(self) -> str:
        return self.name


class Talk(models.Model):
    """The talk (约谈) that a letter summoned to; the record is a final document. by_names, with_names: one line each."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="talk")
    writing = models.OneToOneField(Writing, models.PROTECT, null=True, blank=True, related_name="+")
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    by_names = models.CharField(max_length=400)
    with_names = models.CharField(max_length=400)
    demanded = models.TextField()
    promised = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.held_on}: {self.with_names}"


class LetterSetting(models.Model):
    """
    How one kind of letter goes out when a ladder or a state asks for it; the newest row counts, rows are only added.

    round: None for the default of the area. how: key of `settings.WAYS`, empty to follow what stands above.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    round = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    letter = models.CharField(max_length=40)
    how = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area", "pack", "round", "letter", "id"], name="letter_setting_by_round")
        ]

    def __str__(self) -> str:
        return f"{self.pack}.{self.letter}: {self.how}"
