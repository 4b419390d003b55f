"""What a worker does with large ledgers: judging, taking, taking back. Each goes on where a killed worker stopped."""

from __future__ import annotations

from django.utils.translation import gettext

from bihuan.loop.errors import CaseNotFound
from bihuan.loop.jobs.work import Result, Work
from bihuan.loop.ledger_in.actions import write_judgement
from bihuan.loop.ledger_in.models import Does, ImportState, LedgerImport
from bihuan.loop.ledger_in.taking import take_rows, undo_rows


def judge(work: Work) -> Result:
    """Judge all rows of a ledger; begun anew by the next worker, as nothing but the preview is written."""
    ledger = _ledger(work)
    if ledger.state == ImportState.JUDGING:
        write_judgement(ledger, by=work.by, at=work.at, tell=work.progress)
    counts = {name: ledger.counts.get(name, 0) for name in Does.values}
    return Result(
        gettext(
            "Checked: %(new)d new, %(change)d changed, %(same)d as they are, %(refused)d refused, %(conflict)d in conflict."
        )
        % counts,
        url=url_of(ledger),
    )


def take(work: Work) -> Result:
    """Take the good rows; rows that an earlier worker took have their event written beside them."""
    ledger = _ledger(work)
    if ledger.state == ImportState.TAKING:
        take_rows(ledger, by=work.by, at=work.at, tell=work.progress)
    return Result(
        gettext("%(taken)d rows were taken, %(late)d could not be taken any more.")
        % {"taken": ledger.counts.get("taken", 0), "late": ledger.counts.get("late", 0)},
        url=url_of(ledger),
    )


def undo(work: Work) -> Result:
    """Take an import back."""
    ledger = _ledger(work)
    if ledger.state == ImportState.UNDOING:
        undo_rows(ledger, by=work.by, at=work.at, tell=work.progress)
    kept = ledger.counts.get("kept", 0)
    said = gettext("The ledger was taken back.")
    if kept:
        said += gettext(" %(kept)d cases had moved on meanwhile and stay as they are.") % {"kept": kept}
    return Result(said, url=url_of(ledger))


def _ledger(work: Work) -> LedgerImport:
    rows = LedgerImport.objects.filter(area_id=work.area_id, pk=work.given["ledger"])
    ledger = rows.select_related("top", "file").first()
    if ledger is None:
        raise CaseNotFound(str(work.given["ledger"]))
    return ledger


def url_of(ledger: LedgerImport) -> str:
    """Return where the ledger is seen: a path of the web door, which alone knows more about it."""
    return f"/rounds/{ledger.top.pack}/{ledger.top.number}/ledgers/{ledger.pk}/"
