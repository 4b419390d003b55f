"""Telling people of something that happened to a case, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import Holder
from bihuan.loop.jobs.bell import ring
from bihuan.loop.notices.models import Notice


def tell(*, case: Case, to: Iterable[Holder], kind: str, at: datetime) -> int:
    """
    Write a notice of the case's newest event for everybody in `to`, each once, and return how many were written.

    to: an empty Holder() is told of by nobody but those who watch the case.
    kind: key of `notices.kinds.KINDS`, which says in what way and how soon it reaches people outside of the product.
    """
    rows = [
        Notice(
            area_id=case.area_id,
            case_id=case.pk,
            seq=case.seq,
            unit_id=holder.unit_id,
            person_id=holder.person_id,
            heads_only=holder.heads_only,
            kind=kind,
            at=at,
        )
        for holder in dict.fromkeys(to)
    ]
    Notice.objects.bulk_create(rows)
    ring()
    return len(rows)
