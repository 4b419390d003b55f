"""Notices: what happened to cases that somebody takes part in, and how each of them reaches people outside of the product."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit


class Notice(models.Model):
    """
    A message for a unit or a person: a case now waits for them, or came back. Written with the event it tells of.

    With neither unit nor person it is meant for those alone who watch the case.
    expanded_at: when a worker had worked out whom it means; until then it waits to be sent on.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    heads_only = models.BooleanField(default=False)
    kind = models.CharField(max_length=20, default="waits")
    at = models.DateTimeField()
    expanded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area", "unit", "id"], name="notice_by_unit"),
            models.Index(fields=["area", "person", "id"], name="notice_by_person"),
            models.Index(fields=["area", "id"], name="notice_to_expand", condition=Q(expanded_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq}"


class NoticeSeen(models.Model):
    """Up to which notice a person has looked."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    up_to = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "person"], name="seen_once")]

    def __str__(self) -> str:
        return f"{self.person_id} ≤ {self.up_to}"


class Way(models.TextChoices):
    """How soon a kind of notice reaches a person by mail."""

    ONCE = "once"
    DIGEST = "digest"
    NEVER = "never"


class NoticeChoice(models.Model):
    """What a person chose for one kind of notice; without a row the kind's own way holds."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    way = models.CharField(max_length=6, choices=Way.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "person", "kind"], name="notice_choice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}: {self.way}"


class NoticeSetting(models.Model):
    """
    When mail may reach a person, the check of the address, and the key of the calendar feed.

    quiet_from, quiet_until, digest_hour: whole hours of Beijing time; equal quiet hours are none.
    checked: the address that answered the check; asked: the address that was asked last.
    calendar_key: part of the secret address of the calendar, which a new key takes back; empty without a calendar.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    quiet_from = models.PositiveSmallIntegerField(default=22)
    quiet_until = models.PositiveSmallIntegerField(default=7)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    asked = models.EmailField(blank=True)
    checked = models.EmailField(blank=True)
    calendar_key = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "person"], name="notice_setting_once"),
            models.CheckConstraint(
                condition=Q(quiet_from__lte=23) & Q(quiet_until__lte=23) & Q(digest_hour__lte=23),
                name="notice_setting_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}"


class HookStyle(models.TextChoices):
    """In what form a hook is called."""

    GENERIC = "generic"
    WECOM = "wecom"
    DINGTALK = "dingtalk"


class Hook(models.Model):
    """
    Where notices are posted to besides mail (推送): another system, or the robot of a group.

    unit: only what means this unit; person: only what means this person; neither: everything of the area.
    url, secret: never shown again once entered, and emptied when it is removed; the row stays for what was sent.
    kinds: which kinds of notices go there, a list of keys.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    style = models.CharField(max_length=10, choices=HookStyle.choices)
    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    kinds = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(removed_at__isnull=True), name="hook_name_once"
            ),
            models.CheckConstraint(condition=Q(unit__isnull=True) | Q(person__isnull=True), name="hook_for_one"),
        ]

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    """
    How far a delivery is.

    sending: a worker has it, and nothing has left yet; handing: it is leaving, and from here on it may have arrived.
    unclear: the worker died, or the other side fell silent, while it left; failed: given up; dropped: not wanted any more.
    """

    WAITING = "waiting"
    SENDING = "sending"
    HANDING = "handing"
    SENT = "sent"
    FAILED = "failed"
    UNCLEAR = "unclear"
    DROPPED = "dropped"


class Delivery(models.Model):
    """
    One notice on its way to one person by mail, or to one hook (发送记录); once for each.

    notice: None where the mail is none of a notice but the check of an address.
    kind: under which kind it reaches this person. digest: joined with others into one mail.
    due_at: when it should arrive; next_try_at: when a worker looks at it (again).
    batch: id of the delivery that leads the mail it left in; message_id: the name of that mail.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    hook = models.ForeignKey(Hook, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    digest = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)
    batch = models.BigIntegerField(null=True, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "notice", "person"], condition=Q(hook__isnull=True), name="delivery_once_by_mail"
            ),
            models.UniqueConstraint(
                fields=["area", "notice", "hook"], condition=Q(hook__isnull=False), name="delivery_once_by_hook"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(hook__isnull=False), name="delivery_has_a_goal"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True)),
                name="delivery_sent_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["area", "next_try_at", "id"], name="delivery_to_send", condition=Q(state=DeliveryState.WAITING)
            ),
            models.Index(
                fields=["area", "held_until"],
                name="delivery_held",
                condition=Q(state__in=[DeliveryState.SENDING, DeliveryState.HANDING]),
            ),
            models.Index(fields=["area", "batch"], name="delivery_by_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["area", "state", "-id"], name="delivery_by_state"),
            models.Index(fields=["area", "person", "-id"], name="delivery_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id or self.hook_id}: {self.state}"

    @property
    def key(self) -> str:
        """What names this delivery to the other side: the same at every try."""
        return f"{self.area_id}-{self.batch or self.pk}"
