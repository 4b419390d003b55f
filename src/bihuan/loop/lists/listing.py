"""One list of a round at the end of a day: the rows with their cells, the totals over exactly these rows, and what stands around them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Final

from django.db.models import Count, Q, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor, by_itself
from bihuan.documents.layout.sheet import Cell, Sheet, SheetColumn
from bihuan.loop.asof.counting import figures_at, holds
from bihuan.loop.asof.matching import units_of
from bihuan.loop.asof.names import Names, names_of_area
from bihuan.loop.asof.past import end_of_day
from bihuan.loop.asof.queries import cases_at, check_day
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.asking import condition_q
from bihuan.loop.cases.figures import Where, figure_values, recorded_values, takes_records
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.cases.queries import counted_for, visible_to
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.lists.columns import fitted, notes_of, paper_of, sheet_columns, totals_of
from bihuan.loop.lists.counting import Values, figures_by_case, kinds_of, recorded_by_case
from bihuan.loop.lists.grid import Grid, Making
from bihuan.loop.lists.queries import Over, RoundList, list_of, pack_of_lists
from bihuan.loop.lists.reading import Reading
from bihuan.loop.lists.words import asof_line, titled
from bihuan.loop.scorecards.ranking import ranks_among
from bihuan.packspec.model import Pack

Row = tuple[CaseAt | None, tuple[Cell, ...]]  # the rows of a grid are no cases
KEPT: Final = 20_000  # rows of a past day that are kept between counting and writing; more are read a second time
PARTIES: Final = frozenset({"responsible", "lead", "assisting"})


@dataclass(frozen=True, slots=True)
class Listing:
    """
    A list ready to be shown or written.

    grid: what it shows, where rows and columns are values of paths.
    count: rows, over which `totals` (cells by id of the column) are counted. group: id of the column whose equal neighbours stand together.
    title, asof_line, notes: what stands above and below it.
    """

    of: RoundList
    title: str
    asof: date
    asof_line: str
    columns: tuple[SheetColumn, ...]
    group: str
    count: int
    totals: Mapping[str, Cell]
    notes: tuple[str, ...]
    language: str
    _rows: _Rows = field(repr=False)
    grid: Grid | None = None

    def rows(self, first: int = 0, count: int | None = None) -> Iterator[Row]:
        """Yield the rows in tree order, each with the case as it stood; a chunk is in memory at a time."""
        if self.grid is not None:
            yield from (
                (None, cells) for cells in islice(self.grid.rows, first, None if count is None else first + count)
            )
            return
        cases = self._rows.cases()
        part = islice(cases, first, None if count is None else first + count)
        yield from self._rows.reading.rows(part, [column.id for column in self.columns])

    def sheet(self) -> Sheet:
        """Return the list as a sheet, which files are written from."""
        columns = fitted(self.columns)
        landscape, paper = paper_of(columns)
        return Sheet(
            name=self.of.title(self.language),
            title=self.title,
            asof=self.asof_line,
            columns=columns,
            rows=(cells for _, cells in self.rows()),
            group=self.group,
            totals=self.totals,
            notes=self.notes,
            landscape=landscape,
            paper=paper,
        )


def listing_of(
    actor: Actor,
    round_: Over,
    list_id: str,
    *,
    asof: date,
    today: date,
    unit: Unit | None = None,
    language: str = "zh-hans",
    among: QuerySet[Case] | None = None,
) -> Listing:
    """
    Return one list of a round, or of a whole pack, as it stood at the end of a day: only what the actor may see.

    unit: only rows in which this unit, or one below it, is responsible, leads or assists.
    language: of titles, states and notes; what people wrote stays as it is. among: what the actor may see, where that is known.

    Raises ListNotFound; DayToCome.
    """
    check_day(asof, today)
    one, pack = list_of(round_, list_id), pack_of_lists(round_)
    seen = visible_to(actor) if among is None else among
    rows = _Rows(actor, seen, counted_for(actor), round_, one, pack, asof, today, _units(actor, unit), language)
    grid = rows.grid() if one.spec.is_grid else None
    columns = grid.columns if grid is not None else sheet_columns(pack, one, language)
    count, values = rows.counted() if grid is None else (len(grid.rows), {})
    return Listing(
        of=one,
        grid=grid,
        title=titled(round_.subject, one.title(language), unit.name if unit is not None else "", language),
        asof=asof,
        asof_line=asof_line(asof).in_(language),
        columns=columns,
        group=one.spec.group if one.spec.group in {column.id for column in columns} else "",
        count=count,
        totals=grid.totals if grid is not None else totals_of(pack, one.spec, columns, values, language),
        notes=notes_of(pack, one.spec, language),
        language=language,
        _rows=rows,
    )


def sheet_of(
    actor: Actor,
    round_: Over,
    list_id: str,
    *,
    asof: date,
    today: date,
    unit: Unit | None = None,
    language: str = "zh-hans",
) -> Sheet:
    """Return `listing_of` as a sheet, which xlsx, docx and pages are made from. Raises ListNotFound, DayToCome."""
    among = outside_walls(visible_to(actor))  # what stands behind a wall goes into no file
    return listing_of(actor, round_, list_id, asof=asof, today=today, unit=unit, language=language, among=among).sheet()


def counts_of(
    actor: Actor,
    round_: Over,
    lists: Iterable[RoundList],
    *,
    asof: date,
    today: date,
    unit: Unit | None = None,
    among: QuerySet[Case] | None = None,
) -> dict[str, int]:
    """
    Return how many rows each list of a round has at the end of a day; one query for today.

    among: what the actor may see, where that is known. Raises DayToCome.
    """
    check_day(asof, today)
    pack, units, wanted = pack_of_lists(round_), _units(actor, unit), tuple(lists)
    if asof == today:
        rows = _rows_today(visible_to(actor) if among is None else among, round_, pack, units)
        return rows.aggregate(**{one.id: Count("id", filter=_condition(pack, one, today)) for one in wanted})
    found = dict.fromkeys((one.id for one in wanted), 0)
    kinds = [kind for kind in pack.kinds if any(kind in one.spec.of for one in wanted)]
    for case in cases_at(actor, pack=pack.id, kinds=kinds, asof=asof, today=today, root=root_of(round_), among=among):
        if units is None or takes_part(case, units):
            for one in wanted:
                found[one.id] += case.kind in one.spec.of and holds(one.spec.where, case, pack, asof)
    return found


def takes_part(case: CaseAt, units: frozenset[int]) -> bool:
    """Return whether one of these units is responsible for a case, leads or assists in it."""
    single = (case.responsible, case.lead)
    if any(one is not None and one.id in units for one in single):
        return True
    return any(one.id in units for one in case.parties.get("assisting", ()))


@dataclass(slots=True)
class _Rows:
    """The rows of a list: today asked of the database, a past day of cases read back."""

    actor: Actor
    seen: QuerySet[Case]
    counted_too: QuerySet[Case]  # of what lies below the rows figures count also what stands behind walls
    round: Over
    of: RoundList
    pack: Pack
    asof: date
    today: date
    units: frozenset[int] | None
    language: str
    _kept: list[CaseAt] | None = None
    _reading: Reading | None = None

    def cases(self) -> Iterator[CaseAt]:
        if self._kept is not None:
            return iter(self._kept)
        among = self._asked() if self.asof == self.today else None
        found = self._read(self.of.spec.of, among)
        return found if among is not None else (case for case in found if self._fits(case))

    @property
    def reading(self) -> Reading:
        if self._reading is None:
            spec = self.of.spec
            paths = [column.path for column in self.of.columns] or [spec.down, spec.across, spec.cell]
            named = dict.fromkeys(path.rpartition(".")[2] for path in paths)
            figures = [name for name in named if name in self.pack.figures] if not spec.is_grid else []
            below = self._read(kinds_of(self.pack, figures), self.counted_too) if figures else iter(())
            recorded = recorded_by_case(
                self.pack, figures, Where(self.actor.area_id, self.asof, among=self.counted_too)
            )
            by_case = figures_by_case(self.pack, figures, below, self.asof, recorded=recorded)
            kinds = [kind for kind in self.pack.kinds if any(kind in path.split(".")[:-1] for path in paths)]
            above = {case.id: case for case in self._read(kinds)} if kinds else {}
            self._reading = Reading(
                self.pack,
                self.actor.area_id,
                language=self.language,
                above=above,
                names=self._names,
                figures=by_case,
                ranks=self._ranks,
                asof=self.asof,
            )
        return self._reading

    def grid(self) -> Grid:
        """Return the list as a grid over its rows."""
        spec = self.of.spec
        kinds = kinds_of(self.pack, [spec.cell]) if spec.cell in self.pack.figures else ()
        making = Making(
            self.pack, spec, self.reading, self.language, self.asof, lambda: self._read(kinds, self.counted_too)
        )
        return making.made(self.cases())

    def _ranks(self) -> dict[int, int]:
        """Return the places of score sheets: among all of their time, whatever rows the list shows."""
        kinds = [card.kind for card in self.pack.scorecards.values()]
        every = Case.objects.filter(area_id=self.actor.area_id)
        found = cases_at(
            by_itself(self.actor.area_id), pack=self.pack.id, kinds=kinds, asof=self.asof, today=self.today, among=every
        )
        return ranks_among(self.pack, found) if kinds else {}

    def counted(self) -> tuple[int, Values]:
        """Return how many rows there are, and every figure of the pack over them and what lies below them."""
        spec = self.of.spec
        below = [kind for kind in kinds_of(self.pack, spec.totals) if kind not in spec.of]
        if self.asof == self.today:
            rows = self._asked()
            values = self._values_today(rows, below) if spec.totals else {}
            return rows.count(), values
        kept = list(islice(self.cases(), KEPT + 1))
        if len(kept) <= KEPT:
            self._kept = kept
        ids: set[int] = set()
        rows_again = _met(self.cases(), ids)
        under = (
            (case for case in self._read(below, self.counted_too) if not ids.isdisjoint(case.ancestors))
            if below
            else iter(())
        )
        values = figures_at(self.pack, chain(rows_again, under), self.asof, recorded=self._recorded(ids))
        return len(ids), values

    def _recorded(self, ids: Collection[int]) -> Values:
        """Return the totals taken from records, over the rows of a past day and what lies below them."""
        if not any(takes_records(self.pack, name) for name in self.of.spec.totals):
            return {}
        under = Q(parent_id__in=ids) | Q(parent__parent_id__in=ids) | Q(parent__parent__parent_id__in=ids)
        among = Case.objects.filter(Q(pk__in=ids) | under, area_id=self.actor.area_id)
        return recorded_values(self.pack, Where(self.actor.area_id, self.asof, among=among))

    def _values_today(self, rows: QuerySet[Case], below: list[str]) -> Values:
        among = rows
        if below:
            ids = rows.order_by().values("pk")
            under = Q(parent_id__in=ids) | Q(parent__parent_id__in=ids) | Q(parent__parent__parent_id__in=ids)
            among = self.counted_too.filter(Q(pk__in=ids) | (Q(kind__in=below) & under))
        return figure_values(self.pack, area_id=self.actor.area_id, day=self.today, among=among)

    def _asked(self) -> QuerySet[Case]:
        rows = _rows_today(self.seen, self.round, self.pack, self.units)
        return rows.filter(_condition(self.pack, self.of, self.today))

    def _fits(self, case: CaseAt) -> bool:
        if self.units is not None and not takes_part(case, self.units):
            return False
        return holds(self.of.spec.where, case, self.pack, self.asof)

    def _read(self, kinds: Iterable[str], among: QuerySet[Case] | None = None) -> Iterator[CaseAt]:
        return cases_at(
            self.actor,
            pack=self.pack.id,
            kinds=tuple(kinds),
            asof=self.asof,
            today=self.today,
            root=root_of(self.round),
            among=self.seen if among is None else among,
            points=False,
        )

    def _names(self) -> Names:
        return names_of_area(self.actor.area_id, end=None if self.asof == self.today else end_of_day(self.asof))


def root_of(over: Over) -> Case | None:
    """Return the case under which a list's rows lie; None where they are those of a whole pack."""
    return over if isinstance(over, Case) else None


def _rows_today(seen: QuerySet[Case], round_: Over, pack: Pack, units: frozenset[int] | None) -> QuerySet[Case]:
    rows = seen.filter(pack=pack.id)
    rows = rows.filter(root_id=round_.pk) if isinstance(round_, Case) else rows
    return rows if units is None else rows.filter(_of_units(round_.area_id, units))


def _condition(pack: Pack, one: RoundList, today: date) -> Q:
    found = Q()
    for kind in one.spec.of:
        found |= Q(kind=kind) & condition_q(pack, kind, one.spec.where, today)
    return found


def _of_units(area_id: int, units: frozenset[int]) -> Q:
    assisting = CaseParty.objects.filter(area_id=area_id, unit_id__in=units, party__in=PARTIES)
    return Q(pk__in=assisting.values("case_id"))


def _units(actor: Actor, unit: Unit | None) -> frozenset[int] | None:
    return None if unit is None else units_of(actor.area_id, [unit.pk])


def _met(cases: Iterable[CaseAt], ids: set[int]) -> Iterator[CaseAt]:
    for case in cases:
        ids.add(case.id)
        yield case
