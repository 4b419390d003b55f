"""Moving a due date: asked for in time, decided by somebody else, the original date kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.change import Change
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.clocks.extending import answer_day, extension_rule, granted_before
from bihuan.loop.clocks.models import ExtensionRequest
from bihuan.loop.clocks.rules import check_may_ask_extension, check_may_decide_extension, deciders_of
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.arriving import refresh
from bihuan.loop.lifecycle.given import MOST_YEARS
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.loop.warnings.catching_up import catch_up
from bihuan.loop.warnings.lifting import lift_fallen


@transaction.atomic
def ask_extension(*, case: Case, clock: str, asked_for: date, reason: str, by: Actor, at: datetime) -> ExtensionRequest:
    """
    Ask for a later due date (申请延期).

    clock: id of the pack's clock that has an extension. Raises Refused.
    """
    file = CaseFile(lock_case(case), local_day(at))
    check_may_ask_extension(file, clock, by)
    reason = written(reason)
    wrong = {}
    if file.case.due is None or asked_for <= file.case.due:
        wrong["asked_for"] = gettext("The new date must lie after the due date, %(due)s.") % {"due": file.case.due}
    if asked_for.year > file.day.year + MOST_YEARS:
        wrong["asked_for"] = gettext("The due date must not lie more than %(years)s years ahead.") % {
            "years": MOST_YEARS
        }
    if not reason:
        wrong["reason"] = gettext("Say the reason.")
    if wrong:
        raise Refused(next(iter(wrong.values())), fields=wrong)
    request = _request(file, clock, asked_for, reason, by=by, at=at)
    body: dict[str, Any] = {"clock": clock, "asked_for": asked_for.isoformat(), "reason": reason}
    body |= {"to_decide": request.to_decide}
    if request.answer_by is not None:
        body["answer_by"] = request.answer_by.isoformat()
    record(case=file.case, verb=Verb.EXTENSION_ASKED, by=by, at=at, body=body)
    tell(case=file.case, to=_who(file, deciders_of(file, request)), kind="extension", at=at)
    return request


def _request(file: CaseFile, clock: str, asked_for: date, reason: str, *, by: Actor, at: datetime) -> ExtensionRequest:
    rule, due = extension_rule(file, clock), file.case.due
    days = (asked_for - due).days if due is not None else 0
    deciders = rule.deciders(granted=granted_before(file, clock), days=days) if rule is not None else ()
    return ExtensionRequest.objects.create(
        area_id=file.case.area_id,
        case=file.case,
        turn=file.case.turn,
        clock=clock,
        asked_from=due,
        asked_for=asked_for,
        reason=reason,
        to_decide=list(deciders),
        answer_by=answer_day(file, rule) if rule is not None else None,
        asked_by_id=by.person_id,
        asked_by_for=by.behalf_id,
        asked_at=at,
    )


def _who(file: CaseFile, relations: Iterable[str]) -> list[Holder]:
    return [holder for relation in relations for holder in holders(file, relation)]


@transaction.atomic
def decide_extension(*, case: Case, granted: bool, answer: str, by: Actor, at: datetime) -> Case:
    """Answer the open request of a case; granting moves the due date, the original date stays. Raises Refused."""
    file = CaseFile(catch_up(lock_case(case), at), local_day(at))
    request = ExtensionRequest.objects.filter(area_id=case.area_id, case_id=case.pk, granted__isnull=True).first()
    if request is None:
        raise Refused(gettext("No extension is asked for."))
    check_may_decide_extension(file, request, by)
    answer = written(answer)
    if granted and file.case.due is not None and request.asked_for <= file.case.due:
        raise Refused(
            gettext("The due date was moved to %(due)s since this was asked for; refuse the request.")
            % {"due": file.case.due}
        )
    if not granted and not answer:
        raise Refused(gettext("Say the reason."), fields={"answer": gettext("Say the reason.")})
    ExtensionRequest.objects.filter(area_id=case.area_id, pk=request.pk).update(
        granted=granted, answer=answer, decided_by_id=by.person_id, decided_by_for=by.behalf_id, decided_at=at
    )
    change = Change(values={"due": request.asked_for} if granted else {})
    body = {
        "clock": request.clock,
        "asked_for": request.asked_for.isoformat(),
        "granted": granted,
        "answer": answer,
        "changes": change.changes(file),
    }
    columns = change.columns(file)
    for name, value in columns.items():
        setattr(file.case, name, value)
    record(case=file.case, verb=Verb.EXTENSION_DECIDED, by=by, at=at, body=body, set={**columns, **refresh(file, at)})
    lift_fallen(file, because="extension", at=at)
    told = [Holder(person_id=request.asked_by_for or request.asked_by_id), *_who(file, ("handler", "responsible"))]
    tell(case=file.case, to=told, kind="extension", at=at)
    return file.case


def lapse_extensions(file: CaseFile, *, by: Actor, at: datetime) -> None:
    """Refuse what was asked for in a round that is over and never answered, inside the transaction that begins the next."""
    for request in ExtensionRequest.objects.filter(
        area_id=file.case.area_id, case_id=file.case.pk, granted__isnull=True
    ).order_by("id"):
        answer = gettext("The round in which this was asked for is over.")
        ExtensionRequest.objects.filter(area_id=file.case.area_id, pk=request.pk).update(
            granted=False, answer=answer, decided_by_id=by.person_id, decided_at=at
        )
        body = {
            "clock": request.clock,
            "asked_for": request.asked_for.isoformat(),
            "granted": False,
            "answer": answer,
            "changes": {},
        }
        record(case=file.case, verb=Verb.EXTENSION_DECIDED, by=by, at=at, body=body)
