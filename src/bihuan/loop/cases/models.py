"""The case, its parties, its number, and what a person keeps of it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from bihuan.accounts.models import Area, Person, Unit


class Nature(models.TextChoices):
    """What kind of rectification it is (性质)."""

    AT_ONCE = "at_once"
    BY_DATE = "by_date"
    STANDING = "standing"


class Category(models.TextChoices):
    """How far a state lies along the loop; lifecycles name their own states."""

    DRAFT = "draft"
    OPEN = "open"
    REVIEW = "review"
    CLOSED = "closed"


class Case(models.Model):
    """
    One thing being looped (事项). Written only by actions of the loop.

    root: the case at the top of the tree (itself for a top case); `ancestors` lists ids from the root down to the parent.
    seq: number of the last event of its chain; head: that event's digest. A write compares and sets `seq`.
    runs_until, soon_on, paused: the light of the clock that runs now; colours are derived from the day they are looked at.
    While only a period runs that has to pass, runs_until is empty and soon_on the day after it.
    urgency: runs_until, or the last day there is: a column without gaps to sort and page by.
    sealed_seq: number of the event up to which the chain was sealed, 0 before its first night.
    held: the light that the work had when it was handed in for review; it stays until the work is accepted ("", soon, late).
    wakes_on: the next day on which something happens to the case by itself: a step of a ladder, a move of the clock.
    review: copy of the chain of the running pass: {"steps": […], "step": 0, "pass": 1, "submitted_by": person id}.
    fields: values by field id; dates as ISO text, money as decimal text in yuan.
    wall: for a confidential case the relations that may see it, between bars; None for all others.
    runs_at: the instant at which a clock of hours ends that runs now; runs_until is its day.
    same: the case that this one is the same problem as; that one speaks for both where a problem is counted once.
    text_1 … date_3: the pack's indexed fields, in the order the kind declares them.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    pack_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    order = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", db_index=False)
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ancestors = models.JSONField(default=list)
    subject = models.TextField()
    state = models.CharField(max_length=40)
    category = models.CharField(max_length=8, choices=Category.choices)
    turn = models.PositiveIntegerField(default=1)
    nature = models.CharField(max_length=10, choices=Nature.choices, blank=True)
    responsible = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    lead = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    opener_id = models.BigIntegerField()
    opened_at = models.DateTimeField()
    due = models.DateField(null=True, blank=True)
    original_due = models.DateField(null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    runs_clock = models.CharField(max_length=60, blank=True)
    runs_until = models.DateField(null=True, blank=True)
    runs_at = models.DateTimeField(null=True, blank=True)
    soon_on = models.DateField(null=True, blank=True)
    urgency = models.DateField(default=date.max)
    paused = models.BooleanField(default=False)
    held = models.CharField(max_length=4, blank=True, default="")
    wakes_on = models.DateField(null=True, blank=True)
    review = models.JSONField(null=True, blank=True)
    fields = models.JSONField(default=dict)
    statement = models.TextField(blank=True)
    evidence_count = models.PositiveIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=80, blank=True)
    sealed_seq = models.PositiveIntegerField(default=0)
    last_verb = models.CharField(max_length=60, blank=True)
    last_at = models.DateTimeField()
    wall = models.TextField(null=True, blank=True)
    same = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    text_1 = models.CharField(max_length=200, null=True, blank=True)
    text_2 = models.CharField(max_length=200, null=True, blank=True)
    text_3 = models.CharField(max_length=200, null=True, blank=True)
    number_1 = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    number_2 = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    number_3 = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    date_1 = models.DateField(null=True, blank=True)
    date_2 = models.DateField(null=True, blank=True)
    date_3 = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "pack", "number"], name="case_number_once"),
            models.CheckConstraint(
                condition=(Q(category="closed") & Q(closed_on__isnull=False))
                | (~Q(category="closed") & Q(closed_on__isnull=True)),
                name="case_closed_has_date",
            ),
            models.CheckConstraint(condition=Q(turn__gte=1), name="case_turn_from_one"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "root", "kind", "category", "id"], name="case_by_root"),
            models.Index(fields=["area", "pack", "kind", "urgency", "id"], name="case_by_urgency"),
            models.Index(fields=["area", "pack", "kind", "id"], name="case_by_kind"),
            models.Index(fields=["area", "pack", "kind", "category", "urgency", "id"], name="case_by_category"),
            models.Index(fields=["area", "pack", "kind", "due", "id"], name="case_by_due"),
            # Holds all that a ledger counts, so that counting never reads the rows themselves.
            models.Index(
                fields=[
                    "area",
                    "pack",
                    "kind",
                    "category",
                    "nature",
                    "state",
                    "paused",
                    "runs_until",
                    "soon_on",
                    "held",
                    "wall",
                    "id",
                ],
                name="case_counted",
            ),
            # Few cases stand behind walls, and every page asks for those that name its reader.
            models.Index(fields=["area", "id"], name="case_walled", condition=Q(wall__isnull=False)),
            models.Index(fields=["area", "runs_at"], name="case_by_hour", condition=Q(runs_at__isnull=False)),
            models.Index(fields=["area", "same"], name="case_by_same", condition=Q(same__isnull=False)),
            models.Index(fields=["area", "parent", "order"], name="case_by_parent"),
            models.Index(fields=["area", "responsible", "kind", "urgency", "id"], name="case_by_unit"),
            models.Index(fields=["area", "wakes_on", "id"], name="case_by_waking", condition=Q(wakes_on__isnull=False)),
            models.Index(fields=["area", "last_at", "id"], name="case_by_change"),
            models.Index(fields=["area", "opener_id"], name="case_by_opener"),
            # What the next seal covers: usually what changed today.
            models.Index(fields=["area", "id"], name="case_unsealed", condition=Q(seq__gt=F("sealed_seq"))),
            *[
                models.Index(
                    fields=["area", "pack", "kind", slot],
                    name=f"case_{slot}",
                    condition=Q(**{f"{slot}__isnull": False}),
                )
                for slot in (
                    "text_1",
                    "text_2",
                    "text_3",
                    "number_1",
                    "number_2",
                    "number_3",
                    "date_1",
                    "date_2",
                    "date_3",
                )
            ],
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def path(self) -> list[int]:
        """Return the ids of the ancestors from the root down, and the case itself."""
        return [*self.ancestors, self.pk]

    def field(self, name: str) -> Any:
        """Return the value of a pack's field, None if it was never given."""
        return self.fields.get(name)


class CaseParty(models.Model):
    """
    Who takes part in a case: one row for each party and unit or person.

    party: a party of the pack; `below` marks units that take part in a case underneath, so that they see the way up.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    party = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area", "case", "party", "unit"], condition=Q(unit__isnull=False), name="party_unit_once"
            ),
            models.UniqueConstraint(
                fields=["area", "case", "party", "person"], condition=Q(person__isnull=False), name="party_person_once"
            ),
            models.CheckConstraint(
                condition=(Q(unit__isnull=False) & Q(person__isnull=True))
                | (Q(unit__isnull=True) & Q(person__isnull=False)),
                name="party_is_unit_or_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["area", "unit", "case"], name="party_by_unit"),
            models.Index(fields=["area", "person", "case"], name="party_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.unit or self.person}"


class DeskHolder(models.Model):
    """
    Which unit or person holds a desk of a pack (办公室席位), for the whole area or for one case and all below it.

    heads_only: only those who head the unit sign at this desk.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    desk = models.CharField(max_length=40)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    heads_only = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(unit__isnull=False) & Q(person__isnull=True))
                | (Q(unit__isnull=True) & Q(person__isnull=False)),
                name="desk_is_unit_or_person",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["area", "pack", "desk"], name="desk_by_pack")]

    def __str__(self) -> str:
        return f"{self.pack}.{self.desk}: {self.unit or self.person}"


class NumberSeries(models.Model):
    """The last number given out in one series; numbers are never reused."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "key"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"


class SavedView(models.Model):
    """A ledger's filter, order and columns kept under a name; shared ones are seen by the whole area."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    query = models.TextField()
    shared = models.BooleanField(default=False)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "person", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name


class Watch(models.Model):
    """A person watches a case."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "person", "case"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.person} → {self.case_id}"
