"""What an enterprise does in the portal beside the moves of its cases, and what the office does for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.cases.relations import Holder, stands_as
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotAllowed, NotHere, Refused
from bihuan.loop.evidence.actions import NewEvidence, attach
from bihuan.loop.evidence.rules import can_bring
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.notices.telling import tell
from bihuan.loop.portal.models import SavedForm
from bihuan.loop.portal.queries import application_for, budget_left, candidates, is_confirmed, need_window, register_of
from bihuan.loop.portal.rules import (
    NEEDS,
    POLICIES,
    REGISTER,
    check_budget,
    check_enterprise,
    check_lengths,
    check_window,
    own_case,
)
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

LONGEST_NEED = 3000
SUMMARY = 40


@transaction.atomic
def begin_application(*, policy: Case, by: Actor, at: datetime) -> Case:
    """
    Open the application of an enterprise for a policy, or return the one that is under way already.

    Raises Refused: not registered yet, the window is over.
    """
    check_enterprise(by)
    policy = lock_case(policy)  # two browsers that begin at once find one draft
    draft = application_for(by, policy)
    if draft is not None and draft.category != Category.CLOSED:
        return draft
    _check_confirmed(by)
    check_window(policy, local_day(at))
    check_budget(budget_left(policy, local_day(at)))
    given = {"responsible": policy.responsible} if policy.responsible is not None else {}
    return open_case(
        pack=POLICIES, kind="application", subject=policy.subject, parent=policy, given=given, by=by, at=at
    )


def _check_confirmed(by: Actor) -> None:
    if not is_confirmed(register_of(by)):
        raise NotHere(gettext("The registration of your enterprise has not been confirmed yet."))


@transaction.atomic
def save_form(
    *, case: Case, move: str, values: Mapping[str, Any], by: Actor, at: datetime, evidence: Sequence[NewEvidence] = ()
) -> Case:
    """Keep what was typed for a move without sending it, and the files that came along. Raises Refused."""
    case = own_case(by, case.pack, case.number)
    file = CaseFile(lock_case(case), local_day(at))
    if move not in file.lifecycle.moves or case.state not in file.lifecycle.moves[move].from_:
        raise NotHere(gettext("This step is over; look at how your matter stands now."))
    if not any(stands_as(by, file, relation) for relation in file.lifecycle.moves[move].by):
        raise NotAllowed(gettext("This step is not yours."))  # nor are the papers that it needs
    kept = {name: value for name, value in values.items() if value not in ("", None, [])}
    check_lengths(
        {name: one for name, value in kept.items() for one in (value if isinstance(value, list) else [value])}
    )
    SavedForm.objects.update_or_create(
        area_id=case.area_id,
        case_id=case.pk,
        move=move,
        defaults={"values": kept, "person_id": by.person_id, "at": at},
    )
    if evidence and can_bring(file, by):
        listed = attach(file, evidence, by=by, at=at)
        record(case=file.case, verb=Verb.EVIDENCE_ADDED, by=by, at=at, body={"evidence": listed})
    return file.case


@transaction.atomic
def take(
    *,
    case: Case,
    move: str,
    given: Mapping[str, Any],
    by: Actor,
    at: datetime,
    standing: str | None = None,
    evidence: Sequence[NewEvidence] = (),
) -> Case:
    """Take a move of an own case as its applicant, and forget what was saved of its form. Raises Refused, CaseNotFound."""
    case = own_case(by, case.pack, case.number)
    check_lengths(given)
    if case.pack != REGISTER and case.category == Category.DRAFT:
        _check_confirmed(by)
        if case.parent is not None and case.pack == POLICIES:
            check_window(case.parent, local_day(at))
    moved = move_case(case=case, move=move, given=given, by=by, at=at, standing=standing, evidence=evidence)
    SavedForm.objects.filter(area_id=case.area_id, case_id=case.pk).delete()
    return moved


@transaction.atomic
def raise_need(*, content: str, by: Actor, at: datetime) -> Case:
    """Open a need of the actor's enterprise at the window of the area. Raises Refused."""
    check_enterprise(by)
    _check_confirmed(by)
    window = need_window(by.area_id)
    if window is None:
        raise Refused(gettext("No needs are taken here at present."))
    content = written(content)
    if not 5 <= len(content) <= LONGEST_NEED:
        sentence = gettext("Write between 5 and %(most)d characters.") % {"most": LONGEST_NEED}
        raise Refused(sentence, fields={"content": sentence})
    line = " ".join(content.split())
    subject = line if len(line) <= SUMMARY else f"{line[: SUMMARY - 1]}…"
    return open_case(pack=NEEDS, kind="need", subject=subject, parent=window, given={"content": content}, by=by, at=at)


@transaction.atomic
def tell_fitting(*, policy: Case, by: Actor, at: datetime) -> int:
    """
    Tell every registered enterprise that fits a policy and has not applied yet, and return how many.

    Raises NotAllowed unless the actor handles the policy or keeps the ledger; NotHere while it is not open.
    """
    file = CaseFile(lock_case(policy), local_day(at))
    if not any(stands_as(by, file, relation) for relation in ("responsible", "handler", "desk.office")):
        raise NotAllowed(gettext("Only the handling department and the office tell enterprises of a policy."))
    if file.state.category != Category.OPEN:
        raise NotHere(gettext("The policy is not open for applications."))
    fitting = [one.unit for one in candidates(file.case) if not one.reasons and not one.applied]
    if not fitting:
        raise Refused(gettext("No registered enterprise fits that has not applied already."))
    record(case=file.case, verb=Verb.ENTERPRISES_TOLD, by=by, at=at, body={"enterprises": len(fitting)})
    return tell(case=file.case, to=[Holder(unit.pk) for unit in fitting], kind="policy", at=at)
