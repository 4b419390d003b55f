"""The board of a round at the end of a past day: what `cases.board` counts of rows, counted of cases as they stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.asof.beside import Chunk
from bihuan.loop.asof.counting import figures_at, kinds_counted, looks_at_parties
from bihuan.loop.asof.past import Past, as_case, end_of_day
from bihuan.loop.asof.queries import check_day
from bihuan.loop.asof.rows import Key, Parties, Row, in_chunks, in_tree_order, parties_of, standing
from bihuan.loop.asof.standing import CaseAt
from bihuan.loop.asof.withdrawn import withdrawn_since
from bihuan.loop.cases.board import (
    LIGHTS,
    FindingProgress,
    Progress,
    Shares,
    UnitProgress,
    Weeks,
    weeks_from,
)
from bihuan.loop.cases.figures import Where, recorded_values
from bihuan.loop.cases.models import Case, Category, Nature
from bihuan.loop.cases.queries import below, visible_to
from bihuan.loop.clocks.computing import Reading
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.packspec.model import Lifecycle, Pack

FINDING, MEASURE = "finding", "measure"


@dataclass(frozen=True, slots=True)
class BoardAt:
    """
    A round as it stood at the end of a day, for people to look at: the cases are never stored.

    late: the measures longest overdue. readings: of the clocks of the round itself.
    """

    round: Case
    units: list[UnitProgress]
    findings: list[FindingProgress]
    shares: Shares
    weeks: Weeks
    late: list[Case]
    values: dict[str, Decimal | None]
    readings: list[Reading]


def board_at(actor: Actor, round_: Case, asof: date, today: date, *, late_shown: int = 12) -> BoardAt:
    """
    Return the board of a round at the end of a day, as this person sees it; the cases go by once.

    Raises DayToCome; CaseNotFound if the round was not opened yet.
    """
    check_day(asof, today)
    if asof < local_day(round_.opened_at):
        raise CaseNotFound(round_.number)
    pack, past = pack_of(round_.pack, round_.pack_version), Past(round_.area_id, asof)
    past.read_aloud = round_.pk
    rows = visible_to(actor).filter(pack=round_.pack).filter(below(round_) | Q(pk=round_.pk))
    rows = rows.filter(kind__in=[round_.kind, MEASURE, FINDING, *kinds_counted(pack)])
    kinds = [MEASURE, FINDING, *kinds_counted(pack)]
    gone = withdrawn_since(actor, pack=pack, kinds=kinds, end=past.end, root=round_)
    tally = _Tally(pack, past, round_.area_id, gone)
    recorded = recorded_values(pack, Where(round_.area_id, asof, scope=round_))
    values = figures_at(pack, tally.passing(rows), asof, recorded=recorded)
    tally.late.sort(key=lambda row: (row.runs_until or date.max, row.pk))
    late = [as_case(round_.area_id, row) for row in tally.late[:late_shown]]
    _name_all(round_.area_id, [tally.round, *late, *tally.findings.values()], past)
    return BoardAt(
        tally.round,
        _units(round_.area_id, tally.units),
        [FindingProgress(case, tally.below.get(pk, Progress())) for pk, case in tally.findings.items()],
        Shares(tally.natures, tally.lights),
        weeks_from(tally.dates, asof),
        late,
        values,
        past.readings,
    )


def measures_at(actor: Actor, finding: Case, asof: date, today: date) -> list[Case]:
    """Return the measures below a finding as they stood at the end of a day, in tree order, to be looked at. Raises DayToCome."""
    check_day(asof, today)
    past, pack = Past(finding.area_id, asof), pack_of(finding.pack, finding.pack_version)
    rows = visible_to(actor).filter(below(finding), kind=MEASURE, opened_at__lt=end_of_day(asof))
    gone = withdrawn_since(actor, pack=pack, kinds=[MEASURE], end=past.end, root=finding)
    found: list[Case] = []
    for chunk in in_chunks(in_tree_order(rows, list(pack.kinds)), finding.area_id, gone):
        past.settle(chunk)
        found += [as_case(finding.area_id, row) for row in chunk]
    return found


@dataclass
class _Tally:
    """What is counted while the cases of a round go by."""

    pack: Pack
    past: Past
    area_id: int
    gone: Sequence[tuple[Key, Row]]
    round: Case = field(init=False)
    units: dict[int | None, Progress] = field(default_factory=dict)
    below: dict[int, Progress] = field(default_factory=dict)
    findings: dict[int, Case] = field(default_factory=dict)
    natures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(["", *Nature.values], 0))
    lights: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LIGHTS, 0))
    dates: list[tuple[date | None, date | None, date | None, date]] = field(default_factory=list)
    late: list[Row] = field(default_factory=list)

    def passing(self, rows: QuerySet[Case]) -> Iterator[CaseAt]:
        rows = rows.filter(opened_at__lt=self.past.end)
        for chunk in in_chunks(in_tree_order(rows, list(self.pack.kinds)), self.area_id, self.gone):
            chains = self.past.settle(chunk)
            parties = self._parties([row for row in chunk if row.pk not in chains])
            beside = Chunk(self.area_id, chunk, self.past.end, self.past.cases)
            for row in chunk:
                light = light_kind(row, self.past.day)
                self._look_at(row, light)
                own = chains[row.pk].parties() if row.pk in chains else parties.get(row.pk, {})
                yield standing(row, light, self.past.names, own, (), beside=beside)

    def _parties(self, rows: Sequence[Row]) -> dict[int, Parties]:
        """Return who takes part, where some figure of the pack looks at it."""
        if not looks_at_parties(self.pack):
            return {}
        return parties_of(self.area_id, [row.pk for row in rows])

    def _look_at(self, row: Row, light: str) -> None:
        if row.kind == MEASURE:
            self._count(row, light)
        elif row.kind == FINDING:
            self.findings[row.pk] = as_case(self.area_id, row)
        elif row.parent_id is None:
            self.round = as_case(self.area_id, row)

    def _count(self, row: Row, light: str) -> None:
        lifecycle = pack_of(row.pack, row.pack_version).kinds[row.kind].lifecycle_of(self.pack)
        one = progress_of_one(lifecycle, row.category, row.state, light)
        self.units[row.responsible_id] = self.units.get(row.responsible_id, Progress()) + one
        finding = row.ancestors[1]
        self.below[finding] = self.below.get(finding, Progress()) + one
        self.natures[row.nature] += 1
        self.dates.append((row.due, row.finished_on, row.closed_on, local_day(row.opened_at)))
        if row.category != Category.CLOSED:
            self.lights[light] += 1
            if light == "late":
                self.late.append(row)


def progress_of_one(lifecycle: Lifecycle, category: str, state: str, light: str) -> Progress:
    """Return how a single case counts on a board: the same rules as `cases.board.counts`."""
    awaits = category == Category.DRAFT or lifecycle.awaits_receipt(state)
    live = category != Category.CLOSED
    return Progress(
        pending=int(awaits),
        open=int(category == Category.OPEN and not awaits),
        review=int(category == Category.REVIEW),
        closed=int(category == Category.CLOSED),
        late=int(live and light == "late"),
        soon=int(live and light == "soon"),
    )


def _units(area_id: int, counted: dict[int | None, Progress]) -> list[UnitProgress]:
    units = {unit.pk: unit for unit in Unit.objects.filter(area_id=area_id, pk__in=[pk for pk in counted if pk])}
    listed = [UnitProgress(units.get(pk or 0), progress) for pk, progress in counted.items()]
    return sorted(
        listed, key=lambda one: (one.unit is None, one.progress.rate or 0.0, one.unit.order if one.unit else 0)
    )


def _name_all(area_id: int, cases: list[Case], past: Past) -> None:
    """Give cases the units and people they name, by the names of then."""
    ids = {pk for case in cases for pk in (case.responsible_id, case.lead_id)}
    units = {unit.pk: unit for unit in Unit.objects.filter(area_id=area_id, pk__in=[pk for pk in ids if pk])}
    leaders = {case.leader_id for case in cases if case.leader_id}
    people = {person.pk: person for person in Person.objects.filter(area_id=area_id, pk__in=leaders)}
    for unit in units.values():
        unit.name = past.names.units.get(unit.pk, unit.name)
    for case in cases:
        case.responsible, case.lead = units.get(case.responsible_id or 0), units.get(case.lead_id or 0)
        case.leader = people.get(case.leader_id or 0)
