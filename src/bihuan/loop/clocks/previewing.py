"""What a ladder would change before it is set: which lights, which letters, and which of its steps would never warn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, F, Q

from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.queries import below
from bihuan.loop.clocks.calendar import WorkCalendar
from bihuan.loop.clocks.computing import begun, end_of, skipped_of, steps_of
from bihuan.loop.clocks.ladders import built
from bihuan.loop.clocks.models import ClockRun, LadderSetting
from bihuan.loop.clocks.queries import calendar_of
from bihuan.loop.clocks.setting import LadderDraft, ladder_of_setting
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.packspec.model import Clock, Kind, Ladder, Length, Pack, Rung


@dataclass(frozen=True, slots=True)
class LightChange:
    """So many cases change from one word to another today; an empty word is no warning yet. `tell`: who is told at the new step."""

    kind: str
    before: Rung | None
    after: Rung | None
    count: int


@dataclass(frozen=True, slots=True)
class SkippedSteps:
    """
    Steps of a ladder that do not warn by a clock: they would lie on the first day of its period, or before it.

    kind, clock: ids. length: of its period, as a number where one is known. steps: in the order of the ladder, those that a period skips
    which begins today, or that of an open case.
    cases: open cases whose own period skips some of them.
    """

    kind: str
    clock: str
    length: Length
    steps: tuple[Rung, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class LadderPreview:
    """
    What a new ladder changes today.

    looked_at: open cases whose running clock has this ladder. letters: letter key → how many cases stand newly at a step that makes it.
    skipped: steps that would never warn, by clock.
    """

    looked_at: int
    changes: tuple[LightChange, ...]
    letters: Mapping[str, int]
    skipped: tuple[SkippedSteps, ...] = ()

    @property
    def changed(self) -> int:
        """How many cases have another light today."""
        return sum(change.count for change in self.changes)


def preview_ladder(
    *, area_id: int, pack: Pack, ladder: str, draft: LadderDraft, day: date, case: Case | None = None
) -> LadderPreview:
    """
    Return which cases would stand at another step today if the ladder were set; nothing is written.

    Counted by kind, clock and period, so that a million cases cost as much as their different periods.
    """
    old, _own = ladder_of_setting(area_id, pack, ladder, case)
    new = built(ladder, draft.title, draft.unit, draft.steps)
    calendar = calendar_of(area_id)
    found: Counter[tuple[str, Rung | None, Rung | None]] = Counter()
    standing = _standing(area_id, pack, ladder, case)
    for one in standing:
        before = rung_on(old, one.due, day, calendar, start=one.start)
        after = rung_on(new, one.due, day, calendar, start=one.start)
        if _seen(before) != _seen(after):
            found[one.kind, before, after] += one.count
    changes = tuple(
        LightChange(kind, before, after, count)
        for (kind, before, after), count in sorted(found.items(), key=lambda one: (one[0][0], -one[1]))
    )
    letters: Counter[str] = Counter()
    for change in changes:
        if change.after is not None and change.after.letter:
            letters[change.after.letter] += change.count
    skipped = [
        _skipped(new, kind, _known(pack, kind, clock, case), standing, day=day, calendar=calendar)
        for kind, clock in _clocks(pack, ladder, case)
    ]
    return LadderPreview(
        sum(one.count for one in standing), changes, dict(letters), tuple(one for one in skipped if one.steps)
    )


def rung_on(ladder: Ladder, due: date, day: date, calendar: WorkCalendar, *, start: date) -> Rung | None:
    """Return the step at which a case stands on a day by a clock that counts from `start` to `due`, None before the first."""
    reached = [rung for rung, on in steps_of(ladder, due, calendar, start=start) if on <= day]
    return reached[-1] if reached else None


def _seen(rung: Rung | None) -> tuple[str, str] | None:
    return (rung.colour, rung.word.zh) if rung is not None else None


def _clocks(pack: Pack, ladder: str, case: Case | None) -> Iterator[tuple[Kind, Clock]]:
    """Yield the clocks that have a ladder: of the kind of a case and those below it, or of all kinds."""
    for kind in pack.kinds.values():
        if case is None or case.kind in {kind.id, *pack.ancestors(kind.id)}:
            yield from ((kind, clock) for clock in kind.clocks.values() if clock.ladder == ladder)


def _known(pack: Pack, kind: Kind, clock: Clock, case: Case | None) -> Clock:
    """Return a clock whose length a field says with the number that holds: that of the round, or what the pack presumes."""
    head, _, rest = clock.length.path.partition(".")
    of, name = (pack.kinds.get(head), rest) if rest else (kind, head)
    field = of.fields.get(name) if of is not None and clock.length.unit != "until" else None
    if of is None or field is None:
        return clock
    own = case.fields.get(name) if case is not None and case.kind == of.id else None
    days = field.default if own is None else own
    return replace(clock, length=Length(clock.length.unit, int(str(days)))) if str(days).isdigit() else clock


def _skipped(
    new: Ladder, kind: Kind, clock: Clock, standing: Sequence[_Standing], *, day: date, calendar: WorkCalendar
) -> SkippedSteps:
    """Return the steps that a period of a clock skips which begins on a day, or that of a case which stands."""
    found, cases = set[Rung](), 0
    if clock.length.amount is not None:
        due, _uncertain = end_of(day, clock.length.unit, clock.length.amount, calendar)
        found.update(skipped_of(new, due, calendar, start=begun(clock, day)))
    for one in standing:
        if (one.kind, one.clock) == (kind.id, clock.id):
            own = skipped_of(new, one.due, calendar, start=one.start)
            found.update(own)
            cases += one.count if own else 0
    return SkippedSteps(kind.id, clock.id, clock.length, tuple(rung for rung in new.steps if rung in found), cases)


@dataclass(frozen=True, slots=True)
class _Standing:
    """So many open cases of a kind whose running clock counts from `start` to `due`."""

    kind: str
    clock: str
    start: date
    due: date
    count: int


def _standing(area_id: int, pack: Pack, ladder: str, case: Case | None) -> list[_Standing]:
    """Return the open cases whose running clock has this ladder, counted by kind, clock and period."""
    cases = Case.objects.filter(area_id=area_id, pack=pack.id, runs_until__isnull=False)
    cases = cases.exclude(category=Category.CLOSED)
    if case is not None:
        cases = cases.filter(below(case) | Q(pk=case.pk))
    else:
        others = LadderSetting.objects.filter(area_id=area_id, pack=pack.id, ladder=ladder, case__isnull=False)
        cases = cases.exclude(root_id__in=list(others.values_list("case_id", flat=True)))
    runs = ClockRun.objects.filter(
        area_id=area_id, case__area_id=area_id, case__in=cases, turn=F("case__turn"), clock=F("case__runs_clock")
    )
    grouped = runs.order_by().values_list("case__pack_version", "case__kind", "clock", "started_on", "case__runs_until")
    found = []
    for version, kind, clock, started_on, due, count in grouped.annotate(n=Count("pk")):
        declared = pack_of(pack.id, version).kinds[kind].clocks.get(clock)
        if declared is not None and declared.ladder == ladder:
            found.append(_Standing(kind, clock, begun(declared, started_on), due, count))
    return found
