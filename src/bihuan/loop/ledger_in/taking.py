"""
Taking the good rows of a judged ledger, and taking a whole import back.

Up to AT_ONCE rows go in one transaction while the person waits. More are done by a worker, CHUNK rows in a transaction with the
number of the event each wrote, so that a worker that is killed goes on behind the last whole chunk and repeats nothing. What was
changed since the preview is refused by itself and goes into the file of refused rows; it stops no other row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import correct_case, open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.withdrawing import take_back, withdraw_case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, OvertakenByOther, Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.ledger_in.actions import lock_import
from bihuan.loop.ledger_in.models import Does, Form, ImportState, LedgerImport, LedgerRow
from bihuan.loop.ledger_in.rules import check_may_bring_ledger, is_office
from bihuan.loop.ledger_in.targets import ABOVE, STANDARD, reporting_move
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.trail.errors import Overtaken
from bihuan.loop.trail.queries import last_changes

AT_ONCE: Final = 100
CHUNK: Final = 100
SHOWN: Final = 5
Progress = Callable[[int, int], None]


@transaction.atomic
def take_ledger(*, ledger: LedgerImport, by: Actor, at: datetime) -> LedgerImport:
    """
    Take the good rows of a judged ledger; the refused ones and the conflicts stay behind.

    Returns the import in state `taken`, or `taking` with the job that does it. Raises Refused, NotAllowed.
    """
    locked = lock_import(ledger, ImportState.JUDGED)
    locked.top = ledger.top
    check_may_bring_ledger(by, ledger.top, locked.form, on=local_day(at))
    rows = good_rows(locked)
    count = rows.count()
    if not count:
        raise Refused(gettext("There is no row to take."))
    locked.state, locked.taken_at = ImportState.TAKING, at
    if count > AT_ONCE:
        title = gettext("Taking the ledger “%(name)s”") % {"name": locked.name}
        locked.job = start_job(kind="ledger_take", given={"ledger": locked.pk}, by=by, at=at, title=title).pk
    LedgerImport.objects.filter(area_id=locked.area_id, pk=locked.pk).update(
        state=locked.state, taken_by_id=by.person_id, taken_at=at, job=locked.job
    )
    if count <= AT_ONCE:
        take_rows(locked, by=by, at=at)
    return locked


def good_rows(ledger: LedgerImport) -> QuerySet[LedgerRow]:
    """Return the rows that are still to be taken, in their order."""
    rows = LedgerRow.objects.filter(area_id=ledger.area_id, ledger_id=ledger.pk, written__isnull=True)
    return rows.filter(does__in=[Does.NEW, Does.CHANGE]).order_by("place")


def take_rows(ledger: LedgerImport, *, by: Actor, at: datetime, tell: Progress | None = None) -> LedgerImport:
    """Take all rows that are not taken yet, chunk by chunk, and close the import. Called by `take_ledger` and its job."""
    total, done = good_rows(ledger).count(), 0
    while count := _take_chunk(ledger, by=by, at=at):
        done += count
        if tell is not None:
            tell(done, total)
    written = LedgerRow.objects.filter(area_id=ledger.area_id, ledger_id=ledger.pk, written__isnull=False).count()
    meant = ledger.counts.get(Does.NEW, 0) + ledger.counts.get(Does.CHANGE, 0)
    ledger.counts = ledger.counts | {"taken": written, "late": meant - written}
    ledger.state = ImportState.TAKEN
    _held(ledger, ImportState.TAKING).update(state=ledger.state, counts=ledger.counts)
    return ledger


@transaction.atomic
def _take_chunk(ledger: LedgerImport, *, by: Actor, at: datetime) -> int:
    """Take the next rows and return how many; the import is locked, so that a worker that was given up and its successor never take the same."""
    if not _held(ledger, ImportState.TAKING).select_for_update().exists():
        return 0
    chunk = list(good_rows(ledger)[:CHUNK])
    for row in chunk:
        _take(ledger, row, by=by, at=at)
    return len(chunk)


def _held(ledger: LedgerImport, state: str) -> QuerySet[LedgerImport]:
    return LedgerImport.objects.filter(area_id=ledger.area_id, pk=ledger.pk, state=state)


def _take(ledger: LedgerImport, row: LedgerRow, *, by: Actor, at: datetime) -> None:
    mine = LedgerRow.objects.filter(area_id=row.area_id, pk=row.pk)
    try:
        with transaction.atomic():
            case = _written(ledger, row, by=by, at=at)
    except (Refused, Overtaken) as refusal:
        sentence = refusal.sentence if isinstance(refusal, Refused) else changed_since(row)
        faults = [["", "", sentence], *(["", "", why] for why in getattr(refusal, "fields", {}).values())]
        mine.update(does=Does.REFUSED, faults=faults)
        return
    mine.update(written=case.seq, case=case.pk)


def changed_since(row: LedgerRow) -> str:
    """Return the sentence for a case that somebody changed between preview and taking."""
    return gettext("%(title)s was changed by somebody after the preview. Bring this row again.") % {
        "title": row.title[:40]
    }


def _written(ledger: LedgerImport, row: LedgerRow, *, by: Actor, at: datetime) -> Case:
    if row.does == Does.NEW:
        return _opened(ledger, row, by=by, at=at)
    case = Case.objects.filter(area_id=row.area_id, pk=row.case or 0).first()
    if case is None or last_changes(row.area_id, [case.pk]).get(case.pk, 0) > row.seq:
        raise OvertakenByOther(changed_since(row))
    if ledger.form == Form.PROGRESS:
        move = reporting_move(
            pack_of(case.pack, case.pack_version).kinds[case.kind].lifecycle_of(pack_of(case.pack, case.pack_version))
        )
        if move is None:
            raise Refused(gettext("No progress is reported on this kind."))
        return move_case(case=case, move=move.id, given=row.given, by=by, at=at)
    return correct_case(case=case, given=row.given, reason=reason_of(ledger), by=by, at=at)


def reason_of(ledger: LedgerImport) -> str:
    """Return the reason that corrections from a ledger are given."""
    return gettext("From the ledger “%(name)s”") % {"name": ledger.name}


def _opened(ledger: LedgerImport, row: LedgerRow, *, by: Actor, at: datetime) -> Case:
    given: dict[str, Any] = dict(row.given)
    parent = Case.objects.filter(area_id=row.area_id, pk=_parent_of(row, given.pop(ABOVE, None)) or 0).first()
    if parent is None:
        raise Refused(gettext("The row it stands under was not taken."))
    standard = str(given.pop(STANDARD, "") or "").splitlines()
    return open_case(
        pack=ledger.top.pack,
        kind=row.kind,
        parent=parent,
        subject=str(given.pop("subject", "")),
        given=given,
        by=by,
        at=at,
        standard=standard,
        source={
            "ledger": ledger.pk,
            "file": ledger.file.digest,
            "name": ledger.name,
            "sheet": row.sheet,
            "row": row.number,
        },
    )


def _parent_of(row: LedgerRow, above: int | None) -> int | None:
    if row.above is None:
        return above
    rows = LedgerRow.objects.filter(area_id=row.area_id, ledger_id=row.ledger_id, place=row.above)
    return rows.values_list("case", flat=True).first()


@transaction.atomic
def undo_ledger(*, ledger: LedgerImport, by: Actor, at: datetime) -> LedgerImport:
    """
    Take a whole import back: what it changed is written back, what it registered is withdrawn.

    Only while none of its cases has moved on: otherwise Refused names them and nothing changes. NotAllowed for others than the
    office and who took it. Returns the import in state `undone`, or `undoing` with the job that does it.
    """
    locked = lock_import(ledger, ImportState.TAKEN)
    locked.top = ledger.top
    if locked.taken_by_id != by.person_id and not is_office(by, ledger.top, on=local_day(at)):
        raise NotAllowed(gettext("Only the office and who took the ledger take it back."))
    moved = moved_on(locked)
    if moved:
        some = "、".join(moved[:SHOWN]) + ("…" if len(moved) > SHOWN else "")
        raise Refused(
            gettext(
                "%(count)d cases of this ledger have moved on since (%(numbers)s), so it cannot be taken back as a whole."
                " Correct what is wrong case by case."
            )
            % {"count": len(moved), "numbers": some},
            missing=tuple(moved),
        )
    locked.state = ImportState.UNDOING
    count = taken_rows(locked).count()
    if count > AT_ONCE:
        title = gettext("Taking the ledger “%(name)s” back") % {"name": locked.name}
        locked.job = start_job(kind="ledger_undo", given={"ledger": locked.pk}, by=by, at=at, title=title).pk
    LedgerImport.objects.filter(area_id=locked.area_id, pk=locked.pk).update(
        state=locked.state, undone_by_id=by.person_id, undone_at=at, job=locked.job
    )
    if count <= AT_ONCE:
        undo_rows(locked, by=by, at=at)
    return locked


def taken_rows(ledger: LedgerImport) -> QuerySet[LedgerRow]:
    """Return the rows that were taken and not taken back, children before parents."""
    rows = LedgerRow.objects.filter(area_id=ledger.area_id, ledger_id=ledger.pk, written__isnull=False, undone=False)
    return rows.order_by("-place")


def moved_on(ledger: LedgerImport) -> list[str]:
    """Return the numbers of cases that something else happened to since the ledger was taken."""
    moved: list[str] = []
    taken = taken_rows(ledger).values_list("case", "written")
    found = {case: written or 0 for case, written in taken if case is not None}
    ids = list(found)
    for start in range(0, len(ids), 1000):
        changed = last_changes(ledger.area_id, ids[start : start + 1000])
        later = [pk for pk, seq in changed.items() if seq > found[pk]]
        moved += Case.objects.filter(area_id=ledger.area_id, pk__in=later).values_list("number", flat=True)
    return sorted(moved + _grown(ledger, set(ids)))


def _grown(ledger: LedgerImport, ids: set[int]) -> list[str]:
    """Return the numbers of new cases under which somebody registered something else."""
    new = list(taken_rows(ledger).filter(does=Does.NEW).values_list("case", flat=True))
    grown: set[str] = set()
    for start in range(0, len(new), 1000):
        some = Q(parent_id__in=new[start : start + 1000])
        rows = Case.objects.filter(some, area_id=ledger.area_id).values_list("pk", "parent__number")
        grown |= {number for pk, number in rows if pk not in ids}
    return list(grown)


def undo_rows(ledger: LedgerImport, *, by: Actor, at: datetime, tell: Progress | None = None) -> LedgerImport:
    """Take all taken rows back, last first, chunk by chunk. Called by `undo_ledger` and its job."""
    rows = taken_rows(ledger)
    total, done, kept = rows.count(), 0, 0
    last: int | None = None
    while chunk := _undo_chunk(ledger, rows if last is None else rows.filter(place__lt=last), by=by, at=at):
        kept += list(chunk.values()).count(False)
        last, done = min(chunk), done + len(chunk)
        if tell is not None:
            tell(done, total)
    ledger.state, ledger.counts = ImportState.UNDONE, ledger.counts | {"kept": kept}
    _held(ledger, ImportState.UNDOING).update(state=ledger.state, counts=ledger.counts)
    return ledger


@transaction.atomic
def _undo_chunk(ledger: LedgerImport, rows: QuerySet[LedgerRow], *, by: Actor, at: datetime) -> dict[int, bool]:
    """Take the next rows back, with the import locked, and return by place whether each was."""
    if not _held(ledger, ImportState.UNDOING).select_for_update().exists():
        return {}
    return {row.place: _undo(ledger, row, by=by, at=at) for row in list(rows[:CHUNK])}


def _undo(ledger: LedgerImport, row: LedgerRow, *, by: Actor, at: datetime) -> bool:
    """Take one row back; a case that moved on between the check and now stays as it is and is counted."""
    mine = LedgerRow.objects.filter(area_id=row.area_id, pk=row.pk)
    reason = gettext("Taking back the ledger “%(name)s”") % {"name": ledger.name}
    case = Case.objects.filter(area_id=row.area_id, pk=row.case or 0).first()
    try:
        with transaction.atomic():
            if case is None or row.written is None:
                raise Refused(gettext("It is gone."))
            if row.does == Does.NEW:
                _check_same(case, row)
                withdraw_case(case=case, reason=reason, by=by, at=at)
            else:
                take_back(case=case, seq=row.written, reason=reason, by=by, at=at)
    except (Refused, Overtaken) as refusal:
        sentence = refusal.sentence if isinstance(refusal, Refused) else changed_since(row)
        mine.update(faults=[["", "", sentence]])
        return False
    mine.update(undone=True)
    return True


def _check_same(case: Case, row: LedgerRow) -> None:
    if last_changes(case.area_id, [case.pk])[case.pk] > (row.written or 0):
        raise OvertakenByOther(changed_since(row))
