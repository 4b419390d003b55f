"""Seals in a package to the area above, and what that area keeps of them: who makes a history anew cannot take those back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Max

from bihuan.loop.seals import key
from bihuan.loop.seals.kept import line_of
from bihuan.loop.seals.models import Seal, SealSeen
from bihuan.loop.trail.digest import algorithm_of, digest

SENT: Final = 100  # newest seals in a package: a quarter of nights
LONGEST: Final = 2_000  # characters of a record


def seals_to_send(area_id: int) -> list[dict[str, str]]:
    """Return the newest seals of an area, the oldest of them first."""
    rows = Seal.objects.filter(area_id=area_id).order_by("-number")[:SENT]
    return [line_of(row) for row in reversed(rows)]


def keep_seen(area_id: int, code: str, lines: Iterable[Mapping[str, Any]], *, at: datetime) -> list[int]:
    """
    Keep the seals that a package of an area brought, and return the numbers under which another seal was kept before.

    Raises ValueError, KeyError or TypeError for what is no seal of that area, whoever signed the package.
    """
    told = [_read(code, line) for line in lines]
    known = SealSeen.objects.filter(area_id=area_id, code=code, number__in=[one.number for one in told])
    before = {(row.number, row.digest) for row in known}
    numbers = {number for number, _digest in before}
    new = [one for one in told if (one.number, one.digest) not in before]
    SealSeen.objects.bulk_create(
        [
            SealSeen(
                area_id=area_id, code=code, at=at, number=one.number, day=one.day, record=one.record, digest=one.digest
            )
            for one in new
        ]
    )
    return sorted(one.number for one in new if one.number in numbers)


@dataclass(frozen=True, slots=True)
class _Sent:
    number: int
    day: date
    record: str
    digest: str


def _read(code: str, line: Mapping[str, Any]) -> _Sent:
    record, written = line["record"], str(line["digest"])
    if len(record) > LONGEST:
        raise ValueError(len(record))
    try:
        told = json.loads(record)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    number = told["number"]
    if type(number) is not int or not 1 <= number < 2**31 or told["code"] != code:
        raise ValueError(number)
    if digest(record.encode(), algorithm_of(written)) != written:
        raise ValueError(written)
    if not key.is_signed(record.encode(), str(line["signature"]), str(told["key"])):
        raise ValueError(line["signature"])
    return _Sent(number, date.fromisoformat(told["day"]), record, written)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What is kept of the seals of one area: the newest number and its day, and how many numbers came with two seals."""

    code: str
    newest: int
    day: date
    changed: int


def witnessed(area_id: int) -> list[Witnessed]:
    """Return for every area whose seals are kept here how far they go, and whether any was made anew."""
    rows = SealSeen.objects.filter(area_id=area_id).order_by()
    twice = rows.values("code", "number").annotate(n=Count("pk")).filter(n__gt=1).values_list("code", flat=True)
    changed = list(twice)
    newest = rows.values("code").annotate(newest=Max("number"), day=Max("day")).order_by("code")
    return [Witnessed(row["code"], row["newest"], row["day"], changed.count(row["code"])) for row in newest]
