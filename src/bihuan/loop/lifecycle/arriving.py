"""Arriving in a state: the stay, the clocks, whom the case now waits for and who is told. Every move ends here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.clocks.computing import Reading, dial_of, readings_of
from bihuan.loop.clocks.figures import refresh_by_figures
from bihuan.loop.clocks.models import ClockRun, Stay
from bihuan.loop.clocks.waking import wakes_on
from bihuan.loop.letters.states import letter_of_arrival
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.lifecycle.review import open_relations, signatures
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.lifting import lift_fallen
from bihuan.packspec.model import Move

PASS = "pass"  # noqa: S105 - the verdict, not a secret


def arrive(
    file: CaseFile,
    *,
    change: Change,
    verb: Verb,
    body: Mapping[str, Any],
    by: Actor,
    at: datetime,
    move: str,
    extra: Mapping[str, Any] | None = None,
) -> Case:
    """
    Write the change of a case that moves: event, columns, stay, clocks, waiting rows and notices, in the caller's transaction.

    change.values holds the new `state` (and what goes with it); extra: columns that are no part of the projection (`review`).
    """
    case = file.case
    came_from = case.state
    written = {**body, "changes": change.changes(file)}
    columns = {**change.columns(file), **(extra or {})}
    _next_stay(file, columns, by=by, at=at, move=move)
    change.write_parties(file)
    for name, value in {**columns, **change.values}.items():
        setattr(case, name, value)
    file.at = at
    dial = turn_dial(file)
    # `evidence` is counted where it is added; all else of the row goes with the event in one UPDATE.
    record(case=case, verb=verb, by=by, at=at, body=written, set={**columns, **dial})
    refresh_by_figures(file, at)
    _wait_for(file, case.runs_until, at, by=by, moved=came_from != case.state)
    lift_fallen(file, because="move", at=at)
    letter_of_arrival(file, came_from, at, reason=str(body.get("reason") or ""))
    return case


def _next_stay(file: CaseFile, columns: Mapping[str, Any], *, by: Actor, at: datetime, move: str) -> None:
    case = file.case
    review = columns.get("review", case.review) or {}
    # Two machines' clocks differ: who got the row later may have read an earlier instant.
    at = max([at, *(stay.entered_at for stay in file.stays[-1:])])
    Stay.objects.filter(area_id=case.area_id, case_id=case.pk, left_at__isnull=True).update(left_at=at)
    for stay in file.stays:
        stay.left_at = stay.left_at or at
    file.stays.append(
        Stay.objects.create(
            area_id=case.area_id,
            case=case,
            turn=columns.get("turn", case.turn),
            state=columns.get("state", case.state),
            step=review.get("step", 0),
            move=move,
            entered_by_id=by.person_id or None,
            entered_for=by.behalf_id,
            entered_at=at,
        )
    )


def turn_dial(file: CaseFile) -> dict[str, Any]:
    """Compute all clocks of a case anew, keep what they say, and return the hot columns: its light and when it wakes by itself."""
    readings = write_clocks(file)
    dial = dial_of(file, readings, file.calendar)
    # Only rows whose date still is the one warned of: a new date climbs its ladder from below.
    warned = {run.clock: run.warned for run in file.clock_runs}
    return {**dial.columns(), "wakes_on": wakes_on(file, readings, warned, file.day, file.calendar)}


def write_clocks(file: CaseFile) -> list[Reading]:
    """
    Compute all clocks of a case anew from its stays, keep what they say, and return it.

    `file.clock_runs` holds the rows afterwards, `file.has_warned` whether one of them had warned.
    """
    case = file.case
    readings = readings_of(file, file.calendar)
    known = {run.clock: run for run in ClockRun.objects.filter(area_id=case.area_id, case_id=case.pk, turn=case.turn)}
    file.has_warned = any(run.warned is not None for run in known.values())
    fresh = []
    for reading in readings:
        run = known.get(reading.clock)
        values = {
            "started_on": reading.started_on,
            "due_on": reading.due_on,
            "due_at": reading.due_at,
            "running": reading.running,
            "stopped_on": reading.stopped_on,
            "uncertain": ",".join(map(str, reading.uncertain)),
        }
        if run is None:
            fresh.append(
                ClockRun(
                    area_id=case.area_id,
                    case_id=case.pk,
                    turn=case.turn,
                    clock=reading.clock,
                    original_due_on=reading.due_on,
                    **values,
                )
            )
        elif any(getattr(run, name) != value for name, value in values.items()):
            ran_out = reading.due_at is not None and run.due_at == reading.due_at
            if run.due_on != reading.due_on and not ran_out:
                values["warned"] = None
            ClockRun.objects.filter(area_id=case.area_id, pk=run.pk).update(**values)
            for name, value in values.items():
                setattr(run, name, value)
    ClockRun.objects.bulk_create(fresh)
    read = {reading.clock for reading in readings}
    gone = [run for name, run in known.items() if run.running and name not in read]
    if gone:
        ClockRun.objects.filter(area_id=case.area_id, pk__in=[run.pk for run in gone]).update(running=False)
    for run in gone:
        run.running = False
    file.clock_runs = [*known.values(), *fresh]
    return readings


def expected_of(file: CaseFile) -> list[tuple[str, str]]:
    """Return whom the case waits for, as (relation, act): signers of the running step, or the doers of the first move out of the state."""
    if file.state.category == "closed":
        return []
    if file.state.category == "review":
        return [(relation, PASS) for relation in open_relations(file, signatures(file))]
    moves = [move for move in file.lifecycle.moves_from(file.case.state) if "clock" not in move.by]
    return [(relation, moves[0].id) for relation in moves[0].by] if moves else []


def _wait_for(file: CaseFile, until: Any, at: datetime, *, by: Actor | None = None, moved: bool = False) -> None:
    """Write anew whom a case waits for. by: who acted, of which people are told, None for nobody; moved: the state is another."""
    case = file.case
    Waiting.objects.filter(area_id=case.area_id, case_id=case.pk).delete()
    rows: dict[Holder, Waiting] = {}
    for relation, act in expected_of(file):
        for holder in holders(file, relation):
            rows.setdefault(
                holder,
                Waiting(
                    area_id=case.area_id,
                    case_id=case.pk,
                    relation=relation,
                    move=act,
                    unit_id=holder.unit_id,
                    person_id=holder.person_id,
                    heads_only=holder.heads_only,
                    since=at,
                    until=until,
                    urgency=until or date.max,
                    to_hand_out=case.category == Category.DRAFT,
                    submitted_by=(case.review or {}).get("submitted_by") if act == PASS else None,
                ),
            )
    Waiting.objects.bulk_create(rows.values())
    if by is None:
        return
    applied = _applied(file, by) - set(rows) if moved else set[Holder]()
    # Where nobody has to act any more, those who watch the case still hear of it.
    tell(case=case, to=rows or applied or [Holder()], kind="waits" if rows else "change", at=at)
    if rows and applied:
        tell(case=case, to=applied, kind="change", at=at)


def _applied(file: CaseFile, by: Actor) -> set[Holder]:
    """Return the enterprises whose case it is, which hear of every step that somebody else takes."""
    if "applicant" not in file.kind.parties or file.case.wall is not None:
        return set()
    return {Holder(unit.pk) for unit in file.units("applicant") if unit.outside and unit.pk != by.outside_unit}


def start_waiting(file: CaseFile, at: datetime) -> None:
    """Write anew whom a case waits for, after its parties changed or it was opened; nobody is told."""
    _wait_for(file, file.case.runs_until, at)


def refresh(file: CaseFile, at: datetime) -> dict[str, Any]:
    """Compute clocks and waiting rows of a case anew without a move, and return the dial's columns for the caller to write."""
    file.at = at
    dial = turn_dial(file)
    Waiting.objects.filter(area_id=file.case.area_id, case_id=file.case.pk).update(
        until=dial["runs_until"], urgency=dial["runs_until"] or date.max
    )
    return dial


def move_reopens(file: CaseFile, move: Move) -> bool:
    """Return whether this move begins the next round of the case."""
    return file.state.category == "closed" and file.lifecycle.states[move.to].category != "closed"
