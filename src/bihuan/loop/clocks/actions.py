"""Moving a due date: asked for in time, decided by somebody else, the original date kept."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.clocks.rules import check_may_ask_extension, check_may_decide_extension
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.arriving import refresh
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb


@transaction.atomic
def ask_extension(*, case: Case, clock: str, asked_for: date, reason: str, by: Actor, at: datetime) -> ExtensionRequest:
    """
    Ask for a later due date (申请延期).

    clock: id of the pack's clock that has an extension. Raises Refused.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_ask_extension(file, clock, by)
    wrong = {}
    if file.case.due is None or asked_for <= file.case.due:
        wrong["asked_for"] = gettext("The new date must lie after the due date, %(due)s.") % {"due": file.case.due}
    if not reason.strip():
        wrong["reason"] = gettext("Say the reason.")
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    request = ExtensionRequest.objects.create(
        area_id=case.area_id,
        case=file.case,
        turn=file.case.turn,
        clock=clock,
        asked_for=asked_for,
        reason=reason.strip(),
        asked_by_id=by.person_id,
        asked_at=at,
    )
    body = {"clock": clock, "asked_for": asked_for.isoformat(), "reason": reason.strip()}
    record(case=file.case, verb=Verb.EXTENSION_ASKED, by=by, at=at, body=body)
    return request


@transaction.atomic
def decide_extension(*, case: Case, granted: bool, answer: str, by: Actor, at: datetime) -> Case:
    """Answer the open request of a case; granting moves the due date, the original date stays. Raises Refused."""
    file = CaseFile(lock_case(case), local_day(at))
    request = ExtensionRequest.objects.filter(area_id=case.area_id, case_id=case.pk, granted__isnull=True).first()
    if request is None:
        raise Refused(gettext("No extension is asked for."))
    check_may_decide_extension(file, request, by)
    if not granted and not answer.strip():
        raise Refused(gettext("Say the reason."), fields={"answer": gettext("Say the reason.")})
    ExtensionRequest.objects.filter(area_id=case.area_id, pk=request.pk).update(
        granted=granted, answer=answer.strip(), decided_by_id=by.person_id, decided_at=at
    )
    change = Change(values={"due": request.asked_for} if granted else {})
    body = {
        "clock": request.clock,
        "asked_for": request.asked_for.isoformat(),
        "granted": granted,
        "answer": answer.strip(),
        "changes": change.changes(file),
    }
    columns = change.columns(file)
    for name, value in columns.items():
        setattr(file.case, name, value)
    record(case=file.case, verb=Verb.EXTENSION_DECIDED, by=by, at=at, body=body, set={**columns, **refresh(file, at)})
    return file.case
