"""One list of a round at the end of a day: the rows with their cells, the totals over exactly these rows, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Final

from django.db.models import Count, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor
from bihuan.documents.layout.sheet import Cell, Sheet, SheetColumn
from bihuan.loop.asof.counting import holds
from bihuan.loop.asof.queries import cases_at, check_day
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import counted_for, visible_to
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.lists.columns import factors_of, fitted, notes_of, paper_of, scaled, sheet_columns, totals_of
from bihuan.loop.lists.grid import Grid
from bihuan.loop.lists.queries import Over, RoundList, list_of, pack_of_lists, parts_elsewhere
from bihuan.loop.lists.rows import Rows, condition_of, root_of, rows_today, takes_part, units_meant
from bihuan.loop.lists.words import SYSTEM_TITLE, asof_line, is_english, titled
from bihuan.packspec.model import Pack

Row = tuple[CaseAt | None, tuple[Cell, ...]]  # the rows of a grid are no cases
SYSTEM: Final = "system"  # the column of a list over several packs that says of which a row is
SYSTEM_WIDTH: Final = 18


@dataclass(frozen=True, slots=True)
class Share:
    """The rows that one pack has in a list. title: what the system is called."""

    title: str
    count: int
    rows: Rows


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
    _shares: tuple[Share, ...] = field(repr=False)
    grid: Grid | None = None
    # By place what the amounts of a column are multiplied with, where they are kept in another unit than they are printed in.
    _factors: Mapping[int, Decimal] = field(default_factory=dict)

    def rows(self, first: int = 0, count: int | None = None) -> Iterator[Row]:
        """Yield the rows in tree order, each with the case as it stood; a chunk is in memory at a time."""
        if self.grid is not None:
            yield from (
                (None, cells) for cells in islice(self.grid.rows, first, None if count is None else first + count)
            )
            return
        wanted = self.count if count is None else count
        paths = [column.id for column in self.columns if column.id != SYSTEM]
        beside = len(paths) < len(self.columns)
        for share in self._shares:
            skipped, first = min(first, share.count), max(first - share.count, 0)
            taken = min(share.count - skipped, wanted)
            wanted -= taken
            part = islice(share.rows.cases(), skipped, skipped + taken) if taken else ()
            for case, cells in share.rows.reading.rows(part, paths) if taken else ():
                yield case, self._printed((share.title, *cells) if beside else cells)

    def _printed(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        if not self._factors:
            return cells
        return tuple(scaled(cell, self._factors.get(place)) for place, cell in enumerate(cells))

    @property
    def is_walled(self) -> bool:
        """Whether all that it lists stands behind walls, so that it leaves the screen in no way."""
        kinds = self._shares[0].rows.pack.kinds
        return all(kind in kinds and kinds[kind].walled for kind in self.of.spec.of)

    @property
    def walled_packs(self) -> frozenset[str]:
        """The packs among its rows that have cases behind walls."""
        packs = [share.rows.pack for share in self._shares]
        return frozenset(pack.id for pack in packs if any(kind.walled for kind in pack.kinds.values()))

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
    counted, units = counted_for(actor), units_meant(actor, unit)

    def rows_of(of: RoundList, in_pack: Pack) -> Rows:
        return Rows(actor, seen, counted, round_, of, in_pack, asof, today, units, language)

    own = rows_of(one, pack)
    grid = own.grid() if one.spec.is_grid else None
    columns = grid.columns if grid is not None else sheet_columns(pack, one, language)
    count, values = own.counted() if grid is None else (len(grid.rows), {})
    others = [(other, rows_of(narrow, other)) for other, narrow in parts_elsewhere(round_, one)]
    shares = (
        Share(pack.title.in_(language), count, own),
        *(Share(other.title.in_(language), rows.counted()[0], rows) for other, rows in others),
    )
    if one.spec.elsewhere and not isinstance(round_, Case):
        columns = (SheetColumn(SYSTEM, SYSTEM_TITLE.in_(language), "text", width=SYSTEM_WIDTH), *columns)
    return Listing(
        of=one,
        grid=grid,
        title=titled(_whose(round_, language), one.title(language), unit.name if unit is not None else "", language),
        asof=asof,
        asof_line=asof_line(asof).in_(language),
        columns=columns,
        group=one.spec.group if one.spec.group in {column.id for column in columns} else "",
        count=sum(share.count for share in shares),
        totals=grid.totals if grid is not None else totals_of(pack, one.spec, columns, values, language),
        notes=notes_of(pack, one.spec, language),
        language=language,
        _shares=shares,
        _factors=factors_of(pack, one.spec, columns, language) if grid is None else {},
    )


def _whose(over: Over, language: str) -> str:
    """Return what stands before the name of a list; one over a whole pack says in Chinese by itself of what it is."""
    return over.subject if isinstance(over, Case) or is_english(language) else ""


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
    pack, units, wanted = pack_of_lists(round_), units_meant(actor, unit), tuple(lists)
    if asof == today:
        rows = rows_today(visible_to(actor) if among is None else among, round_, pack, units)
        return rows.aggregate(**{one.id: Count("id", filter=condition_of(pack, one, today)) for one in wanted})
    found = dict.fromkeys((one.id for one in wanted), 0)
    kinds = [kind for kind in pack.kinds if any(kind in one.spec.of for one in wanted)]
    for case in cases_at(actor, pack=pack.id, kinds=kinds, asof=asof, today=today, root=root_of(round_), among=among):
        if units is None or takes_part(case, units):
            for one in wanted:
                found[one.id] += case.kind in one.spec.of and holds(one.spec.where, case, pack, asof)
    return found
