"""Rows of a sheet as entries: what each row says of each kind of cases, read cell by cell, with every fault beside its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from bihuan.documents.files.worksheets import Value, Worksheet, text_of
from bihuan.loop.ledger_in.cells import BadCell, Names, nature_in, read_cell
from bihuan.loop.ledger_in.codes import Code, read_code
from bihuan.loop.ledger_in.mapping import Meanings, Plan
from bihuan.loop.ledger_in.targets import CODE, NUMBER, Target

Fault = tuple[str, str, str]
"""Title of the column, what stands there, the sentence."""

SUMS = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|total)", re.IGNORECASE)
NOTES = re.compile(r"^(?:注|说明|备注|填表说明|填报说明|填写说明|填报人|审核人)[:：]?")
IDENTITY = (NUMBER, "source_number", "subject")
SHOWN = 200


@dataclass(slots=True)
class Entry:
    """
    What one row says of one case.

    number: of the row in the sheet, from 1. values: by attribute, in the form of `cells.read_cell`; what is empty is missing.
    cells: the whole row as text. parent: the entry of the kind above in the same row. untouched: nobody changed the row since we sent it.
    """

    sheet: str
    number: int
    kind: str
    values: dict[str, Any]
    cells: list[str]
    faults: list[Fault] = field(default_factory=list)
    parent: Entry | None = None
    code: Code | None = None
    untouched: bool = False
    place: int = 0
    found: Any = None  # placing.Found, once it is known where the entry belongs


@dataclass(frozen=True, slots=True)
class _Column:
    at: int
    target: Target
    unit: str
    title: str


class SheetReader:
    """
    Reads the rows of one mapped sheet.

        for entry in SheetReader(sheet, plan, meanings, names).entries(): ...
    """

    def __init__(self, sheet: Worksheet, plan: Plan, meanings: Meanings, names: Names) -> None:
        self.sheet, self.plan, self.meanings, self.names = sheet, plan, meanings, names
        by_id = meanings.by_id()
        self.columns = [
            _Column(one["at"], by_id[one["to"]], one["unit"], one["path"][-1])
            for one in plan["columns"]
            if one["to"] in by_id
        ]
        order = [kind.id for kind in meanings.kinds]
        self.kinds = sorted({column.target.kind for column in self.columns}, key=order.index)
        self.by_kind = {kind: [one for one in self.columns if one.target.kind == kind] for kind in self.kinds}
        self.sent = [one["at"] for one in plan["columns"] if not one["to"].endswith(f".{CODE}")]
        self.below = int(plan["below"])
        self.held = _tall(sheet, self.below)
        self.current: dict[str, Entry] = {}

    def entries(self) -> Iterator[Entry]:
        """Return the entries in the order of the rows; parents before what stands under them."""
        carried: dict[int, tuple[int, Value]] = {}
        for index, row in enumerate(self.sheet.rows()):
            if index < self.below:
                continue
            cells = self._filled_down(index, row, carried) if self.held else row
            if self._says_something(cells):
                yield from self._of_row(index + 1, cells)

    def _filled_down(self, index: int, row: Sequence[Value], carried: dict[int, tuple[int, Value]]) -> Sequence[Value]:
        """Give every row of cells merged over several rows what stands in the first of them."""
        cells = list(row)
        for at, (last, value) in carried.items():
            if index <= last and at < len(cells):
                cells[at] = value
        for at, last in self.held.get(index, ()):
            carried[at] = (last, cells[at] if at < len(cells) else None)
        return cells

    def _says_something(self, cells: Sequence[Value]) -> bool:
        filled = [(at, cell) for at, cell in enumerate(cells) if cell not in ("", None)]
        if not filled:
            return False
        first = text_of(filled[0][1])
        if SUMS.match(first) or (len(filled) <= 2 and NOTES.match(first)):
            return False
        # A line that stands over the rows below it, as “一、政治建设方面”, says nothing of a case.
        banner = len(filled) == 1 and len(self.columns) > 2
        return not banner or any(one.at == filled[0][0] and one.target.attr in IDENTITY[1:] for one in self.columns)

    def _of_row(self, number: int, cells: Sequence[Value]) -> Iterator[Entry]:
        above: Entry | None = None
        for kind in self.kinds:
            entry = self._entry(number, kind, cells)
            leaf = kind == self.kinds[-1]
            known = self.current.get(kind)
            if not leaf and known is not None and (entry is None or _same(entry, known)):
                above = known
                continue
            if entry is not None:
                entry.parent = above
                self.current[kind] = above = entry
                yield entry

    def _entry(self, number: int, kind: str, cells: Sequence[Value]) -> Entry | None:
        values: dict[str, Any] = {}
        faults: list[Fault] = []
        for column in self.by_kind[kind]:
            cell = cells[column.at] if column.at < len(cells) else None
            if cell is None or cell == "":
                continue
            self._read(column, cell, values, faults)
        if not values and not faults:
            return None
        entry = Entry(self.sheet.name, number, kind, values, [text_of(cell) for cell in cells], faults)
        self._read_code(entry, cells)
        return entry if values or faults else None

    def _read(self, column: _Column, cell: Value, values: dict[str, Any], faults: list[Fault]) -> None:
        try:
            value = read_cell(column.target, cell, column.unit, self.meanings.pack, self.names)
        except BadCell as bad:
            faults.append((column.title, text_of(cell)[:SHOWN], str(bad)))
            value = None
        if value is not None:
            values[column.target.attr] = value
        if column.target.attr == "due" and isinstance(cell, str) and (nature := nature_in(cell)):
            values.setdefault("nature", nature)

    def _read_code(self, entry: Entry, cells: Sequence[Value]) -> None:
        text = entry.values.pop(CODE, None)
        if text is None:
            return
        entry.code = read_code(str(text))
        number = str(entry.values.get(NUMBER, ""))
        if entry.code is None or not entry.code.belongs_to(number):
            sentence = gettext(
                "The check code belongs to another row. Copy contents only, never whole rows, or take the template again."
            )
            title = next(one.title for one in self.by_kind[entry.kind] if one.target.attr == CODE)
            entry.faults.append((title, str(text)[:SHOWN], sentence))
            return
        entry.untouched = entry.code.untouched([cells[at] if at < len(cells) else None for at in self.sent])


def _same(entry: Entry, known: Entry) -> bool:
    """Return whether a row goes on about the case of the row before: nothing by which it is known differs."""
    named = [(entry.values.get(name), known.values.get(name)) for name in IDENTITY]
    said = [(new, old) for new, old in named if new is not None]
    return not said or all(new == old for new, old in said)


def _tall(sheet: Worksheet, below: int) -> dict[int, list[tuple[int, int]]]:
    """Return the cells merged over several rows of data by their first row, as column and last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _ in sheet.merged:
        if bottom > top >= below:
            found.setdefault(top, []).append((left, bottom))
    return found
