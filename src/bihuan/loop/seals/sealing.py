"""Sealing: what grew since the last seal gets the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case
from bihuan.loop.nightly.duties import Tonight
from bihuan.loop.seals import key
from bihuan.loop.seals.kept import note
from bihuan.loop.seals.models import Seal, SealedHead, leaf_of
from bihuan.loop.seals.tree import root
from bihuan.loop.trail.canonical import canonical, instant
from bihuan.loop.trail.digest import chosen_algorithm, digest

FORM: Final = 1  # version of the record's form, `v`
MOST: Final = 5_000  # heads under one seal


def seal_tonight(tonight: Tonight) -> int:
    """Seal what grew since the night before and return how many cases that were."""
    return seal(tonight.area_id, day=tonight.day, at=tonight.at, hold=tonight.hold)


def seal(area_id: int, *, day: date, at: datetime, hold: Callable[[], None] = lambda: None) -> int:
    """
    Seal every case whose chain grew since it was sealed last, and return how many.

    day: of which the seal is; a day on which nothing grew has one seal without a head, a second call then does nothing.
    hold: called between two seals, where more cases grew than one covers.
    """
    total = 0
    while True:
        with transaction.atomic():
            sealed = _seal(area_id, day, at)
        total += sealed
        if sealed < MOST:
            return total
        hold()


def _seal(area_id: int, day: date, at: datetime) -> int:
    # One at a time writes the next number; others wait here.
    area = Area.objects.select_for_update(no_key=True).get(pk=area_id)
    last = Seal.objects.filter(area_id=area_id).order_by("-number").first()
    grown = Case.objects.filter(area_id=area_id, seq__gt=F("sealed_seq")).order_by("pk")
    # A case that somebody works on just now comes under the next seal: waiting for it, holding others, would end in a deadlock.
    heads = list(grown.select_for_update(skip_locked=True).values_list("pk", "seq", "head")[:MOST])
    if not heads and last is not None and last.day >= day:
        return 0
    row = _next(area, last, heads, day=day, at=at)
    leaves = [SealedHead(area_id=area_id, seal=row, case_id=case, seq=seq, head=head) for case, seq, head in heads]
    SealedHead.objects.bulk_create(leaves, batch_size=500)
    # Only what stands is noted. Where the note cannot be written that is logged, and the next night writes it.
    transaction.on_commit(lambda: note(area_id), robust=True)
    for start in range(0, len(heads), 500):
        ids = [case for case, _seq, _head in heads[start : start + 500]]
        Case.objects.filter(area_id=area_id, pk__in=ids).update(sealed_seq=F("seq"))
    return len(heads)


def _next(area: Area, last: Seal | None, heads: list[tuple[int, int, str]], *, day: date, at: datetime) -> Seal:
    algorithm = chosen_algorithm()
    record = canonical(
        {
            "v": FORM,
            "area": area.pk,
            "code": area.code,
            "number": last.number + 1 if last else 1,
            "day": day.isoformat(),
            "at": instant(at),
            "cases": len(heads),
            "root": root((leaf_of(*head) for head in heads), algorithm),
            "key": key.public(),
            "prev": last.digest if last else "",
        }
    )
    return Seal.objects.create(
        area_id=area.pk, number=last.number + 1 if last else 1, day=day, cases=len(heads), record=record,
        digest=digest(record.encode(), algorithm), signature=key.sign(record.encode()),
    )  # fmt: skip
