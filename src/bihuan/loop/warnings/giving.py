"""Giving warnings: which steps a case has come to, and writing them with their events and notices, many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun
from bihuan.loop.clocks.waking import SIGNER, steps_reached, wakes_on, warning_ladder
from bihuan.loop.lifecycle.review import open_relations, signatures
from bihuan.loop.notices.telling import Telling, tell_all
from bihuan.loop.trail.record import Entry, record_all
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.models import Warning
from bihuan.packspec.bilingual import SEPARATOR
from bihuan.packspec.model import Rung


@dataclass(slots=True)
class Due:
    """A step of a ladder that a case has come to: `on` is the day it is about."""

    file: CaseFile
    run: ClockRun
    rung: Rung
    on: date

    @property
    def heavy(self) -> bool:
        """Whether more follows than a warning."""
        return bool(self.rung.letter or self.rung.opens)


def warnings_due(file: CaseFile, day: date) -> list[Due]:
    """
    Return the warnings that are due on a case up to `day`, in the order of their days.

    file: of a locked case; `file.clock_runs` holds the clocks of its turn.
    """
    since = file.case.wakes_on
    if since is None or since > day:
        return []
    found = []
    for run in file.clock_runs:
        ladder = warning_ladder(file, run.clock) if run.running else None
        if ladder is None:
            continue
        reached = steps_reached(file, ladder, run, warned=run.warned, since=since, day=day)
        found += [Due(file, run, rung, on) for rung, on in reached]
    return sorted(found, key=lambda due: (due.on, due.run.clock))


def give_warnings(dues: Sequence[Due], *, day: date, at: datetime) -> list[Warning]:
    """
    Write warnings with their events and notices, in the caller's transaction, in which their cases are locked; return the rows.

    dues: in order for each case; of one area. day: up to which the cases were looked at; they wake on a later one.
    """
    if not dues:
        return []
    area_id = dues[0].file.case.area_id
    to = [_told(due) for due in dues]
    names = _names(area_id, [holder for them in to for holder in them])
    said = [[_named(holder, names) for holder in them] for them in to]
    rows = [_row(due, told, local_day(at)) for due, told in zip(dues, said, strict=True)]
    for due in dues:
        due.run.warned = due.rung.at
    entries = [
        Entry(
            due.file.case,
            Verb.WARNED,
            {"warning": reference(row), "told": row.told},
            {"wakes_on": _next_waking(due.file, day)},
        )
        for due, row in zip(dues, rows, strict=True)
    ]
    for row, event in zip(rows, record_all(entries, by=by_itself(area_id), at=at), strict=True):
        row.seq = event.seq
    Warning.objects.bulk_create(rows, batch_size=500)
    told = [Telling(due.file.case, row.seq, them) for due, row, them in zip(dues, rows, to, strict=True)]
    tell_all(told, kind="warning", at=at)
    _remember(area_id, dues)
    return rows


def reference(row: Warning) -> dict[str, Any]:
    """Return a warning as its event tells of it."""
    return {
        "turn": row.turn,
        "clock": row.clock,
        "at": row.at,
        "colour": row.colour,
        "word": row.word,
        "due_on": row.due_on.isoformat(),
        "on": row.on.isoformat(),
        "made_up_on": row.made_up_on.isoformat() if row.made_up_on else None,
    }


def go_to_sleep(file: CaseFile, day: date) -> None:
    """Write the next day after `day` on which something happens to a case by itself."""
    case = file.case
    case.wakes_on = _next_waking(file, day)
    Case.objects.filter(area_id=case.area_id, pk=case.pk).update(wakes_on=case.wakes_on)


def _next_waking(file: CaseFile, day: date) -> date | None:
    warned = {run.clock: run.warned for run in file.clock_runs}
    clocks = [run for run in file.clock_runs if _is_read(file, run)]
    return wakes_on(file, clocks, warned, day, file.calendar)


def read_again(case: Case) -> None:
    """Read what else was written into the chain of a case: a letter or a case that was opened has events of its own."""
    rows = Case.objects.filter(area_id=case.area_id, pk=case.pk)
    case.seq, case.head, case.last_verb, case.last_at = rows.values_list("seq", "head", "last_verb", "last_at").get()


def _is_read(file: CaseFile, run: ClockRun) -> bool:
    """A closed case has only those clocks that its pack lets run in just this state."""
    declared = file.kind.clocks.get(run.clock)
    return file.state.category != "closed" or (declared is not None and file.case.state in declared.runs_in)


def _told(due: Due) -> list[Holder]:
    relations: Iterable[str] = due.rung.tell
    if SIGNER in relations:
        signing = open_relations(due.file, signatures(due.file))
        relations = [one for relation in relations for one in (signing if relation == SIGNER else [relation])]
    return list(dict.fromkeys(holder for relation in relations for holder in holders(due.file, relation)))


def _names(area_id: int, told: Iterable[Holder]) -> Mapping[tuple[str, int], str]:
    units = {holder.unit_id for holder in told if holder.unit_id is not None}
    people = {holder.person_id for holder in told if holder.person_id is not None}
    names = {("unit", unit.pk): str(unit) for unit in Unit.objects.filter(area_id=area_id, pk__in=units)}
    named = Person.objects.filter(area_id=area_id, pk__in=people).values_list("pk", "name") if people else ()
    return names | {("person", pk): name for pk, name in named}


def _named(holder: Holder, names: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    if holder.person_id is not None:
        return {"person": holder.person_id, "name": names.get(("person", holder.person_id), "")}
    name = names.get(("unit", holder.unit_id or 0), "")
    return {"unit": holder.unit_id, "name": name, "heads": holder.heads_only}


def _row(due: Due, told: list[dict[str, Any]], today: date) -> Warning:
    case, word = due.file.case, due.rung.word
    return Warning(
        area_id=case.area_id,
        case=case,
        turn=case.turn,
        clock=due.run.clock,
        at=due.rung.at,
        colour=due.rung.colour,
        word=f"{word.zh}{SEPARATOR}{word.en}" if word.en else word.zh,
        due_on=due.run.due_on,
        on=due.on,
        made_up_on=today if today > due.on else None,
        told=told,
    )


def _remember(area_id: int, dues: Sequence[Due]) -> None:
    """Keep with each clock the last step that was warned of: one UPDATE for each step."""
    last: dict[int, Due] = {due.run.pk: due for due in dues}
    by_step: dict[int, list[int]] = {}
    for pk, due in last.items():
        by_step.setdefault(due.rung.at, []).append(pk)
    for at, runs in by_step.items():
        ClockRun.objects.filter(area_id=area_id, pk__in=runs).update(warned=at)
