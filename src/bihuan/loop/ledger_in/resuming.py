"""Going on where a worker stopped: a task that was cancelled or failed leaves no ledger half taken for ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job, JobState
from bihuan.loop.ledger_in.actions import lock_import
from bihuan.loop.ledger_in.models import ImportState, LedgerImport
from bihuan.loop.ledger_in.rules import check_may_bring_ledger

TASKS: Final[Mapping[str, tuple[str, Callable[[], str]]]] = {
    ImportState.JUDGING: ("ledger_judge", lambda: gettext("Checking the ledger “%(name)s”")),
    ImportState.TAKING: ("ledger_take", lambda: gettext("Taking the ledger “%(name)s”")),
    ImportState.UNDOING: ("ledger_undo", lambda: gettext("Taking the ledger “%(name)s” back")),
}


def has_stopped(ledger: LedgerImport) -> bool:
    """Return whether the work on a ledger was cancelled or failed before its end."""
    if ledger.state not in TASKS or ledger.job is None:
        return False
    job = Job.objects.filter(area_id=ledger.area_id, pk=ledger.job).first()
    return job is None or job.state in {JobState.FAILED, JobState.CANCELLED}


@transaction.atomic
def go_on(*, ledger: LedgerImport, by: Actor, at: datetime) -> LedgerImport:
    """
    Leave what is still to be done of a stopped ledger for a worker again; what was done stays and is not repeated.

    Raises Refused while a worker is at it or there is nothing to go on with, NotAllowed.
    """
    locked = lock_import(ledger, *TASKS)
    locked.top = ledger.top
    check_may_bring_ledger(by, ledger.top, locked.form, on=local_day(at))
    if not has_stopped(locked):
        raise Refused(gettext("A worker is at it."))
    kind, title = TASKS[locked.state]
    job = start_job(kind=kind, given={"ledger": locked.pk}, by=by, at=at, title=title() % {"name": locked.name})
    LedgerImport.objects.filter(area_id=locked.area_id, pk=locked.pk).update(job=job.pk)
    locked.job = job.pk
    return locked
