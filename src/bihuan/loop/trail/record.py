"""The one place where an event is written."""

from __future__ import annotations

from collections.abc import Mapping
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
            "by": {"id": by.person_id, "name": by.name, "unit": by.unit_name},
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
