"""
Withdrawing a case that was only registered, and taking back the last thing written about one.

Neither removes anything from the trail: see docs/decisions/0009-a-draft-nothing-happened-to-can-be-withdrawn.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import write_correction
from bihuan.loop.cases.change import Change, forget_above
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, CaseParty, Watch
from bihuan.loop.cases.relations import stands_as
from bihuan.loop.cases.search import forget_case
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.below import lock_counting_on, refresh_counting_on
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ClockRun, Stay
from bihuan.loop.errors import NotAllowed, Refused
from bihuan.loop.evidence.models import StandardPoint
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lifecycle.models import Waiting
from bihuan.loop.lifecycle.rules import relation_titles
from bihuan.loop.trail.models import Event
from bihuan.loop.trail.projection import FIELD, PARTY, REFERENCES
from bihuan.loop.trail.queries import last_changes
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.catching_up import catch_up

OWN_ROWS = (CaseParty, ClockRun, Stay, StandardPoint, Waiting, Watch)
"""What a case has from its opening on and what goes with it; a row of any other table means that something happened to it."""
WRITTEN_DOWN = ("subject", "nature", "due", "original_due", "statement")
DATES = ("due", "original_due")


@transaction.atomic
def withdraw_case(*, case: Case, reason: str, by: Actor, at: datetime) -> None:
    """
    Withdraw a case that was registered and to which nothing happened since: it is in no list any more, its trail stays.

    The number is not given out again. Who registered it may, and the office.
    Raises Refused (NotAllowed) when the case has left its draft, has something below it, or evidence, signatures or outcomes.
    """
    file = CaseFile(lock_case(case), local_day(at))
    _check_may_withdraw(file, by)
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"reason": gettext("Say the reason.")})
    if file.state.category != "draft" or len(file.stays) != 1 or file.case.evidence_count or _has_rows(file.case):
        raise Refused(
            gettext("%(number)s has moved on since it was registered, so it cannot be withdrawn.")
            % {"number": file.case.number}
        )
    locked, parties = file.case, file.parties
    record(case=locked, verb=Verb.WITHDRAWN, by=by, at=at, body={"reason": reason})
    _delete(locked)
    forget_above(locked, parties)
    forget_case(locked)


def _check_may_withdraw(file: CaseFile, by: Actor) -> None:
    allowed = ["desk.office", "opener"]
    if not any(stands_as(by, file, relation) for relation in allowed):
        raise NotAllowed(gettext("Only %(who)s may do this.") % {"who": relation_titles(file, allowed)})


def _has_rows(case: Case) -> bool:
    """Return whether any table but its own speaks of a case; asked of the model, so that a new table is not forgotten."""
    if Case.objects.filter(area_id=case.area_id, same_id=case.pk).exists():
        return True
    for relation in Case._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model in OWN_ROWS or isinstance(model, str) or name == "root":
            continue
        if model._default_manager.filter(area_id=case.area_id, **{f"{name}_id": case.pk}).exists():
            return True
    return False


def _delete(case: Case) -> None:
    # Plain SQL: deleting by objects would first look for what hangs on each row in every table, without naming the area.
    with connection.cursor() as cursor:
        for table in OWN_ROWS:
            cursor.execute(
                f"DELETE FROM {table._meta.db_table} WHERE area_id = %s AND case_id = %s",  # noqa: S608 - no value in it
                [case.area_id, case.pk],
            )
        cursor.execute("DELETE FROM loop_case WHERE area_id = %s AND id = %s", [case.area_id, case.pk])


@transaction.atomic
def take_back(*, case: Case, seq: int, reason: str, by: Actor, at: datetime) -> Case:
    """
    Write back what stood there before the last event of a case: a correction, or a report that moved it nowhere.

    seq: number of the case's last event when that was written; nothing may have happened since but what the clock told. Old values
    return as they were, a date that has passed among them. Who wrote it may, and the office. Raises Refused (NotAllowed).
    """
    newest = last_changes(case.area_id, [case.pk]).get(case.pk, 0)
    last = Event.objects.filter(area_id=case.area_id, case_id=case.pk, seq=newest).first()
    body = json.loads(last.record)["body"] if last is not None else {}
    inverse = {name: old for name, (old, _) in body.get("changes", {}).items()}
    counting_on = lock_counting_on(case, [name.removeprefix(FIELD) for name in inverse])
    locked = catch_up(lock_case(case), at)
    file = CaseFile(locked, local_day(at))
    if last is None or last_changes(case.area_id, [case.pk])[case.pk] != newest or newest > seq:
        raise Refused(
            gettext("%(number)s was changed again since, so that cannot be taken back.") % {"number": file.case.number}
        )
    if last.person_id != by.person_id and not stands_as(by, file, "desk.office"):
        raise NotAllowed(
            gettext("Only %(who)s may do this.") % {"who": relation_titles(file, ["desk.office"])},
        )
    change = _change_back(file, inverse)
    changes = change.changes(file)
    if changes:
        said = {"reason": written(reason), "takes_back": newest, "changes": changes}
        write_correction(file, change, said, by=by, at=at)
        refresh_counting_on(counting_on, at)
    return file.case


def _change_back(file: CaseFile, inverse: Mapping[str, Any]) -> Change:
    change = Change()
    for name, old in inverse.items():
        if name in WRITTEN_DOWN:
            change.values[name] = _column(name, old)
        elif name in REFERENCES:
            change.values[name] = _member(file.case.area_id, name, old)
        elif name.startswith(FIELD):
            change.fields[name.removeprefix(FIELD)] = old
        elif name.startswith(PARTY):
            party = name.removeprefix(PARTY)
            change.parties[party] = [_member(file.case.area_id, party, one) for one in old or ()]
        else:
            raise Refused(
                gettext("%(number)s has moved on, so that cannot be taken back.") % {"number": file.case.number}
            )
    return change


def _column(name: str, old: Any) -> Any:
    if name in DATES:
        return None if old is None else date.fromisoformat(old)
    return old or ""


def _member(area_id: int, party: str, old: Any) -> Any:
    if old is None:
        return None
    model = Unit if party in {"responsible", "lead", "assisting"} else Person
    return model.objects.get(area_id=area_id, pk=old["id"])
