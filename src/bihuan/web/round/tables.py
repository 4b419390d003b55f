"""The tables of a board: progress unit by unit, and week by week as a chart with its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from bihuan.loop.cases.board import Progress, UnitProgress, Weeks
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.packspec.model import Pack
from bihuan.web.case.marks import unit_of
from bihuan.web.dates import day as written
from bihuan.web.places import LIVE, ledger_url
from bihuan.web.round.figures import percent
from bihuan.web.shapes import Bar, Chart, Light, Series, Unit

MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that leads to the rows it counts; without an address nothing can be listed, zero leads nowhere."""

    count: int
    url: str
    light: Light | None = None

    @property
    def shape(self) -> str:
        """The symbol of its light."""
        return f"l-{self.light.kind}" if self.light else ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """Progress of one unit: all, closed, under review, open, pending; the rate; overdue and due soon."""

    unit: Unit
    bar: Bar
    cells: tuple[Cell, ...]
    rate: str
    late: Cell
    soon: Cell

    @property
    def ends(self) -> tuple[Cell, Cell]:
        """The two last columns."""
        return self.late, self.soon


def unit_rows(units: Sequence[UnitProgress], whole: Progress, round_: CaseFile) -> tuple[UnitRow, tuple[UnitRow, ...]]:
    """Return the row of the total and the rows of the units; the largest unit has the longest bar."""
    largest = max((one.progress.total for one in units), default=0)
    rows = tuple(_row_of(one, round_, largest) for one in units)
    return _row(Unit(_("Total")), whole, round_, whole.total, ledger_url(MEASURE, root=round_.case.pk)), rows


def _row_of(one: UnitProgress, round_: CaseFile, largest: int) -> UnitRow:
    if one.unit is None:  # the ledger cannot be asked for cases without a unit
        return _row(Unit(_("No unit yet")), one.progress, round_, largest, "")
    url = ledger_url(MEASURE, root=round_.case.pk, unit=one.unit.pk)
    unit = unit_of(one.unit)
    return _row(Unit(unit.name, unit.full, url), one.progress, round_, largest, url)


def _row(unit: Unit, counts: Progress, round_: CaseFile, largest: int, url: str) -> UnitRow:
    def cell(count: int, shape: Light | None = None, **conditions: Iterable[str] | str) -> Cell:
        more = urlencode(conditions, doseq=True)
        return Cell(count, f"{url}&{more}" if url and more else url, shape)

    pending, working = states_of(round_.pack)
    return UnitRow(
        unit=unit,
        bar=Bar(counts.closed, counts.review, counts.open, counts.pending, whole=largest),
        cells=(
            cell(counts.total),
            cell(counts.closed, category=Category.CLOSED.value),
            cell(counts.review, category=Category.REVIEW.value),
            cell(counts.open, state=working),
            cell(counts.pending, state=pending),
        ),
        rate=percent(counts.closed, counts.total) or "—",
        late=cell(counts.late, Light("late"), light="late", category=LIVE),
        soon=cell(counts.soon, Light("soon"), light="soon", category=LIVE),
    )


def states_of(pack: Pack, kind: str = MEASURE) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the states that count as pending (to hand out, to receive) and those that count as under way."""
    lifecycle = pack.kinds[kind].lifecycle_of(pack)
    pending = tuple(
        state.id
        for state in lifecycle.states.values()
        if state.category == Category.DRAFT or lifecycle.awaits_receipt(state.id)
    )
    working = tuple(
        state.id for state in lifecycle.states.values() if state.category == Category.OPEN and state.id not in pending
    )
    return pending, working


def chart_of(weeks: Weeks, day: date) -> Chart | None:
    """Return the running totals of a round week by week, None while there is nothing to count."""
    if not weeks.weeks:
        return None
    columns = tuple(f"{week.ends.month}-{week.ends.day:02d}" for week in weeks.weeks)
    if len(set(columns)) < len(columns):
        columns = tuple(week.ends.strftime("%y-%m-%d") for week in weeks.weeks)
    now = next((at for at, week in enumerate(weeks.weeks) if week.ends >= day), len(columns) - 1)
    known = [week for week in weeks.weeks if week.closed is not None][-1]
    label = _("Until %(day)s: planned %(planned)d, reported done %(done)d, closed %(closed)d, of %(total)d") % {
        "day": written(min(known.ends, day)),
        "planned": known.planned,
        "done": known.finished or 0,
        "closed": known.closed or 0,
        "total": weeks.total,
    }
    return Chart(
        id="weeks",
        label=label,
        corner=_("Week until"),
        columns=columns,
        series=(
            Series(_("Planned"), tuple(week.planned for week in weeks.weeks), "plan"),
            Series(_("Reported done"), tuple(week.finished for week in weeks.weeks), "done"),
            Series(_("Closed"), tuple(week.closed for week in weeks.weeks), "closed"),
        ),
        today=columns[now],
        total=weeks.total,
        total_words=_("%(n)d in all") % {"n": weeks.total},
    )


def first_day(weeks: Weeks) -> date | None:
    """Return the Monday of the first week that is counted."""
    return weeks.weeks[0].ends - timedelta(days=6) if weeks.weeks else None
