"""A round with findings and measures that units work on, and ledgers as they come back: written, changed cell by cell, brought in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import python_calamine
import xlsxwriter

from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Book
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from bihuan.loop.ledger_in.actions import bring_ledger
from bihuan.loop.ledger_in.models import LedgerImport, LedgerRow
from bihuan.loop.ledger_in.queries import rows_of
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import release_packs
from tests.people import NOW, SmallArea, actor

Cells = list[list[Any]]


@dataclass
class Story:
    """One round: finding 1 and its two measures are worked on by 住建局, finding 2 by 发改局, finding 3 is a draft."""

    area: SmallArea
    office: Actor
    clerk: Actor
    round: Case
    findings: list[Case]
    measures: list[Case]

    def fresh(self, case: Case) -> Case:
        """Return a case as it is now."""
        return Case.objects.select_related("responsible", "lead", "handler", "leader", "parent").get(
            area_id=case.area_id, pk=case.pk
        )


def story(area: SmallArea) -> Story:
    """Build it through the real actions."""
    release_packs(at=NOW)
    people, units = area.people, area.units
    office, clerk = actor(people.office), actor(people.clerk)
    given = {"inspector": "市委第三巡察组", "feedback_on": date(2026, 7, 24)}
    round_ = open_case(pack="rectification", kind="round", subject="2026年市委巡察", given=given, by=office, at=NOW)
    texts = ["惠企政策兑现周期长", "项目审批环节多", "档案数字化推进慢"]
    findings = [
        open_case(
            pack="rectification",
            kind="finding",
            parent=round_,
            subject=text,
            given={"source_number": str(place), "aspect": "履职尽责", "amount": "71320.00" if place == 1 else None},
            by=office,
            at=NOW,
            standard=["办结"],
        )
        for place, text in enumerate(texts, start=1)
    ]
    for finding, unit, who in ((0, units.housing, clerk), (1, units.planning, actor(people.lead_clerk))):
        findings[finding] = _working(findings[finding], office, who, unit=unit, due=date(2026, 12, 20))
    measures = [
        open_case(
            pack="rectification",
            kind="measure",
            parent=findings[0],
            subject=text,
            given={"source_number": str(n)},
            by=office,
            at=NOW,
        )
        for n, text in enumerate(("修订兑现办法", "建立兑现台账"), start=1)
    ]
    measures = [_working(one, office, clerk, unit=units.housing, due=date(2026, 12, 10)) for one in measures]
    return Story(area, office, clerk, round_, findings, measures)


def _working(case: Case, office: Actor, who: Actor, *, unit: Any, due: date) -> Case:
    given = {"responsible": unit, "nature": "by_date", "due": due}
    case = move_case(case=case, move="hand_out", given=given, by=office, at=NOW)
    return move_case(case=case, move="accept", given={}, by=who, at=NOW)


def written(book: Book) -> bytes:
    """Return a book as the bytes of a workbook."""
    target = BytesIO()
    write_xlsx(book, target)
    return target.getvalue()


def changed(data: bytes, change: Callable[[str, Cells], None]) -> bytes:
    """Return a workbook written anew by another program, after `change` was given the cells of each sheet; merged cells stay merged."""
    book = python_calamine.load_workbook(BytesIO(data))
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as new:
        for name in book.sheet_names:
            old = book.get_sheet_by_name(name)
            cells = old.to_python(skip_empty_area=False)
            change(name, cells)
            sheet = new.add_worksheet(name)
            for first, last in old.merged_cell_ranges or ():
                sheet.merge_range(*first, *last, "")
            for row, line in enumerate(cells):
                for column, cell in enumerate(line):
                    if cell not in ("", None):
                        sheet.write(row, column, cell)
    return target.getvalue()


def workbook(
    rows: Sequence[Sequence[Any]], *, merged: Sequence[tuple[int, int, int, int]] = (), name: str = "台账"
) -> bytes:
    """Return an office's own workbook of one sheet."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(name)
        for area in merged:
            sheet.merge_range(*area, "")
        for row, line in enumerate(rows):
            for column, cell in enumerate(line):
                if cell is not None:
                    sheet.write(row, column, cell)
    return target.getvalue()


def column_of(cells: Cells, title: str) -> int:
    """Return the column with a title in the head of our template."""
    return next(row.index(title) for row in cells[:6] if title in row)


def row_of(cells: Cells, number: str) -> int:
    """Return the row of a case by its number."""
    return next(at for at, row in enumerate(cells) if number in row[:2])


def set_cell(cells: Cells, number: str, title: str, value: Any) -> int:
    """Fill in one cell and return the number of its row as the spreadsheet shows it."""
    at = row_of(cells, number)
    cells[at][column_of(cells, title)] = value
    return at + 1


def bring(
    story: Story, data: bytes, *, by: Actor | None = None, name: str = "台账.xlsx", form: str = "", at: datetime = NOW
) -> LedgerImport:
    """Bring a ledger in."""
    return bring_ledger(top=story.round, name=name, data=data, form=form, by=by or story.office, at=at)


def faults(ledger: LedgerImport) -> dict[int, list[tuple[str, str]]]:
    """Return column and sentence of every fault by row."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows_of(ledger):
        for column, _, sentence in row.faults:
            found.setdefault(row.number, []).append((column, sentence))
    return found


def kept(ledger: LedgerImport, does: str) -> list[LedgerRow]:
    """Return the rows that do one thing."""
    return list(rows_of(ledger, does=does))
