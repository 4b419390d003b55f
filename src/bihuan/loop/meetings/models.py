"""What stands on the agenda of a meeting, who was there, and which papers lie before it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit
from bihuan.loop.cases.models import Case
from bihuan.loop.writing.models import Writing


class Why(models.TextChoices):
    """How an item came on the agenda, where no list of the pack brought it; lists bring their own id."""

    DECIDED = "decided"  # a decision of an earlier meeting that is not done
    RAISED = "raised"  # another meeting raised it to this one
    AGAIN = "again"  # the last meeting wanted to hear of it again
    BY_HAND = "by_hand"


class Outcome(models.TextChoices):
    """What a meeting did with an item."""

    NOTED = "noted"
    DECIDED = "decided"
    AGAIN = "again"
    RAISED = "raised"


class AgendaItem(models.Model):
    """
    One item of an agenda (议程): a case of any pack, or a subject of its own.

    why: the list of the pack that brought it, or one of Why. carried_from: the item of an earlier meeting that it goes on from.
    stood: how the case stood when the meeting dealt with it: {"state", "light", "due", "statement"}, in words of that day.
    decision: the case that the meeting's decision became. removed_at: it was taken off by hand, and is not brought back by itself.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Case, models.PROTECT, related_name="agenda", db_index=False)
    about = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="on_agendas", db_index=False)
    subject = models.CharField(max_length=400, blank=True)
    order = models.PositiveIntegerField()
    why = models.CharField(max_length=40)
    # The database refuses what PROTECT would; asking first would read every area's rows.
    carried_from = models.ForeignKey("self", models.DO_NOTHING, null=True, blank=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    conclusion = models.TextField(blank=True)
    stood = models.JSONField(default=dict)
    decision = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "meeting", "about"], condition=Q(about__isnull=False), name="agenda_case_once"
            ),
            models.CheckConstraint(condition=Q(about__isnull=False) | ~Q(subject=""), name="agenda_item_says_what"),
            models.CheckConstraint(
                condition=Q(outcome="", concluded_at__isnull=True) | (~Q(outcome="") & Q(concluded_at__isnull=False)),
                name="agenda_concluded_has_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["area", "about", "id"], name="agenda_by_case")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.order}"


class Presence(models.TextChoices):
    """What became of somebody who was invited."""

    PRESENT = "present"
    LEAVE = "leave"
    ABSENT = "absent"
    SUBSTITUTE = "substitute"


class Attendance(models.Model):
    """
    One line of a meeting's sign-in sheet (签到): a person, a unit, or a guest by name.

    must_chair: who has to chair. chaired: who did. stand_in: who came instead. excused_by: who granted the leave.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Case, models.PROTECT, related_name="attendance", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    guest = models.CharField(max_length=60, blank=True)
    order = models.PositiveIntegerField()
    must_chair = models.BooleanField(default=False)
    chaired = models.BooleanField(default=False)
    presence = models.CharField(max_length=10, choices=Presence.choices)
    stand_in = models.CharField(max_length=60, blank=True)
    excused_by = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "meeting", "person"], condition=Q(person__isnull=False), name="attendance_person_once"
            ),
            models.UniqueConstraint(
                fields=["area", "meeting", "unit"], condition=Q(unit__isnull=False), name="attendance_unit_once"
            ),
            models.UniqueConstraint(
                fields=["area", "meeting"], condition=Q(chaired=True), name="attendance_one_chaired"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True, guest="")
                | Q(person__isnull=True, unit__isnull=False, guest="")
                | (Q(person__isnull=True, unit__isnull=True) & ~Q(guest="")),
                name="attendance_is_one_of_three",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "meeting", "order"], name="attendance_by_meeting"),
            models.Index(fields=["area", "person"], name="attendance_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id or self.unit_id or self.guest}"


class MeetingPaper(models.Model):
    """A document that lies before a meeting; files that were brought are evidence of the meeting."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Case, models.PROTECT, related_name="papers", db_index=False)
    writing = models.ForeignKey(Writing, models.PROTECT, related_name="+", db_index=False)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "meeting", "writing"], name="meeting_paper_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.writing_id}"
