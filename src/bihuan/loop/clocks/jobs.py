"""Counting clocks anew where it takes long: for a worker, or at once where there are few cases."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.moving import looking_at, move_dates, recount_ladders, recounted
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.jobs.work import Result, Work

AT_ONCE: Final = 200  # so many cases are through before a page is missed


def follow_calendar(*, year: int, reason: str, by: Actor, at: datetime) -> Job | None:
    """Move the due dates that look at a year whose days have changed: at once for few cases, else by the job that is returned."""
    if len(looking_at(by.area_id, year)) <= AT_ONCE:
        move_dates(area_id=by.area_id, year=year, reason=reason, by=by, at=at)
        return None
    given = {"year": year, "reason": reason}
    return start_job(
        kind="calendar", given=given, by=by, at=at, title=_("Due dates after the calendar of %(year)d") % given
    )


def follow_ladder(*, pack: str, case: Case | None, by: Actor, at: datetime) -> Job | None:
    """Count the lights of a round (or the area) anew after its warnings changed: at once for few cases, else by the job that is returned."""
    if recounted(by.area_id, pack, case)[: AT_ONCE + 1].count() <= AT_ONCE:
        recount_ladders(area_id=by.area_id, pack=pack, case_id=case.pk if case else None, by=by, at=at)
        return None
    given = {"pack": pack, "case_id": case.pk if case else None}
    return start_job(kind="ladders", given=given, by=by, at=at, title=_("Lights after a change of warnings"))


def calendar_job(work: Work) -> Result:
    """Move due dates after a change of the calendar."""
    given = work.given
    moved = move_dates(
        area_id=work.area_id, year=given["year"], reason=given["reason"], by=work.by, at=work.at, progress=work.progress
    )
    return Result(ngettext("%(n)d due date moved.", "%(n)d due dates moved.", moved) % {"n": moved})


def ladders_job(work: Work) -> Result:
    """Count lights anew after a change of warnings."""
    given = work.given
    count = recount_ladders(
        area_id=work.area_id,
        pack=given["pack"],
        case_id=given["case_id"],
        by=work.by,
        at=work.at,
        progress=work.progress,
    )
    return Result(
        ngettext("The light of %(n)d case was counted.", "The lights of %(n)d cases were counted.", count)
        % {"n": count}
    )
