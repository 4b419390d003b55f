"""Released packs and what an area chose of them, signatures of reviews, and whom a case waits for."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from bihuan.accounts.models import Area, Person, Unit
from bihuan.loop.cases.models import Case


class PackRelease(models.Model):
    """
    One released version of a pack, with its shared parts inside; never changed.

    area: whose own version it is, None for what was shipped. version: an area's own is FIRST_OWN or more, and no other area has the
    same number of a pack, so that pack and version always name one text. based_on: the version an area's own was made from.
    """

    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=80)
    based_on = models.PositiveIntegerField(null=True, blank=True)
    cases = models.TextField(blank=True)  # the worked cases that belong to it
    released_at = models.DateTimeField()

    class Meta:
        # Shipped packs belong to the product, not to an area: the same release serves all areas.
        db_table = "pack_release"
        constraints: ClassVar = [models.UniqueConstraint(fields=["pack", "version"], name="pack_version_once")]
        # Which versions there are is asked on every page; the texts are long and are not read for it.
        indexes: ClassVar = [models.Index(fields=["area", "pack", "version"], name="release_by_area")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"


class PackChoice(models.Model):
    """
    What an area chose of a pack; without a row the pack is in use, in its newest shipped version.

    version: the version new cases begin with, None for the newest shipped one.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    in_use = models.BooleanField(default=True)
    version = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "pack"], name="pack_choice_once")]

    def __str__(self) -> str:
        return f"{self.pack} {self.version or 'newest'}{'' if self.in_use else ' off'}"


class PackDraft(models.Model):
    """
    An area's copy of a pack while it is edited; every save is a new row, the newest counts.

    number: counts the saves of one draft. based_on: the version it was copied from, None for a pack of the area's own.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    based_on = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    cases = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "pack", "number"], name="pack_draft_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.pack} draft {self.number}"


class Signature(models.Model):
    """
    One opinion in a review: who, for which relation, in which step of which pass.

    person_for: id of the person for whom `person` stood in. site: how it was looked at on the spot, {"on", "place", "who", "photos"}.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="signatures", db_index=False)
    turn = models.PositiveIntegerField()
    pass_no = models.PositiveIntegerField()
    state = models.CharField(max_length=40)
    step = models.PositiveIntegerField()
    relation = models.CharField(max_length=60)
    verdict = models.CharField(max_length=8, choices=[("pass", "pass"), ("return", "return"), ("refuse", "refuse")])
    opinion = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    person_for = models.BigIntegerField(null=True, blank=True)
    site = models.JSONField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "case", "turn", "pass_no", "step", "relation"], name="signature_once_for_relation"
            ),
            models.UniqueConstraint(
                fields=["area", "case", "turn", "pass_no", "person"], name="signature_once_for_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step} {self.relation} {self.verdict}"


class Waiting(models.Model):
    """
    Whom a case waits for now: rewritten with every move, read by the home page.

    Exactly one of unit and person is set (a desk is resolved to who holds it); `heads_only` when only the head of the unit may act.
    urgency: `until`, or the last day there is; to_hand_out: the case is a draft; submitted_by: id of the person whose work is
    reviewed and who may not sign it. They repeat what the case says, so that nobody's list has to read thousands of cases.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="waiting", db_index=False)
    relation = models.CharField(max_length=60)
    move = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    heads_only = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    urgency = models.DateField(default=date.max)
    to_hand_out = models.BooleanField(default=False)
    submitted_by = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(unit__isnull=False) & Q(person__isnull=True))
                | (Q(unit__isnull=True) & Q(person__isnull=False)),
                name="waiting_is_unit_or_person",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "unit", "to_hand_out", "urgency", "id"], name="waiting_by_unit"),
            models.Index(fields=["area", "person", "to_hand_out", "urgency", "id"], name="waiting_by_person"),
            models.Index(fields=["area", "case"], name="waiting_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} waits for {self.unit or self.person}"
