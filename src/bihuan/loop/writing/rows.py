"""Everything that one document is written from: the cases as they stood at the end of a day, figures, outcomes, names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Area, Unit
from bihuan.accounts.queries import Actor, units_below
from bihuan.loop.asof.counting import figures_at, holds
from bihuan.loop.asof.names import Names, names_of_area
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.asof.standing import CaseAt, Named
from bihuan.loop.cases.figures import Where, recorded_values
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import below, counted_for
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.outcomes.models import Sort
from bihuan.loop.outcomes.queries import OutcomeTotals, outcomes_under, totals_at
from bihuan.loop.scorecards.ranking import ranks_among
from bihuan.loop.writing.desks import desk_names
from bihuan.loop.writing.settings import Settings
from bihuan.packspec.document import Document
from bihuan.packspec.model import Condition, Pack
from bihuan.packspec.template import paths_of, places_in

OUTCOME_WORDS: Final = frozenset(
    {"persons", "person_times", "dispositions", "recovered", "recoveries", "instruments", "instrument_names"}
)


@dataclass
class Rows:
    """
    What a document is written from.

    top: the case at the root, the round. subject: the case the document is about, the round or one below it. cases: everything the
    document may tell, in tree order; counted: those, and what stands behind walls,
    which figures count and nothing names. known: those, and the cases above them, by id. asked: what was typed for `Document.asks`.
    rules: names of the instruments that were made or revised.
    """

    pack: Pack
    document: Document
    asof: date
    top: CaseAt
    subject: CaseAt
    cases: tuple[CaseAt, ...]
    counted: tuple[CaseAt, ...] = ()
    area: str = ""
    office: str = ""
    unit: Named | None = None
    desks: Mapping[str, str] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names({}, {}))
    outcomes: OutcomeTotals | None = None
    rules: tuple[str, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    known: dict[int, CaseAt] = field(default_factory=dict)
    recorded: Mapping[str, Decimal | None] = field(default_factory=dict)
    _figures: dict[int, dict[str, Decimal | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known |= {case.id: case for case in (self.top, self.subject, *self.cases)}

    def below(self, case: CaseAt, kind: str) -> list[CaseAt]:
        """Return the cases of a kind anywhere below a case, in tree order."""
        return [one for one in self.cases if one.kind == kind and case.id in one.ancestors]

    def above(self, case: CaseAt, kind: str) -> CaseAt | None:
        """Return the case itself if it is of this kind, or the nearest one above that is."""
        ids = (*case.ancestors, case.id)
        found = (self.known[pk] for pk in reversed(ids) if pk in self.known)
        return next((one for one in found if one.kind == kind), None)

    def holds(self, case: CaseAt, where: Condition) -> bool:
        """Return whether a condition holds for a case."""
        return holds(where, case, self.pack, self.asof)

    @property
    def ranks(self) -> Mapping[int, int]:
        """The places of score sheets among those of their time, by id of the case."""
        return ranks_among(self.pack, self.known.values())

    def label(self, case: CaseAt, label: str) -> str:
        """Return the word a label of the pack has for a case, empty where none of its steps fits."""
        declared = self.pack.labels.get(label)
        if declared is None:
            return ""
        return next((step.word.zh for step in declared.steps if holds(step.when, case, self.pack, self.asof)), "")

    def figure(self, figure: str, case: CaseAt) -> Decimal | None:
        """Return a figure of the pack over a case and everything below it."""
        if case.id not in self._figures:
            counted = self.counted or self.cases
            scope = counted if case.id == self.top.id else [one for one in counted if self._within(one, case)]
            recorded = self.recorded if case.id == self.top.id else None
            self._figures[case.id] = figures_at(self.pack, scope, self.asof, recorded=recorded)
        return self._figures[case.id].get(figure)

    def _within(self, one: CaseAt, case: CaseAt) -> bool:
        return one.id == case.id or case.id in one.ancestors


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document is to be written: about `case` (the round or a case below it), for a unit or for nobody in particular."""

    pack: Pack
    document: Document
    case: Case
    asof: date
    unit: Unit | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)


def rows_of(actor: Actor, wanted: Wanted, today: date) -> Rows:
    """
    Return what a document is written from, as the actor sees it.

    Raises DayToCome; CaseNotFound where the case did not exist on that day.
    """
    case = wanted.case
    top = Case.objects.get(area_id=case.area_id, pk=case.root_id or case.pk)
    near = _tells_one_case(wanted)
    counted = tuple(
        cases_at(
            actor,
            pack=case.pack,
            kinds=tuple(wanted.pack.kinds),
            asof=wanted.asof,
            today=today,
            root=top,
            among=_among(actor, case, near=near),
        )
    )
    behind = Case.objects.filter(area_id=case.area_id, root_id=top.pk, wall__isnull=False).values_list("pk", flat=True)
    hidden = frozenset(behind)  # a document leaves the house
    found = tuple(one for one in counted if one.id not in hidden)
    by_id = {one.id: one for one in found}
    if top.pk not in by_id or case.pk not in by_id:
        raise CaseNotFound(case.number)
    area = Area.objects.get(pk=case.area_id)
    desks = desk_names(case.area_id, wanted.pack)
    unit = Named(wanted.unit.pk, wanted.unit.name) if wanted.unit is not None else None
    return Rows(
        pack=wanted.pack,
        document=wanted.document,
        asof=wanted.asof,
        top=by_id[top.pk],
        subject=by_id[case.pk],
        cases=found if wanted.unit is None else concerning(found, _units(case.area_id, wanted.unit)),
        counted=counted if wanted.unit is None else (),
        area=area.name,
        office=desks.get("office", ""),
        unit=unit,
        desks=desks,
        names=names_of_area(case.area_id),
        outcomes=None if near or wanted.unit is not None else totals_at(top, wanted.asof),
        rules=() if near or wanted.unit is not None else _rules(top, wanted.asof),
        asked=wanted.asked,
        settings=wanted.settings,
        known=by_id,
        recorded={}
        if near or wanted.unit is not None
        else recorded_values(wanted.pack, Where(case.area_id, wanted.asof, scope=top)),
    )


def _among(actor: Actor, case: Case, *, near: bool) -> QuerySet[Case]:
    """Return the cases a document may tell: what the actor sees, all where nobody writes it; near: only the case, and those above and below it."""
    seen = Case.objects.filter(area_id=case.area_id) if actor.is_system else counted_for(actor)
    return seen.filter(Q(pk__in=case.path()) | below(case)) if near else seen


def _tells_one_case(wanted: Wanted) -> bool:
    """Return whether a letter speaks of nothing but its own case: then a night of many letters does not read the whole round for each."""
    document = wanted.document
    if not document.letter:
        return False
    texts = [
        *document.frame.values(),
        *(text for part in document.parts for text in (part.heading, part.text, part.empty)),
    ]
    paths = {path.rpartition(".")[2] for text in texts for place in places_in(text) for path in paths_of(place)}
    return not paths & {*wanted.pack.figures, *OUTCOME_WORDS}


def _rules(top: Case, asof: date) -> tuple[str, ...]:
    """Return the titles of the rules that were made or revised."""
    rows = outcomes_under(top, asof).filter(sort=Sort.INSTRUMENT, kind__in=("made", "revised"))
    return tuple(rows.values_list("name", flat=True))


def _units(area_id: int, unit: Unit) -> frozenset[int]:
    return frozenset(units_below(area_id, (unit.path,)))


def concerning(cases: Iterable[CaseAt], units: frozenset[int]) -> tuple[CaseAt, ...]:
    """
    Return the cases for which some of the units are responsible, with everything below them.

    A case under which only a case of theirs stands is there too, so that the report can name the problem; but with their cases alone below it.
    """
    rows = list(cases)
    # The round itself is no task: whoever is responsible for it is not responsible for every finding in it.
    own = {one.id for one in rows if one.ancestors and one.responsible is not None and one.responsible.id in units}
    down: Callable[[CaseAt], bool] = lambda one: one.id in own or bool(own.intersection(one.ancestors))  # noqa: E731
    kept = [one for one in rows if down(one)]
    up = {pk for one in kept for pk in one.ancestors}
    return tuple(one for one in rows if one.id in up or down(one))
