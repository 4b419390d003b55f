"""What a ledger would do, did, or has done and taken back: counts, rows old → new, faults by row, and the buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.ledger_in.models import Does, ImportState, LedgerImport, LedgerRow
from bihuan.loop.ledger_in.queries import rows_of
from bihuan.loop.ledger_in.resuming import has_stopped
from bihuan.loop.ledger_in.taking import good_rows
from bihuan.web.ledger_in.listing import STATE_WORDS, form_words, head_of, import_url
from bihuan.web.shapes import Link, Pager

PAGE = 100
BUSY = {ImportState.JUDGING, ImportState.TAKING, ImportState.UNDOING}
WITH_FAULTS = {Does.REFUSED, Does.CONFLICT}


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row. changes: title, old, new. faults: column, what stands there, sentence. url: of the case, once there is one."""

    sheet: str
    number: int
    title: str
    url: str
    changes: tuple[tuple[str, str, str], ...]
    faults: tuple[tuple[str, str, str], ...]
    span: int


def preview_page(ledger: LedgerImport, actor: Actor, *, does: str, start: int, refused: str = "") -> dict[str, Any]:
    """
    Return what the page of a ledger shows.

    does: which rows, empty for the first that need attention. start: place of the row the page begins behind.
    """
    counts = ledger.counts
    present = [one for one in (Does.REFUSED, Does.CONFLICT, Does.NEW, Does.CHANGE) if _count(ledger, one)]
    does = does if does in present else (present[0] if present else "")
    rows = list(rows_of(ledger, does=does).filter(place__gt=start)[: PAGE + 1]) if does else []
    good = _count(ledger, Does.NEW) + _count(ledger, Does.CHANGE)
    state = ImportState(ledger.state)
    facts = [form_words(ledger.form), STATE_WORDS[state](), ledger.brought_by.name]
    return {
        "place": "rounds",
        "head": head_of(ledger.top, ledger.name, " · ".join(facts), last=ledger.name),
        "state": state.value,
        "busy": state in BUSY,
        "stopped": has_stopped(ledger),
        "job_url": reverse("job", args=[ledger.job]) if state in BUSY and ledger.job else "",
        "counts": [(_does_words(one), _count(ledger, one), one in WITH_FAULTS) for one in Does],
        "same": counts.get(Does.SAME, 0),
        "good": good,
        "bad": _count(ledger, Does.REFUSED) + _count(ledger, Does.CONFLICT),
        "taken": counts.get("taken"),
        "late": counts.get("late", 0),
        "kept": counts.get("kept", 0),
        "tabs": [
            Link(_does_words(one), f"?does={one.value}", count=_count(ledger, one), current=one == does)
            for one in present
        ],
        "faulty": does in WITH_FAULTS,
        "rows": _shown(ledger, rows[:PAGE]),
        "pager": _pager(rows, does, start, _count(ledger, does)) if does else None,
        "urls": {name: import_url(ledger, f"ledger_{name}") for name in ("take", "undo", "drop", "refused", "resume")},
        "mapping_url": f"{import_url(ledger)}?columns=1",
        "may_undo": state == ImportState.TAKEN,
        "refused": refused,
    }


def _count(ledger: LedgerImport, does: str) -> int:
    """Rows refused while taking have changed their kind; the rows say how many there are now."""
    late = ledger.counts.get("late", 0)
    if does == Does.SAME or not late:
        return int(ledger.counts.get(does, 0))
    return rows_of(ledger, does=does).count()


def _does_words(does: str) -> str:
    return {
        Does.NEW: _("new rows"),
        Does.CHANGE: _("changed rows"),
        Does.SAME: _("as they are"),
        Does.CONFLICT: _("in conflict"),
        Does.REFUSED: _("with faults"),
    }[Does(does)]


def _shown(ledger: LedgerImport, rows: list[LedgerRow]) -> list[RowShown]:
    cases = {
        case.pk: case
        for case in Case.objects.filter(area_id=ledger.area_id, pk__in=[row.case for row in rows if row.case]).only(
            "pk", "area_id", "pack", "number"
        )
    }
    return [_row(row, cases.get(row.case or 0)) for row in rows]


def _row(row: LedgerRow, case: Case | None) -> RowShown:
    changes = tuple((title, old, new) for title, old, new in row.changes)
    faults = tuple((column, value, sentence) for column, value, sentence in row.faults)
    url = reverse("case", args=[case.pack, case.number]) if case is not None else ""
    title = row.title if not case or row.title.startswith(case.number) else f"{case.number} {row.title}"
    return RowShown(row.sheet, row.number, title, url, changes, faults, max(len(faults), 1))


def _pager(rows: list[LedgerRow], does: str, start: int, total: int) -> Pager:
    shown = min(len(rows), PAGE)
    after = f"?does={does}&after={rows[PAGE - 1].place}" if len(rows) > PAGE else ""
    words = _("%(shown)d of %(total)d rows") % {"shown": shown, "total": total}
    return Pager(words, previous=f"?does={does}" if start else "", next=after)


def has_good_rows(ledger: LedgerImport) -> bool:
    """Return whether there is anything to take."""
    return good_rows(ledger).exists()
