"""The register of extensions (延期登记) as a sheet to take out or print: counted apart from what is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Book, Cell, Sheet, SheetColumn
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.clocks.queries import ExtensionCount, ExtensionRow, extensions_rows

OUTCOMES = ("waiting", "granted", "refused")


def visible_extensions(
    actor: Actor, *, day: date, first: date | None = None, last: date | None = None, outcome: str = ""
) -> list[ExtensionRow]:
    """Return the applications of cases the actor may see, latest first; `outcome`: only those with this one."""
    rows = extensions_rows(actor.area_id, day=day, among=outside_walls(visible_to(actor)), first=first, last=last)
    return [row for row in rows if not outcome or row.outcome == outcome]


def outcome_words(row: ExtensionRow) -> str:
    """Return what became of an application, in words."""
    return {"waiting": _("not answered yet"), "granted": _("granted"), "refused": _("not granted")}[row.outcome]


def extensions_book(rows: Sequence[ExtensionRow], counts: Sequence[ExtensionCount], *, day: date) -> Book:
    """Return the register as a book of two sheets: one line for each application, and the units counted."""
    asof = _("As of %(day)s") % {"day": day.isoformat()}
    return Book((_rows_sheet(rows, asof), _units_sheet(counts, asof)))


def _rows_sheet(rows: Sequence[ExtensionRow], asof: str) -> Sheet:
    columns = (
        SheetColumn("number", _("Number"), width=16),
        SheetColumn("subject", _("Matter"), width=36),
        SheetColumn("unit", _("Responsible unit"), width=18),
        SheetColumn("asked_on", _("Asked on"), kind="date"),
        SheetColumn("asked_by", _("Asked by")),
        SheetColumn("asked_from", _("Date before"), kind="date"),
        SheetColumn("asked_for", _("Date asked for"), kind="date"),
        SheetColumn("days", _("Number of days"), kind="number", width=8),
        SheetColumn("reason", _("Reason"), width=30),
        SheetColumn("outcome", _("Outcome"), width=10),
        SheetColumn("decided_on", _("Decided on"), kind="date"),
        SheetColumn("decided_by", _("Decided by")),
        SheetColumn("answer", _("Answer"), width=24),
    )
    cells = (
        (
            row.number, row.subject, row.unit, row.asked_on, row.asked_by, row.asked_from, row.asked_for, row.days, row.reason,
            outcome_words(row), row.decided_on, row.decided_by, row.answer,
        )
        for row in rows
    )  # fmt: skip
    return Sheet(_("Extensions"), _("Register of extensions"), asof, columns, cells)


def _units_sheet(counts: Sequence[ExtensionCount], asof: str) -> Sheet:
    columns = (
        SheetColumn("unit", _("Unit"), width=24),
        SheetColumn("asked", _("Asked"), kind="number"),
        SheetColumn("granted", _("Granted"), kind="number"),
        SheetColumn("refused", _("Refused"), kind="number"),
        SheetColumn("waiting", _("Not answered"), kind="number"),
        SheetColumn("late", _("Answered late"), kind="number"),
        SheetColumn("days", _("Days gained"), kind="number"),
    )
    *units, total = counts
    cells = ((one.unit, one.asked, one.granted, one.refused, one.waiting, one.late, one.days) for one in units)
    totals: dict[str, Cell] = {
        "unit": _("All"), "asked": total.asked, "granted": total.granted, "refused": total.refused,
        "waiting": total.waiting, "late": total.late, "days": total.days,
    }  # fmt: skip
    return Sheet(_("Units"), _("Extensions by unit"), asof, columns, cells, totals=totals)
