"""Seals of an area and the heads they cover. Rows are only added; the database refuses to change or remove them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bihuan.accounts.models import Area


class Seal(models.Model):
    """
    One seal of an area (封存). Numbers begin at 1 and have no gaps.

    record: canonical JSON, among it the root of the tree and `prev`, the digest of the seal before; digest: of these bytes.
    signature: Ed25519 over the same bytes, 64 bytes in hexadecimal. cases: how many heads it covers, none on a day without an act.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    cases = models.PositiveIntegerField()
    record = models.TextField()
    digest = models.CharField(max_length=80)
    signature = models.CharField(max_length=128)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "number"], name="seal_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.day}"


class SealedHead(models.Model):
    """One leaf of a seal: the last event of a case and its digest as they were then. No foreign key to the case, which may vanish."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="heads", db_index=False)
    case_id = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "case_id", "seq"], name="sealed_head_once")]
        indexes: ClassVar = [models.Index(fields=["area", "seal", "case_id"], name="sealed_head_by_seal")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq}"

    @property
    def leaf(self) -> bytes:
        """Return what stands in the tree."""
        return leaf_of(self.case_id, self.seq, self.head)


class SealSeen(models.Model):
    """
    A seal of an area below as its package brought it (收存的下级封存). Two rows of one number: that area made its history anew.

    area: who keeps it. code: of the area that sealed. digest: of `record`, as its own.
    """

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=50)
    number = models.PositiveIntegerField()
    day = models.DateField()
    record = models.TextField()
    digest = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "code", "number", "digest"], name="seal_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


def leaf_of(case_id: int, seq: int, head: str) -> bytes:
    """Return the leaf of a head: id of the case, number of its last event and that event's digest, with blanks between them."""
    return f"{case_id} {seq} {head}".encode()
