"""The case file: a case with everything that rules ask about it, fetched once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from bihuan.accounts.models import Unit
from bihuan.loop.cases.models import Case, CaseParty, DeskHolder
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.ladders import OwnLadders, own_ladders
from bihuan.loop.clocks.models import ClockRun, Stay
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.packspec.model import Kind, Lifecycle, Pack, State


@dataclass
class CaseFile:
    """
    A case with its pack, kind and lifecycle, and on demand its ancestors, parties and stays.

    day: the local day on which it is looked at. at: the instant, where clocks of hours are counted anew.
    """

    case: Case
    day: date
    at: datetime | None = None
    pack: Pack = field(init=False)
    clock_runs: list[ClockRun] = field(init=False, default_factory=list)  # as `arriving.write_clocks` left them
    has_warned: bool = field(init=False, default=False)  # whether some clock had warned before it

    def __post_init__(self) -> None:
        self.pack = pack_of(self.case.pack, self.case.pack_version)

    @property
    def kind(self) -> Kind:
        """The kind of the case."""
        return self.pack.kinds[self.case.kind]

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle of the case."""
        return self.kind.lifecycle_of(self.pack)

    @property
    def state(self) -> State:
        """Where the case stands."""
        return self.lifecycle.states[self.case.state]

    @cached_property
    def ancestors(self) -> list[Case]:
        """The cases above, from the root down to the parent."""
        if not self.case.ancestors:
            return []
        found = {
            case.pk: case
            for case in Case.objects.filter(area_id=self.case.area_id, pk__in=self.case.ancestors).select_related(
                "responsible", "lead"
            )
        }
        return [found[pk] for pk in self.case.ancestors]

    def ancestor(self, kind: str) -> Case | None:
        """Return the nearest case above of that kind."""
        return next((case for case in reversed(self.ancestors) if case.kind == kind), None)

    @cached_property
    def parties(self) -> list[CaseParty]:
        """Units and persons taking part, without those that only take part below."""
        rows = CaseParty.objects.filter(area_id=self.case.area_id, case_id=self.case.pk).exclude(party="below")
        return list(rows.select_related("unit", "person").order_by("id"))

    def units(self, party: str) -> list[Unit]:
        """Return the units of a party."""
        if party == "responsible":
            return [self.case.responsible] if self.case.responsible else []
        if party == "lead":
            return [self.case.lead] if self.case.lead else []
        return [row.unit for row in self.parties if row.party == party and row.unit is not None]

    def persons(self, party: str) -> list[int]:
        """Return the ids of the persons of a party."""
        return [row.person_id for row in self.parties if row.party == party and row.person_id is not None]

    @cached_property
    def stays(self) -> list[Stay]:
        """The stays in states, oldest first."""
        return list(Stay.objects.filter(area_id=self.case.area_id, case_id=self.case.pk).order_by("id"))

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days of the area."""
        return calendar_of(self.case.area_id)

    @cached_property
    def own_ladders(self) -> OwnLadders:
        """The ladders that offices of the area have set themselves."""
        return own_ladders(self.case.area_id)

    @cached_property
    def desks(self) -> list[DeskHolder]:
        """Who holds the desks of the pack for this case: the holder named nearest above the case counts."""
        rows = list(
            DeskHolder.objects.filter(area_id=self.case.area_id, pack=self.case.pack)
            .select_related("unit")
            .order_by("id")
        )
        return nearest_desks(self.case, rows)

    def desk(self, desk: str) -> list[DeskHolder]:
        """Return who holds one desk."""
        return [row for row in self.desks if row.desk == desk]


def nearest_desks(case: Case, rows: Iterable[DeskHolder]) -> list[DeskHolder]:
    """Return who of all holders of desks holds those of a case: the holder named nearest above the case counts."""
    named = [row for row in rows if row.pack == case.pack]
    near: dict[str, int] = {}
    order = {pk: place for place, pk in enumerate(case.path())}
    for row in named:
        rank = order.get(row.case_id, -1) if row.case_id else -1
        if row.case_id is None or row.case_id in order:
            near[row.desk] = max(near.get(row.desk, -1), rank)
    return [
        row
        for row in named
        if (row.case_id is None and near.get(row.desk) == -1)
        or (row.case_id in order and order[row.case_id] == near[row.desk])
    ]
