"""The rows of one list in one pack: today asked of the database, a past day of cases read back, with their cells and what they add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Final

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Unit
from bihuan.accounts.queries import Actor, by_itself
from bihuan.loop.asof.counting import figures_at, holds
from bihuan.loop.asof.matching import units_of
from bihuan.loop.asof.names import Names, names_of_area
from bihuan.loop.asof.past import end_of_day
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.cases.asking import condition_q
from bihuan.loop.cases.figures import Where, recorded_values, takes_records, values_in
from bihuan.loop.cases.models import Case, CaseParty
from bihuan.loop.lists.columns import with_whole_sums
from bihuan.loop.lists.counting import Values, figures_by_case, kinds_of, recorded_by_case
from bihuan.loop.lists.grid import Grid, Making
from bihuan.loop.lists.queries import Over, RoundList
from bihuan.loop.lists.reading import Reading
from bihuan.loop.scorecards.ranking import by_rank, ranks_among
from bihuan.packspec.model import Pack

KEPT: Final = 20_000  # rows of a past day that are kept between counting and writing; more are read a second time
PARTIES: Final = frozenset({"responsible", "lead", "assisting"})


def takes_part(case: CaseAt, units: frozenset[int]) -> bool:
    """Return whether one of these units is responsible for a case, leads or assists in it."""
    single = (case.responsible, case.lead)
    if any(one is not None and one.id in units for one in single):
        return True
    return any(one.id in units for one in case.parties.get("assisting", ()))


@dataclass(slots=True)
class Rows:
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
        read = self._read(self.of.spec.of, among)
        found = read if among is not None else (case for case in read if self._fits(case))
        return iter(by_rank(found, self._ranks())) if self._is_ranking else found

    @property
    def _is_ranking(self) -> bool:
        """Whether the list shows the places of score sheets: then they stand in that order, those of one time together."""
        return any(column.path == "rank" for column in self.of.columns)

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
        pack = with_whole_sums(self.pack, spec)
        below = [kind for kind in kinds_of(self.pack, spec.totals) if kind not in spec.of]
        if self.asof == self.today:
            rows = self._asked()
            values = self._values_today(rows, below, pack) if spec.totals else {}
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
        values = figures_at(pack, chain(rows_again, under), self.asof, recorded=self._recorded(ids))
        return len(ids), values

    def _recorded(self, ids: Collection[int]) -> Values:
        """Return the totals taken from records, over the rows of a past day and what lies below them."""
        if not any(takes_records(self.pack, name) for name in self.of.spec.totals):
            return {}
        under = Q(parent_id__in=ids) | Q(parent__parent_id__in=ids) | Q(parent__parent__parent_id__in=ids)
        among = Case.objects.filter(Q(pk__in=ids) | under, area_id=self.actor.area_id)
        return recorded_values(self.pack, Where(self.actor.area_id, self.asof, among=among))

    def _values_today(self, rows: QuerySet[Case], below: list[str], pack: Pack) -> Values:
        among = rows
        if below:
            ids = rows.order_by().values("pk")
            under = Q(parent_id__in=ids) | Q(parent__parent_id__in=ids) | Q(parent__parent__parent_id__in=ids)
            among = self.counted_too.filter(Q(pk__in=ids) | (Q(kind__in=below) & under))
        where = Where(self.actor.area_id, self.today, among=among, every=True)
        return values_in(pack, where, pack.figures)

    def _asked(self) -> QuerySet[Case]:
        rows = rows_today(self.seen, self.round, self.pack, self.units)
        return rows.filter(condition_of(self.pack, self.of, self.today))

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


def rows_today(seen: QuerySet[Case], round_: Over, pack: Pack, units: frozenset[int] | None) -> QuerySet[Case]:
    """Return the cases of a pack that are seen, of one round where there is one, of these units where some are meant."""
    rows = seen.filter(pack=pack.id)
    rows = rows.filter(root_id=round_.pk) if isinstance(round_, Case) else rows
    return rows if units is None else rows.filter(_of_units(round_.area_id, units))


def condition_of(pack: Pack, one: RoundList, today: date) -> Q:
    """Return what a list asks of cases, as a condition of the database."""
    found = Q()
    for kind in one.spec.of:
        found |= Q(kind=kind) & condition_q(pack, kind, one.spec.where, today)
    return found


def _of_units(area_id: int, units: frozenset[int]) -> Q:
    assisting = CaseParty.objects.filter(area_id=area_id, unit_id__in=units, party__in=PARTIES)
    return Q(pk__in=assisting.values("case_id"))


def units_meant(actor: Actor, unit: Unit | None) -> frozenset[int] | None:
    """Return the ids of a unit and those below it; None where no unit was chosen."""
    return None if unit is None else units_of(actor.area_id, [unit.pk])


def _met(cases: Iterable[CaseAt], ids: set[int]) -> Iterator[CaseAt]:
    for case in cases:
        ids.add(case.id)
        yield case
