"""What another version of a pack would do to the running cases, before anybody does it."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, QuerySet

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.clocks.computing import readings_of
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Pack
from bihuan.packspec.upgrade import KindPlan, changed_parts, plans_between

DATED: Final = 300  # cases whose due dates are worked out for a preview; a page has to come back
SHOWN: Final = 50
VALUE_LOST: Final = Text(
    "“{kind}”有{n}件事项的“{field}”填了新版本没有的选项", "{n} cases of {kind} have an option of {field} that is gone"
)


@dataclass(frozen=True, slots=True)
class StateRow:
    """How many cases of a kind go from a state to which; `why` says why they cannot where `new` is empty."""

    kind: Text
    old: Text
    new: Text | None
    count: int
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Vanishing:
    """A field that has no place in the new version, and how many cases have a value there."""

    kind: Text
    field: Text
    count: int


@dataclass(frozen=True, slots=True)
class DueMoved:
    """A due date that would move."""

    number: str
    subject: str
    clock: Text
    old: date | None
    new: date | None


@dataclass(frozen=True, slots=True)
class Impact:
    """
    What a version would do to the cases that run under others.

    cases: how many would go over, with the closed ones below those that run. stops: sentences for which nothing can go over.
    due_moved: the first of them; due_count of due_looked cases looked at. parts: what else of the pack is other, by part.
    """

    target: Pack
    cases: int
    rows: tuple[StateRow, ...]
    vanishing: tuple[Vanishing, ...]
    stops: tuple[Text, ...]
    due_moved: tuple[DueMoved, ...]
    due_count: int
    due_looked: int
    parts: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]


def to_move(area_id: int, target: Pack) -> QuerySet[Case]:
    """
    Return the cases that would go over to a version: whole trees whose topmost case is not closed, as a child opens under its parent's.

    Closed trees keep the version under which they were closed.
    """
    rows = Case.objects.filter(area_id=area_id, pack=target.id).exclude(pack_version=target.version)
    return rows.exclude(root__category=Category.CLOSED)


def impact_of(area_id: int, target: Pack, today: date, *, dates: bool = True, since: Pack | None = None) -> Impact:
    """
    Return what a version would do to running cases.

    dates: also work out which due dates would move, of the first DATED cases. since: the version with which what else changed is compared.
    """
    cases = to_move(area_id, target)
    counted = cases.order_by().values_list("pack_version", "kind", "state").annotate(n=Count("pk"))
    grouped = sorted(counted)
    plans = {version: plans_between(pack_of(target.id, version), target) for version in {row[0] for row in grouped}}
    rows = [_row(pack_of(target.id, row[0]), target, plans[row[0]][row[1]], row[2], row[3]) for row in grouped]
    kinds = {(row[0], row[1]) for row in grouped}
    lost, values = _values(cases, plans, kinds)
    moved, looked = (
        _dates(cases, plans, target, today) if dates and not any(row.new is None for row in rows) else ([], 0)
    )
    return Impact(
        target,
        sum(row.count for row in rows),
        _merged(rows),
        tuple(lost),
        tuple(dict.fromkeys([*_stops(rows), *_kind_stops(plans, kinds), *values])),
        tuple(moved[:SHOWN]),
        len(moved),
        looked,
        changed_parts(since, target) if since is not None else {},
    )


def _row(old: Pack, new: Pack, plan: KindPlan, state: str, count: int) -> StateRow:
    title = old.kinds[plan.kind].lifecycle_of(old).states[state].title
    if state in plan.stuck:
        return StateRow(plan.title, title, None, count, plan.stuck[state])
    return StateRow(plan.title, title, new.kinds[plan.kind].lifecycle_of(new).states[plan.states[state]].title, count)


def _merged(rows: list[StateRow]) -> tuple[StateRow, ...]:
    """Return the rows with those of several old versions taken together."""
    found: Counter[StateRow] = Counter()
    for row in rows:
        found[StateRow(row.kind, row.old, row.new, 0, row.why)] += row.count
    return tuple(StateRow(row.kind, row.old, row.new, count, row.why) for row, count in found.items())


def _stops(rows: list[StateRow]) -> Iterator[Text]:
    for row in rows:
        if row.why is not None:
            zh = f"{row.kind.zh}·{row.old.zh}（{row.count}件）：{row.why.zh}"
            en = f"{row.kind.in_('en')} · {row.old.in_('en')} ({row.count}): {row.why.in_('en')}"
            yield Text(zh, en)


def _kind_stops(plans: Mapping[int, Mapping[str, KindPlan]], kinds: set[tuple[int, str]]) -> Iterator[Text]:
    for version, kind in sorted(kinds):
        yield from plans[version][kind].stops


def _values(
    cases: QuerySet[Case], plans: Mapping[int, Mapping[str, KindPlan]], kinds: set[tuple[int, str]]
) -> tuple[list[Vanishing], list[Text]]:
    """Return the fields that vanish with how many values, and a sentence for every choice that lost an option which cases have."""
    lost: Counter[tuple[int, str, str]] = Counter()
    wrong: Counter[tuple[int, str, str]] = Counter()
    touched = {
        (version, kind) for version, kind in kinds if plans[version][kind].vanish or plans[version][kind].narrowed
    }
    for version, kind in sorted(touched):
        plan = plans[version][kind]
        for fields in cases.filter(pack_version=version, kind=kind).values_list("fields", flat=True).iterator():
            lost.update((version, kind, field) for field in plan.vanish if fields.get(field) not in (None, "", []))
            for old, new in plan.fields.items():
                value = fields.get(old)
                given = set(value) if isinstance(value, list) else {value}
                if given & plan.narrowed.get(new, frozenset()):
                    wrong[version, kind, old] += 1
    pack_id = cases.order_by().values_list("pack", flat=True).first() or ""
    vanishing = [
        Vanishing(
            plans[version][kind].title,
            pack_of(pack_id, version).kinds[kind].fields[field].title,
            lost[version, kind, field],
        )
        for version, kind in sorted(touched)
        for field in plans[version][kind].vanish
    ]
    sentences = []
    for (version, kind, field), count in sorted(wrong.items()):
        title = pack_of(pack_id, version).kinds[kind].fields[field].title
        sentences.append(VALUE_LOST.format(kind=plans[version][kind].title, n=count, field=title))
    return vanishing, sentences


def _dates(
    cases: QuerySet[Case], plans: Mapping[int, Mapping[str, KindPlan]], target: Pack, today: date
) -> tuple[list[DueMoved], int]:
    live = list(cases.exclude(category=Category.CLOSED).select_related("responsible").order_by("urgency", "id")[:DATED])
    found: list[DueMoved] = []
    for case in live:
        found += _dates_of(case, plans[case.pack_version][case.kind], target, today)
    return found, len(live)


def _dates_of(case: Case, plan: KindPlan, target: Pack, today: date) -> Iterator[DueMoved]:
    """Yield the clocks of one case that would end on another day; nothing is written."""
    runs = ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn)
    before = {run.clock: run.due_on for run in runs if run.running}
    file = in_version(case, plan, target, today)
    readings = {one.clock: one.due_on for one in readings_of(file, file.calendar) if one.running}
    kinds = (file.kind, pack_of(case.pack, case.pack_version).kinds[case.kind])
    for clock in sorted({*before, *readings}):
        if before.get(clock) != readings.get(clock):
            declared = next((kind.clocks[clock] for kind in kinds if clock in kind.clocks), None)
            title = declared.title if declared is not None else Text("审核时限", "limit of the review")
            yield DueMoved(case.number, case.subject, title, before.get(clock), readings.get(clock))


def in_version(case: Case, plan: KindPlan, target: Pack, day: date) -> CaseFile:
    """Return the file of a case as it would be under another version: a copy, with its stays; nothing is written."""
    other = copy.copy(case)
    other.pack_version, other.state = target.version, plan.states[case.state]
    other.fields = mapped_fields(case.fields, plan)
    file = CaseFile.__new__(CaseFile)
    file.case, file.day, file.pack = other, day, target
    file.clock_runs, file.has_warned = [], False
    stays = [copy.copy(stay) for stay in file.stays]
    for stay in stays:
        stay.state = plan.states.get(stay.state, stay.state)
    file.__dict__["stays"] = stays
    return file


def mapped_fields(fields: Mapping[str, Any], plan: KindPlan) -> dict[str, Any]:
    """Return the values of a case under the names of the new version; what has no place is left out, what is no field of the pack stays."""
    gone = {*plan.fields, *plan.vanish}
    kept = {name: value for name, value in fields.items() if name not in gone}
    return kept | {new: fields[old] for old, new in plan.fields.items() if old in fields}
