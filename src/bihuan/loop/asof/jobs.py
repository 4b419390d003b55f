"""Freezing long rounds, done by a worker."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, ngettext

from bihuan.loop.asof.actions import take_due_snapshots, take_snapshot
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.cases.models import Case
from bihuan.loop.jobs.work import Result, Work

EVERY = 200  # cases between two words about how far it is


def freeze_round(work: Work) -> Result:
    """
    Take the snapshots of one round.

    given: `round` (id), `url` to go on to, and `day` (ISO text); without it every end of month that lacks one.
    Raises Refused.
    """
    case = Case.objects.get(area_id=work.area_id, pk=work.given["round"])

    def tell(done: int) -> None:
        if done % EVERY == 0:
            work.progress(done)

    taken: list[Snapshot]
    if day := work.given.get("day"):
        taken = [take_snapshot(round=case, asof=date.fromisoformat(day), by=work.by, at=work.at, tell=tell)]
    else:
        taken = take_due_snapshots(area_id=work.area_id, at=work.at, by=work.by, round=case, tell=tell)
    said = ngettext("%(n)d snapshot taken.", "%(n)d snapshots taken.", len(taken)) % {"n": len(taken)}
    return Result(said if taken else gettext("No end of month lacks its snapshot."), url=work.given["url"])
