"""
Numbers of indicators brought as a table: a template goes out, a filled one comes back, is looked at row by row, and is taken whole.

    rows = read_rows(data, "指标.xlsx")
    plan = plan_rows(pack, rows, area_id=…, today=…)     nothing is written: what each row does, and every fault with its row number
    take_rows(pack=pack, rows=rows, by=…, at=…)           all rows or none
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Final, Literal

from django.db import transaction
from django.utils.translation import get_language, gettext, ngettext

from bihuan.accounts.errors import Refused as Unreadable
from bihuan.accounts.import_files import read_sheets
from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Book, Cell, Sheet, SheetColumn
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.loop.cases.periods import Period, period_before, period_of
from bihuan.loop.cases.values import BadValue, parse_number, words
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.scoring.actions import LONGEST, enter_figure
from bihuan.loop.scoring.models import FigureEntry
from bihuan.loop.scoring.period_names import period_name, period_named
from bihuan.loop.scoring.rules import check_is_office
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Figure, Pack

Does = Literal["add", "correct", "same"]
MOST_ROWS: Final = 5_000
BLANK: Final = 100
COLUMNS: Final[Mapping[str, Text]] = {
    "figure": Text("指标", "Indicator"),
    "period": Text("所属时期", "Period"),
    "unit": Text("单位", "Unit"),
    "value": Text("数值", "Value"),
    "basis": Text("数据来源", "Source"),
    "reason": Text("更正理由", "Why it is corrected"),
}
NEEDED: Final = ("figure", "period", "value")
WIDTHS: Final = {"figure": 40, "period": 16, "unit": 22, "value": 14, "basis": 30, "reason": 30}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row of a table as it was typed. number: as the spreadsheet numbers it, from 1. cells: by column of COLUMNS."""

    number: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """Return what was typed in a column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Planned:
    """What a row will do. before: the number that stands for this period now."""

    row: EntryRow
    figure: Figure
    period: Period
    unit: Unit | None
    value: Decimal
    basis: str
    reason: str
    does: Does
    before: Decimal | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, in one column of it."""

    row: EntryRow
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EntryPlan:
    """What a table would do; it is taken only without faults."""

    planned: tuple[Planned, ...]
    faults: tuple[Fault, ...]

    def count(self, does: Does) -> int:
        """Return how many rows do this."""
        return sum(one.does == does for one in self.planned)


def entered_figures(pack: Pack) -> list[Figure]:
    """Return the figures of a pack that are entered by hand."""
    return [figure for figure in pack.figures.values() if figure.operator == "entered" and figure.every]


def entry_template(pack: Pack, *, area_id: int, today: date) -> bytes:
    """Return the workbook to fill in: each figure with its period before and the one that is running, and blank rows for units."""
    figures = entered_figures(pack)
    standing = _standing(pack, area_id)
    rows: list[tuple[Cell, ...]] = []
    for figure in figures:
        running = period_of(str(figure.every), today)
        for period in (period_before(running), running):
            old = standing.get((figure.id, None, period.first))
            rows.append((words(figure.title), period_name(period), None, old, figure.basis or None, None))
    language = get_language() or "zh"
    titles = tuple(words(figure.title) for figure in figures)
    columns = tuple(
        SheetColumn(
            name, title.in_(language), fill=True, kind="number" if name == "value" else "text", width=WIDTHS[name],
            choices=titles if name == "figure" else (),
        )
        for name, title in COLUMNS.items()
    )  # fmt: skip
    blank: tuple[Cell, ...] = (None,) * len(columns)
    notes = (
        gettext("A row is one number: of the whole area, or of the unit named beside it."),
        gettext("Periods are written like 2026-10, 2026Q4 or 2026; rows without a value are left out."),
        gettext("To correct a number that stands there already, write the new one and say why."),
    )
    sheet = Sheet(
        words(pack.title)[:28], gettext("Numbers of %(pack)s") % {"pack": words(pack.title)}, "", columns,
        [*rows, *[blank] * BLANK], notes=notes,
    )  # fmt: skip
    target = BytesIO()
    write_xlsx(Book((sheet,)), target)
    return target.getvalue()


def read_rows(data: bytes, name: str) -> list[EntryRow]:
    """Return the filled rows of the first table that has the columns. Raises Refused for a file that cannot be read or has none."""
    try:
        sheets = read_sheets(data, name)
    except Unreadable as unreadable:
        raise Refused(unreadable.sentence) from unreadable
    for sheet in sheets:
        for at, heading in enumerate(sheet.rows[:10]):
            places = _places(heading)
            if all(column in places for column in NEEDED):
                return _filled(sheet.rows, at, places)
    needed = "、".join(words(COLUMNS[column]) for column in NEEDED)
    raise Refused(gettext("No table with the columns %(columns)s was found. Take the template.") % {"columns": needed})


def _places(heading: Sequence[str]) -> dict[str, int]:
    """Return at which place each column stands, by its title in either language."""
    found = dict[str, int]()
    for place, cell in enumerate(heading):
        typed = cell.strip(" *＊").split("（")[0].split("(")[0].strip().casefold()
        for column, title in COLUMNS.items():
            if typed and typed in {title.zh.casefold(), title.en.casefold(), column} and column not in found:
                found[column] = place
    return found


def _filled(rows: Sequence[Sequence[str]], heading: int, places: Mapping[str, int]) -> list[EntryRow]:
    """Return the rows below a heading that say a value; the notes below the table say none."""
    found = []
    for number, row in enumerate(rows[heading + 1 :], start=heading + 2):
        cells = {column: row[place].strip() if place < len(row) else "" for column, place in places.items()}
        if cells["value"]:
            found.append(EntryRow(number, cells))
    if not found:
        raise Refused(gettext("No row has a value."))
    if len(found) > MOST_ROWS:
        raise Refused(gettext("The table has more than %(n)d rows. Divide it.") % {"n": MOST_ROWS})
    return found


def plan_rows(pack: Pack, rows: Iterable[EntryRow], *, area_id: int, today: date) -> EntryPlan:
    """Return what each row would do and every fault; nothing is written. One query for what stands, one for the units."""
    figures = {name: figure for figure in entered_figures(pack) for name in _names(figure)}
    units = _units(area_id)
    standing = _standing(pack, area_id)
    planned, faults = list[Planned](), list[Fault]()
    seen = dict[tuple[str, int | None, date], int]()
    for row in rows:
        found, wrong = _judge(row, figures, units, standing, today)
        if found is not None and not wrong:
            key = (found.figure.id, found.unit.pk if found.unit else None, found.period.first)
            if key in seen:
                sentence = gettext("Row %(n)d says the same indicator, period and unit.") % {"n": seen[key]}
                wrong = [Fault(row, "period", sentence)]
            seen.setdefault(key, row.number)
        faults += wrong
        if found is not None and not wrong:
            planned.append(found)
    return EntryPlan(tuple(planned), tuple(faults))


@transaction.atomic
def take_rows(*, pack: Pack, rows: Sequence[EntryRow], by: Actor, at: datetime) -> EntryPlan:
    """
    Enter every row of a table and return what was done; with one fault none is entered.

    Raises NotAllowed; Refused, naming the first row that is wrong and how many are.
    """
    check_is_office(by, pack)
    plan = plan_rows(pack, rows, area_id=by.area_id, today=local_day(at))
    if plan.faults:
        first, bad = plan.faults[0], len({fault.row.number for fault in plan.faults})
        sentence = ngettext(
            "Nothing was entered: row %(row)d: %(why)s", "Nothing was entered, %(n)d rows have faults. Row %(row)d: %(why)s", bad
        ) % {"n": bad, "row": first.row.number, "why": first.sentence}  # fmt: skip
        raise Refused(sentence)
    for one in plan.planned:
        if one.does != "same":
            enter_figure(
                pack=pack, figure=one.figure.id, first=one.period.first, value=one.value, basis=one.basis, reason=one.reason,
                unit=one.unit, by=by, at=at,
            )  # fmt: skip
    return plan


def _judge(
    row: EntryRow,
    figures: Mapping[str, Figure],
    units: Mapping[str, Unit],
    standing: Mapping[tuple[str, int | None, date], Decimal],
    today: date,
) -> tuple[Planned | None, list[Fault]]:
    faults = list[Fault]()
    figure = figures.get(row.cell("figure"))
    if figure is None:
        faults.append(Fault(row, "figure", gettext("There is no such indicator that is entered by hand.")))
    period = period_named(str(figure.every), row.cell("period")) if figure is not None else None
    if figure is not None and period is None:
        faults.append(Fault(row, "period", _like(figure, today)))
    elif period is not None and period.first > today:
        faults.append(Fault(row, "period", gettext("This period has not begun yet.")))
    unit = units.get(row.cell("unit")) if row.cell("unit") else None
    if row.cell("unit") and unit is None:
        faults.append(Fault(row, "unit", gettext("There is no such unit.")))
    value = _value(row, faults)
    if figure is None or period is None or value is None:
        return None, faults
    before = standing.get((figure.id, unit.pk if unit else None, period.first))
    basis, reason = row.cell("basis") or figure.basis, row.cell("reason")
    does: Does = "add" if before is None else "same" if before == value else "correct"
    if not basis or len(basis) > LONGEST:
        sentence = gettext("Say where the number comes from, in up to %(n)d characters.") % {"n": LONGEST}
        faults.append(Fault(row, "basis", sentence))
    if does == "correct" and not reason:
        sentence = gettext("There is a number for this period already. Say why it is corrected.")
        faults.append(Fault(row, "reason", sentence))
    return Planned(row, figure, period, unit, value, basis, reason, does, before), faults


def _value(row: EntryRow, faults: list[Fault]) -> Decimal | None:
    try:
        return Decimal(str(parse_number(row.cell("value").removesuffix("%").strip()))).quantize(Decimal("0.0001"))
    except BadValue as bad:
        faults.append(Fault(row, "value", str(bad)))
    return None


def _like(figure: Figure, today: date) -> str:
    return gettext("Write the period like %(example)s.") % {"example": period_name(period_of(str(figure.every), today))}


def _names(figure: Figure) -> set[str]:
    return {figure.id, figure.title.zh, figure.title.en or figure.title.zh}


def _units(area_id: int) -> dict[str, Unit]:
    found = dict[str, Unit]()
    for unit in Unit.objects.filter(area_id=area_id, outside="", ended_on__isnull=True):
        found |= {name: unit for name in (unit.name, unit.short_name) if name}
    return found


def _standing(pack: Pack, area_id: int) -> dict[tuple[str, int | None, date], Decimal]:
    """Return the number that counts of each figure, unit and period: the newest."""
    rows = FigureEntry.objects.filter(area_id=area_id, pack=pack.id).order_by("id")
    return {
        (figure, unit, first): value
        for figure, unit, first, value in rows.values_list("figure", "unit_id", "first", "value")
    }
