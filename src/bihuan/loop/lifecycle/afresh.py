"""
Working out again what stands beside open cases, after something around them changed: who holds a desk, which days are worked.

Waiting rows and clocks are only kept so that lists are quick; rules ask the facts. So this goes in short transactions, one
for some cases at a time: nobody has to wait with a move until thousands of cases are through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Min, Q

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.arriving import start_waiting
from bihuan.loop.lifecycle.models import PackRelease, Waiting
from bihuan.loop.lifecycle.packs import is_off, pack_of
from bihuan.packspec.model import Lifecycle

CHUNK = 100


def wait_afresh(*, area_id: int, pack: str, desk: str, case_id: int | None = None, at: datetime) -> int:
    """
    Write anew whom the open cases wait for that may wait for this desk, and return how many were looked at.

    case_id: only this case and those below it. Since when they wait stays as it was.
    """
    where = _may_wait_for(pack, f"desk.{desk}")
    if not where or is_off(area_id, pack):
        return 0
    cases = Case.objects.filter(area_id=area_id, pack=pack).exclude(category=Category.CLOSED).filter(where)
    rows = cases.order_by("id").values_list("id", "ancestors")
    ids = [pk for pk, ancestors in rows if case_id is None or case_id in (*ancestors, pk)]

    def wait(file: CaseFile) -> None:
        waits = Waiting.objects.filter(area_id=area_id, case_id=file.case.pk)
        start_waiting(file, waits.aggregate(since=Min("since"))["since"] or at)

    _for_each(wait, area_id, ids, at)
    return len(ids)


def rest(*, area_id: int, pack: str) -> int:
    """Take the cases of a pack that was turned off out of all lists of what waits, and return how many rows that were."""
    return Waiting.objects.filter(area_id=area_id, case__pack=pack).delete()[0]


def wake(*, area_id: int, pack: str, at: datetime) -> int:
    """Write anew whom the open cases of a pack wait for, since they came where they stand; return how many cases that were."""
    cases = Case.objects.filter(area_id=area_id, pack=pack).exclude(category=Category.CLOSED)
    ids = list(cases.order_by("id").values_list("pk", flat=True))
    _for_each(lambda file: start_waiting(file, file.stays[-1].entered_at if file.stays else at), area_id, ids, at)
    return len(ids)


def _for_each(act: Callable[[CaseFile], None], area_id: int, ids: Sequence[int], at: datetime) -> None:
    """Do something with each of the cases that are still open, each locked, in transactions of CHUNK cases."""
    for start in range(0, len(ids), CHUNK):
        with transaction.atomic():
            cases = Case.objects.select_for_update(of=("self",)).select_related("responsible", "lead")
            chunk = cases.filter(area_id=area_id, pk__in=ids[start : start + CHUNK]).exclude(category=Category.CLOSED)
            # The newest first: a case is locked before those above it, as every move does.
            for case in chunk.order_by("-id"):
                act(CaseFile(case, local_day(at)))


def _may_wait_for(pack: str, relation: str) -> Q:
    """Return the states of every released version in which a case may wait for this relation."""
    found = Q()
    for version in PackRelease.objects.filter(pack=pack).values_list("version", flat=True):
        released = pack_of(pack, version)
        for kind in released.kinds.values():
            if states := _states(kind.lifecycle_of(released), relation):
                found |= Q(pack_version=version, kind=kind.id, state__in=states)
    return found


def _states(lifecycle: Lifecycle, relation: str) -> list[str]:
    """Return where the first move that people make is this relation's, and every review: its steps may be the round's own."""
    found = []
    for id_, state in lifecycle.states.items():
        moves = [move for move in lifecycle.moves_from(id_) if "clock" not in move.by]
        if state.category == "review" or (moves and relation in moves[0].by):
            found.append(id_)
    return found
