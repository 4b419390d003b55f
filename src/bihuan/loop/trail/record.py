"""The one place where an event is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.models import Case
from bihuan.loop.trail.canonical import canonical, instant
from bihuan.loop.trail.digest import chosen_algorithm, digest
from bihuan.loop.trail.errors import Overtaken
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.verbs import Verb

FORM: Final = 1  # version of the record's form, `v`
_NOTHING: Final[Mapping[str, Any]] = {}


def compose(*, case: Case, verb: Verb, by: Actor, at: datetime, body: Mapping[str, Any]) -> Event:
    """
    Return the next event of a case, not yet stored: `seq` and `prev` follow the case as it was read.

    body: what happened; `changes` in it is {attribute: [old, new]} with the attributes of `trail.projection`.
    """
    seq = case.seq + 1
    written = canonical(
        {
            "v": FORM,
            "area": case.area_id,
            "pack": case.pack,
            "version": case.pack_version,
            "kind": case.kind,
            "case": case.number,
            "case_id": case.pk,
            "seq": seq,
            "verb": verb.value,
            "by": written_actor(by),
            "at": instant(at),
            "body": body,
            "prev": case.head,
        }
    )
    return Event(
        area_id=case.area_id,
        case_id=case.pk,
        seq=seq,
        verb=verb.value,
        person_id=by.person_id,
        at=at,
        record=written,
        digest=digest(written.encode(), chosen_algorithm()),
    )


def written_actor(by: Actor) -> dict[str, Any]:
    """Return who acted as the trail writes it; `for` is the person who was stood in for (X代Y)."""
    written: dict[str, Any] = {"id": by.person_id, "name": by.name, "unit": by.unit_name}
    if by.on_behalf is not None:
        written["for"] = {"id": by.on_behalf.person_id, "name": by.on_behalf.name}
    return written


def record(
    *,
    case: Case,
    verb: Verb,
    by: Actor,
    at: datetime,
    body: Mapping[str, Any],
    set: Mapping[str, Any] = _NOTHING,  # noqa: A002 - reads as the SET of the one UPDATE
) -> Event:
    """
    Write the next event of a case, and the case's own columns, inside the caller's transaction.

    case: as it was read in this transaction; its `seq`, `head` and the columns in `set` are brought up to date.
    set: columns of the case to write in the same UPDATE (plain values, `responsible_id` rather than `responsible`).

    Raises Overtaken if the case was changed since it was read; the caller's transaction must not be committed then.
    """
    event = compose(case=case, verb=verb, by=by, at=at, body=body)
    columns = {**set, "last_verb": verb.value, "last_at": at, "seq": event.seq, "head": event.digest}
    # The case first: a writer who lost waits here for the row, then changes none, and never meets the unique key.
    won = Case.objects.filter(area_id=case.area_id, pk=case.pk, seq=case.seq).update(**columns)
    if not won:
        raise Overtaken(case.number)
    event.save(force_insert=True)
    for name, value in columns.items():
        setattr(case, name, value)
    return event


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several events that are written together; `set`: columns of the case, as for `record`."""

    case: Case
    verb: Verb
    body: Mapping[str, Any]
    set: Mapping[str, Any] = field(default_factory=dict)


def record_all(entries: Sequence[Entry], *, by: Actor, at: datetime) -> list[Event]:
    """
    Write the next events of many cases, in the order given, inside the caller's transaction: one UPDATE a case, one INSERT for all.

    The cases are locked by the caller. Raises Overtaken as `record` does.
    """
    first: dict[int, int] = {}
    columns: dict[int, dict[str, Any]] = {}
    cases: dict[int, Case] = {}
    events = []
    for entry in entries:
        case = entry.case
        event = compose(case=case, verb=entry.verb, by=by, at=at, body=entry.body)
        events.append(event)
        first.setdefault(case.pk, case.seq)
        cases[case.pk] = case
        changed = {**entry.set, "last_verb": entry.verb.value, "last_at": at, "seq": event.seq, "head": event.digest}
        columns.setdefault(case.pk, {}).update(changed)
        for name, value in changed.items():
            setattr(case, name, value)
    for pk, case in cases.items():
        if not Case.objects.filter(area_id=case.area_id, pk=pk, seq=first[pk]).update(**columns[pk]):
            raise Overtaken(case.number)
    Event.objects.bulk_create(events, batch_size=500)
    return events
