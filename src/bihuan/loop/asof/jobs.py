"""Freezing long rounds, done by a worker."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext, ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.asof.actions import take_due_snapshots, take_snapshot
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.asof.rules import check_day_is_over, check_may_freeze
from bihuan.loop.asof.snapshots import due_snapshots
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import below
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.jobs.work import Result, Work

AT_ONCE = 2000  # cases that are written while a person waits
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


def freeze(*, round_: Case, day: str, by: Actor, at: datetime, url: str) -> tuple[Job | None, int]:
    """
    Freeze a day of a round, or (with an empty `day`) every end of month that lacks one; long ones become a job.

    Returns the job, or None and how many were taken at once. url: where the job goes on to. Raises Refused.
    """
    try:
        days = [date.fromisoformat(day)] if day else []
    except ValueError:
        sentence = gettext("Write a date like 2026-11-20.")
        raise Refused(sentence, fields={"asof": sentence}) from None
    check_may_freeze(round_, by, local_day(at))
    for one in days:
        check_day_is_over(round_, one, local_day(at))
    due = len(days) or len(due_snapshots(round_.area_id, local_day(at), round_=round_))
    if due * Case.objects.filter(below(round_), area_id=round_.area_id).count() > AT_ONCE:
        given = {"round": round_.pk, "day": day, "url": url}
        return start_job(
            kind="snapshots",
            given=given,
            by=by,
            at=at,
            title=gettext("Snapshots of %(round)s") % {"round": round_.number},
        ), 0
    if days:
        take_snapshot(round=round_, asof=days[0], by=by, at=at)
        return None, 1
    return None, len(take_due_snapshots(area_id=round_.area_id, at=at, by=by, round=round_))
