"""Freezing a round at the end of a day."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor, by_itself
from bihuan.loop.asof.frozen import Figures, write_frozen
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.asof.rules import check_day_is_over, check_may_freeze
from bihuan.loop.asof.snapshots import due_snapshots
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import store_file
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

MEDIA_TYPE: Final = "application/json"
SPOOLED: Final = 8_000_000  # bytes kept in memory before a snapshot that is being written goes to disk


def _silent(done: int) -> None:
    """Tell nobody."""


def take_snapshot(
    *,
    round: Case,  # noqa: A002
    asof: date,
    by: Actor,
    at: datetime,
    tell: Callable[[int], None] = _silent,
) -> Snapshot:
    """
    Freeze a round at the end of a day that is over, once: all its cases and figures, whoever sees them.

    by: somebody at the office's desk, or `by_itself`. tell: is called with the number of cases written so far.
    Nobody has to wait for it: a past day does not change, so it is read before anything is locked.
    Raises Refused (NotAllowed): the day is not over, lies before the round was opened, or is frozen already.
    """
    check_may_freeze(round, by, local_day(at))
    check_day_is_over(round, asof, local_day(at))
    _check_not_frozen(round, asof)
    with tempfile.SpooledTemporaryFile(SPOOLED) as aside:
        pack = pack_of(round.pack, round.pack_version)
        everything = Case.objects.filter(area_id=round.area_id)
        cases = cases_at(
            by, pack=pack.id, kinds=list(pack.kinds), asof=asof, today=local_day(at), root=round, among=everything
        )
        count, figures = write_frozen(aside, cases, round_=round, pack=pack, asof=asof, tell=tell)
        aside.seek(0)
        return _keep(round, asof, aside, count, figures, by=by, at=at)


@transaction.atomic
def _keep(
    round_: Case, asof: date, frozen: IO[bytes], count: int, figures: Figures, *, by: Actor, at: datetime
) -> Snapshot:
    case = lock_case(round_, off_too=True)
    _check_not_frozen(case, asof)
    automatic = by.person_id == 0
    file = store_file(case.area_id, f"{case.number}-{asof}.json", frozen, at, media_type=MEDIA_TYPE)
    snapshot = Snapshot.objects.create(
        area_id=case.area_id,
        round=case,
        day=asof,
        made_at=at,
        made_by_id=None if automatic else by.person_id,
        automatic=automatic,
        cases=count,
        figures=figures,
        file=file,
    )
    said = {
        "id": snapshot.pk, "day": asof, "file": file.digest, "size": file.size, "cases": count, "figures": figures,
    }  # fmt: skip
    record(case=case, verb=Verb.SNAPSHOT_TAKEN, by=by, at=at, body={"snapshot": said})
    return snapshot


def take_due_snapshots(
    *,
    area_id: int,
    at: datetime,
    by: Actor | None = None,
    round: Case | None = None,  # noqa: A002
    tell: Callable[[int], None] = _silent,
) -> list[Snapshot]:
    """
    Freeze every end of month that lacks its snapshot, oldest first, each for itself: what is taken stays taken.

    by: who pressed the button; None is the nightly run. round: only this one.
    Raises Refused (NotAllowed).
    """
    taken = []
    for one, day in due_snapshots(area_id, local_day(at), round_=round):
        taken.append(take_snapshot(round=one, asof=day, by=by or by_itself(area_id), at=at, tell=tell))
    return taken


def _check_not_frozen(round_: Case, asof: date) -> None:
    if Snapshot.objects.filter(area_id=round_.area_id, round_id=round_.pk, day=asof).exists():
        sentence = gettext("%(day)s is frozen already. A snapshot is never made anew.") % {"day": asof.isoformat()}
        raise Refused(sentence, fields={"asof": sentence})
