"""
The workbook that goes out: what is known stands there locked, what is wanted is left to fill in, and a mark says what it is.

    book = progress_book(top, cases_for(actor, top, unit=unit), at=at)     for units: what was done
    book = register_book(top, cases, at=at)                                for the office: correct and add
    book = empty_book(top, at=at)                                          for the office: new ones only
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor, units_below
from bihuan.documents.layout.sheet import Book, Cell, CellKind, Sheet, SheetColumn
from bihuan.loop.cases.models import Case, CaseParty, Category
from bihuan.loop.cases.queries import own_and_upper_units, visible_to
from bihuan.loop.cases.values import NATURES, words
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.ledger_in.actions import MARK
from bihuan.loop.ledger_in.codes import code_of
from bihuan.loop.ledger_in.comparing import Shower, present
from bihuan.loop.ledger_in.mapping import OWN_TITLES, Meanings
from bihuan.loop.ledger_in.models import Form
from bihuan.loop.ledger_in.queries import meanings_of
from bihuan.loop.ledger_in.rules import is_office
from bihuan.loop.ledger_in.targets import ABOVE, CODE, DONE, NUMBER, STANDARD, Target
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Kind

BLANK_ROWS: Final = 200
STATE, SAID, UNDER = "state", "said", "under"
ONLY_SHOWN: Final[dict[str, Text]] = {
    UNDER: Text("所属问题", "Under"),
    STATE: Text("目前进度", "State now"),
    SAID: Text("上次填报的进展", "Progress reported before"),
}
BANDS: Final = (Text("整改任务", "Task"), Text("本次填报", "To fill in"), Text("校验", "Check"))
DONE_WORDS: Final = (Text("已完成", "Done"), Text("推进中", "Under way"))
WIDTHS: Final[dict[str, int]] = {
    NUMBER: 14, ABOVE: 14, UNDER: 22, "subject": 30, STATE: 9, SAID: 20, DONE: 9, "statement": 38, CODE: 19, "due": 11,
    "undone_reason": 20, "next_step": 20, "responsible": 16, "handler": 9, "leader": 9, "nature": 10, STANDARD: 28,
    "source_number": 9, "requirement": 20, "basis": 20, "content": 30,
}  # fmt: skip
KINDS_OF_CELLS: Final[dict[str, CellKind]] = {"date": "date", "money": "money", "number": "number"}


def cases_for(actor: Actor, top: Case, *, on: date, unit: Unit | None = None) -> QuerySet[Case]:
    """
    Return the cases below a case that go into a template: all for the office, the own ones for others.

    unit: only those of this unit and the units below it.
    """
    rows = outside_walls(visible_to(actor)).filter(root_id=top.root_id).exclude(pk=top.pk)
    if unit is not None:
        rows = rows.filter(responsible_id__in=units_below(actor.area_id, (unit.path,)))
    if not is_office(actor, top, on=on):
        rows = rows.filter(responsible_id__in=own_and_upper_units(actor))
    return rows.select_related("responsible", "lead", "leader", "handler", "parent").order_by("kind", "number", "id")


def units_with_cases(top: Case) -> list[Unit]:
    """Return the units that are responsible for something open below a case."""
    rows = Case.objects.filter(area_id=top.area_id, root_id=top.root_id).exclude(pk=top.pk)
    ids = rows.exclude(category=Category.CLOSED).values_list("responsible_id", flat=True).distinct()
    return list(Unit.objects.filter(area_id=top.area_id, pk__in=[pk for pk in ids if pk]).order_by("order", "id"))


def progress_book(top: Case, cases: QuerySet[Case], *, unit: str = "", at: datetime) -> Book:
    """
    Return the template in which units report: everything open, what is known locked, the answers empty.

    unit: name for the title, empty for everybody. Raises Refused when nothing is open.
    """
    meanings = meanings_of(top, Form.PROGRESS)
    rows = cases.exclude(category__in=[Category.CLOSED, Category.DRAFT])
    sheets = [
        _progress_sheet(top, kind, meanings, rows.filter(kind=kind.id), unit=unit, at=at) for kind in meanings.kinds
    ]
    filled = [sheet for sheet in sheets if sheet is not None]
    if not filled:
        raise Refused(gettext("Nothing is open here, so there is nothing to report on."))
    return Book(tuple(sheet for _, sheet in filled), mark_text(top, Form.PROGRESS, filled, at))


def register_book(top: Case, cases: QuerySet[Case], *, at: datetime) -> Book:
    """Return the template in which the office corrects what stands there and adds rows below."""
    meanings = meanings_of(top, Form.REGISTER)
    rows = cases.exclude(category=Category.CLOSED)
    sheets = [(kind.id, _register_sheet(top, kind, meanings, rows.filter(kind=kind.id), at)) for kind in meanings.kinds]
    return Book(tuple(sheet for _, sheet in sheets), mark_text(top, Form.REGISTER, sheets, at))


def empty_book(top: Case, *, at: datetime) -> Book:
    """Return the template for registering anew: no rows, only columns to fill in."""
    return register_book(top, Case.objects.filter(area_id=top.area_id).none(), at=at)


def mark_text(top: Case, form: str, sheets: Sequence[tuple[str, Sheet]], at: datetime) -> str:
    """Return the hidden mark by which a template is known when it comes back."""
    return json.dumps(
        {
            "is": MARK,
            "form": str(form),
            "area": top.area_id,
            "pack": top.pack,
            "version": top.pack_version,
            "top": top.number,
            "title": top.subject,
            "made_at": at.isoformat(),
            "sheets": [{"name": sheet.name, "kind": kind} for kind, sheet in sheets],
        },
        ensure_ascii=False,
    )


def _progress_sheet(
    top: Case, kind: Kind, meanings: Meanings, cases: QuerySet[Case], *, unit: str, at: datetime
) -> tuple[str, Sheet] | None:
    if not cases.exists():
        return None
    targets = {one.attr: one for one in meanings.of(kind.id)}
    asked = [one for one in targets.values() if one.attr not in {NUMBER, ABOVE, "source_number", "subject", CODE}]
    known, fill, check = (words(band) for band in BANDS)
    columns = [
        SheetColumn(NUMBER, words(targets[NUMBER].title), bands=(known,), width=WIDTHS[NUMBER]),
        *(
            [SheetColumn(UNDER, words(ONLY_SHOWN[UNDER]), bands=(known,), width=WIDTHS[UNDER])]
            if ABOVE in targets
            else []
        ),
        SheetColumn("subject", words(targets["subject"].title), bands=(known,), width=WIDTHS["subject"]),
        SheetColumn("responsible", words(kind.parties["responsible"]), bands=(known,), width=14),
        SheetColumn("due", gettext("Due"), "date", bands=(known,), width=WIDTHS["due"]),
        SheetColumn(STATE, words(ONLY_SHOWN[STATE]), bands=(known,), width=WIDTHS[STATE]),
        SheetColumn(SAID, words(ONLY_SHOWN[SAID]), bands=(known,), width=WIDTHS[SAID]),
        *(_column(one, meanings, bands=(fill,)) for one in asked),
        SheetColumn(CODE, words(targets[CODE].title), bands=(check,), width=WIDTHS[CODE]),
    ]
    writer = _Writer(top.area_id, meanings, kind, [column.id for column in columns])
    title = gettext("%(round)s: progress of %(kind)s") % {"round": top.subject, "kind": words(kind.title).lower()}
    return kind.id, Sheet(
        name=words(kind.title),
        title=f"{title}（{unit}）" if unit else title,
        asof=gettext("As of %(day)s") % {"day": _day(at)},
        columns=tuple(columns),
        rows=writer.rows(cases),
        notes=_notes(Form.PROGRESS),
        paper="A3",
    )


def _register_sheet(top: Case, kind: Kind, meanings: Meanings, cases: QuerySet[Case], at: datetime) -> Sheet:
    targets = meanings.of(kind.id)
    columns = [
        SheetColumn(one.attr, words(one.title), width=WIDTHS[NUMBER] if one.attr == NUMBER else WIDTHS[CODE])
        if one.attr in {NUMBER, CODE}
        else _column(one, meanings)
        for one in targets
    ]
    writer = _Writer(top.area_id, meanings, kind, [column.id for column in columns])
    return Sheet(
        name=words(kind.title),
        title=gettext("%(round)s: %(kind)s to register") % {"round": top.subject, "kind": words(kind.title).lower()},
        asof=gettext("As of %(day)s") % {"day": _day(at)},
        columns=tuple(columns),
        rows=_with_blanks(writer.rows(cases), len(columns)),
        notes=_notes(Form.REGISTER),
        paper="A3",
    )


def _with_blanks(rows: Iterable[tuple[Cell, ...]], width: int) -> Iterator[tuple[Cell, ...]]:
    yield from rows
    for _ in range(BLANK_ROWS):
        yield (None,) * width


def _column(target: Target, meanings: Meanings, *, bands: tuple[str, ...] = ()) -> SheetColumn:
    """Return a column to fill in, with its choices and a note on how it is written."""
    choices: tuple[str, ...] = ()
    if target.holds == "choice":
        field = meanings.pack.kinds[target.kind].fields[target.attr]
        choices = tuple(words(option) for option in meanings.pack.options.get(field.options or "", {}).values())
    elif target.holds == "nature":
        choices = tuple(words(title) for title in NATURES.values())
    elif target.holds == "done":
        choices = tuple(words(title) for title in DONE_WORDS)
    elif target.holds == "yes_no":
        choices = (gettext("yes"), gettext("no"))
    return SheetColumn(
        target.attr,
        _bare(words(target.title)),
        KINDS_OF_CELLS.get(target.holds, "text"),
        bands,
        unit=gettext("yuan") if target.holds == "money" else "",
        width=WIDTHS.get(target.attr, 16),
        fill=True,
        choices=choices,
        note=_hint(target),
    )


def _bare(title: str) -> str:
    """A title that carries its unit in brackets already gets it from the column."""
    return title.removesuffix("(元)").removesuffix("（元）")


def _hint(target: Target) -> str:
    match target.holds:
        case "date":
            return gettext("A date such as 2026-03-31.")
        case "unit" | "units":
            return gettext("Full name, short name or former name; several divided by 、.")
        case "person" | "people":
            return gettext("Name as registered, or sign-in name.")
    if target.attr == ABOVE:
        return gettext("The number, or the number in the document.")
    if target.attr == STANDARD:
        return gettext("One point a line; only for new ones.")
    return ""


def _notes(form: str) -> tuple[str, ...]:
    common = gettext("Empty cells change nothing; write （清空） to empty what is kept.")
    locked = gettext("Number and check code say which case a row is about: leave them as they are.")
    if form == Form.PROGRESS:
        first = gettext(
            "Fill in the tinted columns. Whoever writes 已完成 writes the result as well: figures, documents, dates."
        )
    else:
        first = gettext("Rows with a number correct what stands there; rows without one are registered anew.")
    return (first, common, locked)


def _day(at: datetime) -> str:
    day = local_day(at)
    return f"{day.year}年{day.month}月{day.day}日" if (get_language() or "zh").startswith("zh") else day.isoformat()


class _Writer:
    """Writes the rows of cases for one sheet; names of units and people are fetched once."""

    def __init__(self, area_id: int, meanings: Meanings, kind: Kind, columns: Sequence[str]) -> None:
        self.area_id, self.kind, self.columns = area_id, kind, columns
        self.lifecycle = kind.lifecycle_of(meanings.pack)
        self.targets = {one.attr: one for one in meanings.of(kind.id)}
        units = dict(Unit.objects.filter(area_id=area_id).values_list("pk", "name"))
        people = list(Person.objects.filter(area_id=area_id, is_active=True).values_list("pk", "name", "username"))
        named = Counter(name for _, name, _ in people)
        shown = {pk: name if named[name] == 1 else username for pk, name, username in people}
        self.show = Shower(meanings.pack, units, shown)
        self.top_parents = {name for name in kind.parents if not meanings.pack.kinds[name].parents}

    def rows(self, cases: QuerySet[Case]) -> Iterator[tuple[Cell, ...]]:
        """Return one row for each case; read once, a thousand cases at a time."""
        for some in _chunks(cases):
            parties = self._parties(some)
            for case in some:
                cells = tuple(self._cell(case, column, parties.get(case.pk, {})) for column in self.columns[:-1])
                yield (*cells, code_of(case.seq, case.number, cells))

    def _parties(self, cases: Sequence[Case]) -> dict[int, dict[str, list[int]]]:
        found: dict[int, dict[str, list[int]]] = {}
        if not any(one.holds in {"units", "people"} for one in self.targets.values()):
            return found
        rows = CaseParty.objects.filter(area_id=self.area_id, case_id__in=[case.pk for case in cases]).exclude(
            party="below"
        )
        for case_id, party, unit_id, person_id in rows.values_list("case_id", "party", "unit_id", "person_id"):
            found.setdefault(case_id, {}).setdefault(party, []).append(person_id if unit_id is None else unit_id)
        return found

    def _cell(self, case: Case, column: str, parties: dict[str, list[int]]) -> Cell:
        match column:
            case "number":
                return case.number
            case "above":
                return (
                    case.parent.number if case.parent is not None and case.parent.kind not in self.top_parents else None
                )
            case "under":
                return f"{case.parent.number} {case.parent.subject}" if case.parent is not None else None
            case "state":
                return (
                    words(self.lifecycle.states[case.state].title)
                    if case.state in self.lifecycle.states
                    else case.state
                )
            case "said":
                return case.statement or None
            case "responsible" if column not in self.targets:
                return case.responsible.name if case.responsible else None
            case "due" if column not in self.targets:
                return case.due
            case "done" | "statement" | "standard":
                return None
        return self._value(self.targets[column], present(case, self.targets[column], parties))

    def _value(self, target: Target, value: Any) -> Cell:
        if value is None:
            return None
        match target.holds:
            case "date":
                return date.fromisoformat(str(value))
            case "money" | "number":
                return Decimal(str(value))
        return self.show.show(target, value) or None


def _chunks(cases: QuerySet[Case]) -> Iterator[list[Case]]:
    chunk: list[Case] = []
    for case in cases.iterator(1000):
        chunk.append(case)
        if len(chunk) == 1000:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def refused_book(name: str, sheets: Iterable[tuple[str, Sequence[Sequence[str]], Iterable[tuple[Cell, ...]]]]) -> Book:
    """
    Return the rows that were refused as a workbook to mend and bring again: the same columns, and why.

    sheets: name of the tab, paths of the headings, and rows with the row number first and the reasons last.
    """
    made = []
    for sheet, headings, rows in sheets:
        columns = [
            SheetColumn("_row", words(OWN_TITLES[0]), width=8),
            *(
                SheetColumn(f"c{at}", path[-1] if path else " ", bands=tuple(path[:-1][:2]), width=20, fill=True)
                for at, path in enumerate(headings)
            ),
            SheetColumn("_why", words(OWN_TITLES[1]), width=70),
        ]
        notes = (gettext("Mend the rows here and bring this file again."),)
        made.append(Sheet(sheet, name, "", tuple(columns), rows, notes=notes))
    return Book(tuple(made))
