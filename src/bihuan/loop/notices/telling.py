"""Telling people of something that happened to a case, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import Holder
from bihuan.loop.jobs.bell import NOTICES, ring
from bihuan.loop.notices.models import Notice


def tell(*, case: Case, to: Iterable[Holder], kind: str, at: datetime) -> int:
    """
    Write a notice of the case's newest event for everybody in `to`, each once, and return how many were written.

    to: an empty Holder() is told of by nobody but those who watch the case.
    kind: key of `notices.kinds.KINDS`, which says in what way and how soon it reaches people outside of the product.
    """
    return tell_all([Telling(case, case.seq, to)], kind=kind, at=at)


class Telling(NamedTuple):
    """Whom to tell of the event of a case with this number."""

    case: Case
    seq: int
    to: Iterable[Holder]


def tell_all(tellings: Sequence[Telling], *, kind: str, at: datetime) -> int:
    """Write the notices of many events at once, as `tell` does for one, and return how many were written."""
    rows = [
        Notice(
            area_id=telling.case.area_id,
            case_id=telling.case.pk,
            seq=telling.seq,
            unit_id=holder.unit_id,
            person_id=holder.person_id,
            heads_only=holder.heads_only,
            kind=kind,
            at=at,
        )
        for telling in tellings
        for holder in dict.fromkeys(telling.to)
    ]
    Notice.objects.bulk_create(rows, batch_size=500)
    ring(NOTICES)
    return len(rows)
