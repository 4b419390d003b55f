"""Ledgers brought in, what each of their rows does, and what the columns of a source mean."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area, Person
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.models import StoredFile


class Form(models.TextChoices):
    """What a ledger is for: a unit reports progress, or the office registers and corrects."""

    PROGRESS = "progress"
    REGISTER = "register"


class ImportState(models.TextChoices):
    """How far an import is."""

    MAPPING = "mapping"  # the columns wait for a person to look at them
    JUDGING = "judging"
    JUDGED = "judged"  # the preview stands
    TAKING = "taking"
    TAKEN = "taken"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


class Does(models.TextChoices):
    """What a row does. Rows that change nothing are counted and not kept."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"
    CONFLICT = "conflict"


class LedgerImport(models.Model):
    """
    One ledger that was brought in (台账导入).

    top: the case under which its rows stand (the round). source: name under which its mapping is remembered.
    sheets: heads and mapping, see loop/ledger_in/mapping.py. mark: what the hidden sheet of our own template says, else empty.
    counts: rows by what they do, {"new": 3, …}; `taken`, `late` (refused while taking) and `kept` (not undone) are added later.
    given_back: the faults of taking and of undoing lie in the rows.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    top = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    form = models.CharField(max_length=10, choices=Form.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=60, blank=True)
    sheets = models.JSONField(default=list)
    mark = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.MAPPING)
    counts = models.JSONField(default=dict)
    brought_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    brought_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    job = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area", "top", "-id"], name="ledger_import_by_top")]

    def __str__(self) -> str:
        return self.name


class LedgerRow(models.Model):
    """
    What one row of a ledger does; a row that speaks of two kinds of cases has one of these for each.

    place: order in which rows are taken, parents first. sheet, number: as the spreadsheet program shows them.
    case: id of the case it is about, once there is one; seq: of that case's last event when the row was judged.
    above: `place` of the row whose new case this one stands under.
    given: values for the action, plain JSON. changes: [title, old, new] as people read them.
    faults: [column, value, sentence]. cells: the row as it was brought, for the file of rows to mend.
    written: seq of the event it wrote. undone: that event was taken back.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    ledger = models.ForeignKey(LedgerImport, models.CASCADE, related_name="rows", db_index=False)
    place = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    does = models.CharField(max_length=10, choices=Does.choices)
    title = models.CharField(max_length=160, blank=True)
    case = models.BigIntegerField(null=True, blank=True)
    seq = models.PositiveIntegerField(default=0)
    above = models.PositiveIntegerField(null=True, blank=True)
    given = models.JSONField(default=dict)
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    written = models.PositiveIntegerField(null=True, blank=True)
    undone = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "ledger", "place"], name="ledger_row_once")]
        indexes: ClassVar = [models.Index(fields=["area", "ledger", "does", "place"], name="ledger_row_by_does")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class ColumnMapping(models.Model):
    """
    What the columns of a source mean, so that its next file maps itself.

    signature: digest of the plain headings. meaning: {"kind": …, "columns": {plain heading: target}}.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    pack = models.CharField(max_length=40)
    form = models.CharField(max_length=10, choices=Form.choices)
    signature = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    meaning = models.JSONField(default=dict)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "pack", "form", "signature", "source"], name="mapping_once")
        ]

    def __str__(self) -> str:
        return self.source
