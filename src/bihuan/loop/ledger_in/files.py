"""Files that leave: the template of a round or a unit, and the refused rows of a ledger to mend and bring again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Book, Cell
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import CaseNotFound, Refused
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job
from bihuan.loop.jobs.work import Result, Work
from bihuan.loop.ledger_in.actions import SPREADSHEET
from bihuan.loop.ledger_in.models import Does, Form, LedgerImport, LedgerRow
from bihuan.loop.ledger_in.queries import rows_of
from bihuan.loop.ledger_in.rules import check_may_bring_ledger
from bihuan.loop.ledger_in.template import cases_for, empty_book, progress_book, refused_book, register_book

EMPTY: Final = "empty"
AT_ONCE: Final = 1_000  # cases that are written while the person waits


def take_template(*, top: Case, form: str, unit_id: int | None, by: Actor, at: datetime) -> tuple[str, bytes] | Job:
    """
    Return the name and the bytes of a template, or the job that writes it where it is large.

    form: progress, register, or empty (register without rows). unit_id: only what this unit and those below it are responsible for.
    Raises Refused when nothing is open, NotAllowed.
    """
    check_may_bring_ledger(by, top, Form.REGISTER if form == EMPTY else form, on=local_day(at))
    unit = _unit(by, unit_id)
    if form != EMPTY and cases_for(by, top, on=local_day(at), unit=unit).count() > AT_ONCE:
        given = {"top": top.pk, "form": form, "unit": unit_id}
        return start_job(kind="ledger_template", given=given, by=by, at=at, title=name_of(top, form, unit))
    target = BytesIO()
    write_xlsx(_book(top, form, unit, by=by, at=at), target)
    return f"{name_of(top, form, unit)}.xlsx", target.getvalue()


def write_template(work: Work) -> Result:
    """Write a large template. Called by its job."""
    top = Case.objects.filter(area_id=work.area_id, pk=work.given["top"]).first()
    if top is None:
        raise CaseNotFound(str(work.given["top"]))
    unit, form = _unit(work.by, work.given["unit"]), work.given["form"]
    total = cases_for(work.by, top, on=local_day(work.at), unit=unit).count()
    path = work.folder / "template.xlsx"
    write_xlsx(_book(top, form, unit, by=work.by, at=work.at), path, progress=lambda done: work.progress(done, total))
    return Result(gettext("The template is ready."), path, f"{name_of(top, form, unit)}.xlsx", SPREADSHEET)


def _book(top: Case, form: str, unit: Unit | None, *, by: Actor, at: datetime) -> Book:
    if form == EMPTY:
        return empty_book(top, at=at)
    cases = cases_for(by, top, on=local_day(at), unit=unit)
    if form == Form.PROGRESS:
        return progress_book(top, cases, unit=unit.name if unit is not None else "", at=at)
    return register_book(top, cases, at=at)


def _unit(by: Actor, unit_id: int | None) -> Unit | None:
    if unit_id is None:
        return None
    unit = Unit.objects.filter(area_id=by.area_id, pk=unit_id).first()
    if unit is None:
        raise Refused(gettext("There is no such unit."))
    return unit


def name_of(top: Case, form: str, unit: Unit | None) -> str:
    """Return what the file of a template is called."""
    words = {
        Form.PROGRESS.value: gettext("progress to fill in"),
        Form.REGISTER.value: gettext("ledger to correct"),
        EMPTY: gettext("empty ledger"),
    }
    return " ".join(part for part in (top.subject[:60], unit.name if unit is not None else "", words[form]) if part)


def refused_rows(ledger: LedgerImport) -> bytes:
    """Return the rows that were not taken as a workbook: the same columns, the row they had, and why."""
    faulty = rows_of(ledger).filter(does__in=[Does.REFUSED, Does.CONFLICT])
    sheets = [
        (plan["sheet"], [one["path"] for one in plan["columns"]], _rows(faulty, plan))
        for plan in ledger.sheets
        if plan["use"] and faulty.filter(sheet=plan["sheet"][:100]).exists()
    ]
    target = BytesIO()
    write_xlsx(refused_book(gettext("Rows that were not taken: %(name)s") % {"name": ledger.name}, sheets), target)
    return target.getvalue()


def _rows(faulty: QuerySet[LedgerRow], plan: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    for row in faulty.filter(sheet=plan["sheet"][:100]).iterator(1000):
        cells = [row.cells[one["at"]] if one["at"] < len(row.cells) else "" for one in plan["columns"]]
        why = "\n".join("：".join(part for part in (column, sentence) if part) for column, _, sentence in row.faults)
        yield (row.number, *(cell or None for cell in cells), why)
