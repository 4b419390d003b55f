"""
A grid: the values of one path down, those of another across, and what the cases show where they meet (矩阵表).

A figure in the cell is counted over the cases that meet there and what lies below them, and summed up at the end of rows and columns;
of any other path the values stand in the cell, each once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from bihuan.documents.layout.cells import shown
from bihuan.documents.layout.sheet import Cell, SheetColumn
from bihuan.loop.asof.counting import Tally, counts
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.combining import combine
from bihuan.loop.lists.columns import column_title, form_of
from bihuan.loop.lists.counting import TALLIED, made_of
from bihuan.loop.lists.reading import Reading, figure_cell
from bihuan.loop.lists.words import NONE, TOTAL
from bihuan.packspec.model import Kind, Pack
from bihuan.packspec.shown import ListSpec

DOWN: Final = "down"
WHOLE: Final = ""  # of a row or a column: all of it
WIDTH_OF_TEXT, WIDTH_OF_NUMBER = 14, 9
AND: Final = "、"
Key = tuple[str, str]  # what stands down and across
Values = dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid that is counted. rows: the label of each row and its cells; totals: cells of the last row by id of the column."""

    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: Mapping[str, Cell]


@dataclass(slots=True)
class Making:
    """
    How a grid is made.

    below: the cases that the figure in the cell is taken from, read only where it is one.
    """

    pack: Pack
    spec: ListSpec
    reading: Reading
    language: str
    asof: date
    below: Callable[[], Iterable[CaseAt]]
    _met: dict[Key, dict[str, None]] = field(default_factory=dict)  # the texts of a cell, in order
    _keys: dict[int, set[Key]] = field(default_factory=dict)  # where each case stands
    _downs: dict[str, None] = field(default_factory=dict)
    _acrosses: dict[str, None] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """The first kind of the list: whose titles are shown."""
        return self.pack.kinds[self.spec.of[0]]

    def made(self, cases: Iterable[CaseAt]) -> Grid:
        """Return the grid over cases."""
        figure = self.spec.cell in self.pack.figures
        paths = [self.spec.down, self.spec.across] + ([] if figure else [self.spec.cell])
        for case, cells in self.reading.rows(cases, paths):
            self._place(case, *(self._texts(path, cell) for path, cell in zip(paths, cells, strict=True)))
        downs = self._in_order(self.spec.down, self._downs)
        acrosses = self._in_order(self.spec.across, self._acrosses)
        return self._counted(downs, acrosses) if figure else self._said(downs, acrosses)

    def _place(self, case: CaseAt, downs: list[str], acrosses: list[str], texts: Sequence[str] = ()) -> None:
        for down in downs:
            self._downs.setdefault(down)
            for across in acrosses:
                self._acrosses.setdefault(across)
                self._keys.setdefault(case.id, set()).update(
                    {(down, across), (down, WHOLE), (WHOLE, across), (WHOLE, WHOLE)}
                )
                self._met.setdefault((down, across), {}).update(dict.fromkeys(texts))

    def _texts(self, path: str, cell: Cell) -> list[str]:
        """Return the values that a cell holds: several of a party or a field of many, a date as its month."""
        if isinstance(cell, date) and path != self.spec.cell:
            return [f"{cell.year}-{cell.month:02}"]
        text = shown(cell, form_of(self.pack, self.kind, path)[0]) if cell is not None else ""
        parts = text.split(AND) if self._has_many(path) else [text]
        return [part or NONE for part in parts]

    def _has_many(self, path: str) -> bool:
        kind, last = self._end(self.kind, path)
        return kind.fields[last].many if last in kind.fields else last in {"assisting", "panel", "applicant"}

    def _end(self, kind: Kind, path: str) -> tuple[Kind, str]:
        head, _, rest = path.partition(".")
        return self._end(self.pack.kinds[head], rest) if rest and head in self.pack.kinds else (kind, path)

    def _in_order(self, path: str, found: Mapping[str, None]) -> list[str]:
        """Return the values of a path: all options or states in their order, others as they come in the tree; dates by month."""
        kind, last = self._end(self.kind, path)
        declared = kind.fields.get(last)
        known: list[str] = []
        if declared is not None and declared.options:
            known = [title.in_(self.language) for title in self.pack.options[declared.options].values()]
        elif last == "state":
            known = [state.title.in_(self.language) for state in kind.lifecycle_of(self.pack).states.values()]
            known = [title for title in known if title in found]
        others = [one for one in found if one not in known]
        if form_of(self.pack, self.kind, path)[0] in {"date", "number"}:
            others.sort()
        return [*known, *sorted(others, key=lambda one: one == NONE)]

    def _column(self, id_: str, title: str, *, number: bool) -> SheetColumn:
        least = WIDTH_OF_NUMBER if number else WIDTH_OF_TEXT
        return SheetColumn(id_, title, "number" if number else "text", width=max(least, min(2 * len(title) + 2, 20)))

    def _head(self, acrosses: Sequence[str], *, number: bool) -> tuple[SheetColumn, ...]:
        title = column_title(self.pack, self.kind, self.spec.down).in_(self.language)
        width = form_of(self.pack, self.kind, self.spec.down)[1]
        columns = (self._column(f"across{place}", one, number=number) for place, one in enumerate(acrosses))
        return (SheetColumn(DOWN, title, width=max(width, 2 * len(title))), *columns)

    def _said(self, downs: Sequence[str], acrosses: Sequence[str]) -> Grid:
        rows = tuple((down, *(AND.join(self._met.get((down, across), {})) for across in acrosses)) for down in downs)
        return Grid(self._head(acrosses, number=False), rows, {})

    def _counted(self, downs: Sequence[str], acrosses: Sequence[str]) -> Grid:
        values = self._values()
        figure = self.pack.figures[self.spec.cell]
        nothing = combine(self.pack, figure.id, self._whole({}))

        def cell(down: str, across: str) -> Cell:
            return figure_cell(figure, values.get((down, across), nothing))

        total = self._column("total", TOTAL.in_(self.language), number=True)
        columns = (*self._head(acrosses, number=True), total)
        rows = tuple((down, *(cell(down, across) for across in (*acrosses, WHOLE))) for down in downs)
        ends = [cell(WHOLE, across) for across in (*acrosses, WHOLE)]
        totals = {column.id: value for column, value in zip(columns[1:], ends, strict=True)}
        return Grid(columns, rows, {DOWN: TOTAL.in_(self.language), **totals} if downs else {})

    def _values(self) -> dict[Key, Decimal | None]:
        parts = [self.pack.figures[id_] for id_ in made_of(self.pack, [self.spec.cell])]
        counted = [figure for figure in parts if figure.operator in TALLIED]
        tallies: dict[Key, dict[str, Tally]] = {}
        for case in self.below():
            keys = set(self._standing(case))
            if not keys:
                continue
            for figure in counted:
                if case.kind not in Tally(figure).kinds or not counts(figure, case, self.pack, self.asof):
                    continue
                for key in keys:
                    own = tallies.setdefault(key, {})
                    own.setdefault(figure.id, Tally(figure)).take(case, self.pack, self.asof)
        return {key: combine(self.pack, self.spec.cell, self._whole(taken)) for key, taken in tallies.items()}

    def _standing(self, case: CaseAt) -> Iterator[Key]:
        for scope in (*case.ancestors, case.id):
            yield from self._keys.get(scope, ())

    def _whole(self, taken: Mapping[str, Tally]) -> Values:
        parts = (self.pack.figures[id_] for id_ in made_of(self.pack, [self.spec.cell]))
        return {
            figure.id: (taken.get(figure.id) or Tally(figure)).value() for figure in parts if figure.operator in TALLIED
        }
