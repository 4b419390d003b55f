"""Cases as they stood at the end of a past day: their chains folded up to it, their clocks asked of what was known then."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from bihuan.loop.asof.beside import Chunk
from bihuan.loop.asof.names import calendar_before, names_of_area
from bihuan.loop.asof.rows import COLUMNS, Parties, Row, parties_of, points_of, standing
from bihuan.loop.asof.standing import CaseAt, PointAt
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.computing import Reading, dial_of, readings_of
from bihuan.loop.clocks.days import LEGAL_ZONE
from bihuan.loop.clocks.ladders import own_ladders
from bihuan.loop.clocks.light import light_kind
from bihuan.loop.clocks.models import Stay
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.projection import FIELD, PARTY, POINT, REFERENCES
from bihuan.loop.trail.replay import Told, learn
from bihuan.loop.trail.verbs import Verb

# Every such event began a stay, in this order.
BEGIN_STAYS: Final = frozenset({Verb.OPENED, Verb.MOVED, Verb.SIGNED})
DATES: Final = ("due", "original_due", "finished_on", "closed_on")
TEXTS: Final = ("subject", "state", "category", "nature", "statement")
STAY_COLUMNS: Final = ("case_id", "turn", "state", "step", "move", "entered_at", "left_at")


def end_of_day(day: date) -> datetime:
    """Return the instant with which a legal day is over."""
    return datetime.combine(day + timedelta(days=1), time(), LEGAL_ZONE)


class Chain:
    """What the chain of one case said at the end of a day; `stays` is how many stays had begun, `steps` the levels of the last pass."""

    __slots__ = ("stays", "steps", "told")

    def __init__(self, records: Iterable[str]) -> None:
        self.told, self.stays = Told(), 0
        self.steps: list[dict[str, Any]] | None = None
        for text in records:
            record = json.loads(text)
            self.told.seq, self.told.last = record["seq"], record
            learn(self.told, record["body"], record)
            self.stays += record["verb"] in BEGIN_STAYS
            self.steps = record["body"].get("chain", self.steps)

    def write_over(self, row: Row) -> None:
        """Turn a row of today into the row of then."""
        told = self.told
        row.pack_version, row.last_verb = told.last["version"], told.last["verb"]
        row.turn = told.value("turn") or 1
        row.evidence_count = len(told.evidence) - len(told.withdrawn)
        for name in TEXTS:
            setattr(row, name, told.value(name) or "")
        for name in DATES:
            said = told.value(name)
            setattr(row, name, None if said is None else date.fromisoformat(said))
        for name in REFERENCES:
            said = told.value(name)
            setattr(row, f"{name}_id", None if said is None else said["id"])
        row.fields = {
            name.removeprefix(FIELD): value
            for name, (value, _) in told.values.items()
            if name.startswith(FIELD) and value is not None
        }

    def parties(self) -> Parties:
        """Return who took part."""
        told = self.told
        found = {name: [told.value(name)["id"]] for name in REFERENCES if told.value(name) is not None}
        for name, (members, _) in told.values.items():
            if name.startswith(PARTY) and members:
                found[name.removeprefix(PARTY)] = [
                    -member["id"] if "outside" in member else member["id"] for member in members
                ]
        return found

    def points(self) -> tuple[PointAt, ...]:
        """Return the standard with its answers."""
        parts: dict[int, dict[str, str]] = {}
        for name, (value, _) in self.told.values.items():
            if name.startswith(POINT) and value is not None:
                number, _, part = name.removeprefix(POINT).partition(".")
                parts.setdefault(int(number), {})[part] = value
        return tuple(
            PointAt(number, said["text"], said.get("answer", ""), said.get("verdict", ""))
            for number, said in sorted(parts.items())
            if "text" in said
        )


def chains_before(area_id: int, ids: Collection[int], end: datetime) -> dict[int, Chain]:
    """Return the chains of these cases up to their last event before an instant; one query."""
    rows = Event.objects.filter(area_id=area_id, case_id__in=list(ids)).order_by("case_id", "seq")
    records: dict[int, list[str]] = {}
    known: dict[int, int] = {}
    for case_id, at, record in rows.values_list("case_id", "at", "record").iterator(chunk_size=2000):
        of_case = records.setdefault(case_id, [])
        of_case.append(record)
        if at < end:
            known[case_id] = len(of_case)
    return {case_id: Chain(records[case_id][:count]) for case_id, count in known.items()}


@lru_cache(maxsize=256)
def fields_above(pack: str, version: int, kind: str) -> Mapping[str, frozenset[str]]:
    """Return the fields of cases above that the clocks of a kind look at, by kind of those."""
    declared = pack_of(pack, version)
    found: dict[str, set[str]] = {}
    for clock in declared.kinds[kind].clocks.values():
        for path in (clock.length.path, clock.counted_from):
            above, _, field = (path or "").partition(".")
            if field and above in declared.kinds:
                found.setdefault(above, set()).add(field)
    return {above: frozenset(fields) for above, fields in found.items()}


class Above:
    """A case above others, as it was then; `changed` holds the fields that are different now."""

    __slots__ = ("case", "changed")

    def __init__(self, area_id: int, row: Row, chain: Chain | None) -> None:
        now = row.fields
        if chain is not None:
            chain.write_over(row)
        self.case = as_case(area_id, row)
        self.changed = {name for name in now.keys() | row.fields.keys() if now.get(name) != row.fields.get(name)}


def as_case(area_id: int, row: Row, review: Mapping[str, Any] | None = None) -> Case:
    """Return a case as it was, to be looked at and never stored."""
    return Case(
        id=row.pk, area_id=area_id, pack=row.pack, pack_version=row.pack_version, kind=row.kind, number=row.number,
        parent_id=row.parent_id, root_id=row.root_id, ancestors=row.ancestors, state=row.state, category=row.category,
        turn=row.turn, nature=row.nature, due=row.due, original_due=row.original_due, finished_on=row.finished_on,
        closed_on=row.closed_on, opened_at=row.opened_at, responsible_id=row.responsible_id, lead_id=row.lead_id,
        leader_id=row.leader_id, handler_id=row.handler_id, fields=row.fields, review=review, subject=row.subject,
        order=row.order, paused=row.paused, runs_until=row.runs_until, soon_on=row.soon_on, held=row.held,
        last_verb=row.last_verb,
    )  # fmt: skip


class Past:
    """
    One past day of an area, asked for chunk after chunk of cases.

    What cannot be known: a calendar that came with an update of the product is taken as it is now, and a clock that
    takes its length from a figure or from a stay of the case above asks today's rows.
    """

    def __init__(self, area_id: int, day: date) -> None:
        self.area_id, self.day, self.end = area_id, day, end_of_day(day)
        self.names = names_of_area(area_id, end=self.end)
        self.calendar = calendar_before(area_id, self.end)
        self.own_ladders = own_ladders(area_id)
        self.calendar_changed = self.calendar != calendar_of(area_id)
        self._above: dict[int, Above] = {}
        self.read_aloud: int | None = None  # the case whose readings are kept, for who shows more than its light
        self.readings: list[Reading] = []

    def settle(self, rows: Sequence[Row]) -> dict[int, Chain]:
        """Turn rows of today into the rows of then, their dials among them; return the chains of those that changed since."""
        chains = chains_before(self.area_id, [row.pk for row in rows if row.last_at >= self.end], self.end)
        for row in rows:
            if row.pk in chains:
                chains[row.pk].write_over(row)
        self._read_above(rows)
        self._ask_clocks(rows, chains)
        return chains

    def cases(self, rows: Sequence[Row]) -> list[CaseAt]:
        """Return the cases of these rows as they stood; at most eight queries, however many rows."""
        chains = self.settle(rows)
        still = [row.pk for row in rows if row.pk not in chains]
        parties, points = parties_of(self.area_id, still), points_of(self.area_id, still)
        beside = Chunk(self.area_id, rows, self.end, self.cases)
        return [
            standing(
                row,
                light_kind(row, self.day),
                self.names,
                chains[row.pk].parties() if row.pk in chains else parties.get(row.pk, {}),
                chains[row.pk].points() if row.pk in chains else points.get(row.pk, ()),
                beside=beside,
            )
            for row in rows
        ]

    def _read_above(self, rows: Sequence[Row]) -> None:
        """Keep what these rows' clocks look at above them, and only that."""
        wanted: set[int] = set()
        kinds: set[str] = set()
        for row in rows:
            if looked_at := fields_above(row.pack, row.pack_version, row.kind):
                wanted.update(row.ancestors)
                kinds.update(looked_at)
        self._above = {pk: above for pk, above in self._above.items() if pk in wanted}
        missing = wanted - self._above.keys()
        if not missing:
            return
        found = Case.objects.filter(area_id=self.area_id, pk__in=missing, kind__in=kinds).order_by("pk")
        above = [Row(*values) for values in found.values_list(*COLUMNS)]
        chains = chains_before(self.area_id, [row.pk for row in above if row.last_at >= self.end], self.end)
        self._above |= {row.pk: Above(self.area_id, row, chains.get(row.pk)) for row in above}

    def _ask_clocks(self, rows: Sequence[Row], chains: Mapping[int, Chain]) -> None:
        """Set the dial of every row whose clocks may say something else now than they did then."""
        asked = [row for row in rows if row.pk in chains or row.pk == self.read_aloud or self._may_differ(row)]
        stays = self._stays(asked, chains)
        unchained = self._steps_now([row for row in asked if row.category == "review" and not _knows(chains, row)])
        for row in asked:
            own = stays.get(row.pk, [])
            steps = chains[row.pk].steps if _knows(chains, row) else unchained.get(row.pk)
            self._dial(row, own, steps)

    def _may_differ(self, row: Row) -> bool:
        if self.calendar_changed:
            return True
        looked_at = fields_above(row.pack, row.pack_version, row.kind)
        if not looked_at or row.category == "closed":
            return False
        above = [self._above[pk] for pk in row.ancestors if pk in self._above]
        return any(one.changed & looked_at.get(one.case.kind, frozenset()) for one in above)

    def _stays(self, rows: Sequence[Row], chains: Mapping[int, Chain]) -> dict[int, list[Stay]]:
        found: dict[int, list[Stay]] = {}
        ids = [row.pk for row in rows]
        stored = Stay.objects.filter(area_id=self.area_id, case_id__in=ids).order_by("case_id", "id")
        for values in stored.values_list(*STAY_COLUMNS).iterator(chunk_size=2000):
            stay = Stay(**dict(zip(STAY_COLUMNS, values, strict=True)))
            own = found.setdefault(stay.case_id, [])
            if stay.case_id not in chains or len(own) < chains[stay.case_id].stays:
                own.append(stay)
        for case_id, own in found.items():
            if case_id in chains:
                own[-1].left_at = None
        return found

    def _steps_now(self, rows: Sequence[Row]) -> dict[int, list[dict[str, Any]]]:
        """Return the levels that the cases have now, for those whose chain did not say which the pass had then."""
        if not rows:
            return {}
        found = Case.objects.filter(area_id=self.area_id, pk__in=[row.pk for row in rows])
        return {pk: (review or {}).get("steps", []) for pk, review in found.values_list("pk", "review")}

    def _dial(self, row: Row, stays: list[Stay], steps: list[dict[str, Any]] | None) -> None:
        step = stays[-1].step if stays else 0
        review = {"steps": steps, "step": step} if row.category == "review" and steps and step < len(steps) else None
        file = CaseFile(as_case(self.area_id, row, review), self.day, self.end)
        above = [self._above[pk].case for pk in row.ancestors if pk in self._above]
        file.__dict__.update(stays=stays, ancestors=above, calendar=self.calendar, own_ladders=self.own_ladders)
        readings = readings_of(file, self.calendar)
        if row.pk == self.read_aloud:
            self.readings = readings
        dial = dial_of(file, readings, self.calendar)
        row.paused, row.runs_until, row.soon_on, row.held = dial.paused, dial.runs_until, dial.soon_on, dial.held


def _knows(chains: Mapping[int, Chain], row: Row) -> bool:
    return row.pk in chains and chains[row.pk].steps is not None
