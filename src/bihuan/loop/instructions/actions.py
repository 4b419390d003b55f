"""Giving, receiving, answering and ending instructions of leaders; each is an event of the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor, actor_of
from bihuan.loop.cases.change import tell_above
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.relations import Holder, holders
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import NotHere, Refused
from bihuan.loop.evidence.actions import NewEvidence, attach
from bihuan.loop.instructions.models import Addressee, Instruction
from bihuan.loop.instructions.rules import (
    check_is_for,
    check_may_close,
    check_may_give,
    check_may_receive,
    check_not_own_answer,
)
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.notices.telling import tell
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb

KIND = "instruction"


@transaction.atomic
def give_instruction(
    *,
    case: Case,
    text: str,
    due: date,
    by: Actor,
    at: datetime,
    to: Sequence[Unit | Person] = (),
    giver: Person | None = None,
    given_on: date | None = None,
) -> Instruction:
    """
    Give an instruction about a case, or write one down that a leader gave on paper, and return it.

    to: who answers; the responsible unit and the handler by default. giver: the leader whose words they are, the actor by default.
    given_on: day of the words, today by default, not later. due: not before that day.
    Raises Refused with a sentence for every field; NotAllowed.
    """
    file = CaseFile(lock_case(case), local_day(at))
    leader = actor_of(giver, on=file.day, area=by.area_id) if giver is not None else by
    if giver is not None and giver.area_id != by.area_id:
        raise Refused(gettext("This person does not exist in your area."))
    check_may_give(file, by, leader)
    on, members = given_on or file.day, list(dict.fromkeys(to)) or _usual(file)
    words = _checked(file, text, on, due, members)
    row = Instruction.objects.create(
        area_id=case.area_id,
        case=file.case,
        giver_id=leader.stands_for,
        text=words,
        given_on=on,
        due=due,
        entered_by_id=by.person_id,
        entered_at=at,
    )
    lines = [_addressee(row, member) for member in members]
    # Whoever is asked must see what about: as those do who take part below.
    tell_above(case.area_id, [*file.case.ancestors, file.case.pk], members)
    record(
        case=file.case, verb=Verb.INSTRUCTION_GIVEN, by=by, at=at, body={"instruction": _reference(row, leader, lines)}
    )
    tell(case=file.case, to=[_holder(line) for line in lines], kind=KIND, at=at)
    return row


def _usual(file: CaseFile) -> list[Unit | Person]:
    case = file.case
    return [one for one in (case.responsible, case.handler) if one is not None]


def _checked(file: CaseFile, text: str, on: date, due: date, members: Sequence[Unit | Person]) -> str:
    wrong: dict[str, str] = {}
    words = written(text)
    if not words:
        wrong["text"] = gettext("Write what is instructed.")
    if on > file.day:
        wrong["given_on"] = gettext("This day has not come yet.")
    if due < on:
        wrong["due"] = gettext("The answer cannot be due before the instruction is given.")
    if not members:
        wrong["to"] = gettext("Say who is to answer.")
    if wrong:
        raise Refused(gettext("Some of what you typed cannot be kept; see the fields."), fields=wrong)
    for member in members:
        check_may_receive(member, file.case.area_id)
    return words


def _addressee(row: Instruction, member: Unit | Person) -> Addressee:
    who = {"unit": member} if isinstance(member, Unit) else {"person": member}
    return Addressee.objects.create(area_id=row.area_id, instruction=row, **who)


def _holder(line: Addressee) -> Holder:
    return Holder(unit_id=line.unit_id, person_id=line.person_id)


def _reference(row: Instruction, leader: Actor, lines: Sequence[Addressee]) -> dict[str, Any]:
    """Return how the trail writes an instruction."""
    return {
        "id": row.pk,
        "by": {"id": leader.stands_for, "name": leader.on_behalf.name if leader.on_behalf else leader.name},
        "text": row.text,
        "on": row.given_on.isoformat(),
        "due": row.due.isoformat(),
        "to": [_who(line) for line in lines],
    }


def _who(line: Addressee) -> dict[str, Any]:
    member = line.unit or line.person
    return {"line": line.pk, "unit": line.unit_id, "person": line.person_id, "name": member.name if member else ""}


@transaction.atomic
def receive_instruction(*, line: Addressee, by: Actor, at: datetime) -> Addressee:
    """Sign for an instruction. Raises NotAllowed for whom it is not given to, NotHere when it is signed for already."""
    file, row = _locked(line, at)
    check_is_for(by, row)
    _check_running(row)
    if row.received_at is not None:
        raise NotHere(gettext("This instruction was signed for already."))
    Addressee.objects.filter(area_id=row.area_id, pk=row.pk).update(received_by_id=by.person_id, received_at=at)
    _record(file, Verb.INSTRUCTION_RECEIVED, row, {}, by=by, at=at)
    return Addressee.objects.get(area_id=row.area_id, pk=row.pk)


@transaction.atomic
def answer_instruction(
    *, line: Addressee, answer: str, by: Actor, at: datetime, brought: Sequence[NewEvidence] = ()
) -> Addressee:
    """
    Answer an instruction, with material that proves it; whoever answers has signed for it too.

    An answer may be written anew until the instruction is ended; it is late if the first one came after the due date.
    Raises Refused, NotAllowed, NotHere.
    """
    file, row = _locked(line, at)
    check_is_for(by, row)
    _check_running(row)
    words = written(answer)
    if not words:
        raise Refused(gettext("Write what was done."), fields={"answer": gettext("Write what was done.")})
    listed = attach(file, brought, by=by, at=at)
    late = row.late if row.answered_at is not None else file.day > row.instruction.due
    receipt = {} if row.received_at is not None else {"received_by_id": by.person_id, "received_at": at}
    Addressee.objects.filter(area_id=row.area_id, pk=row.pk).update(
        answer=words, answered_by_id=by.person_id, answered_at=row.answered_at or at, late=late, **receipt
    )
    body = {"answer": words, "late": late, **({"evidence": listed} if listed else {})}
    _record(file, Verb.INSTRUCTION_ANSWERED, row, body, by=by, at=at)
    tell(case=file.case, to=_askers(file, row.instruction), kind=KIND, at=at)
    return Addressee.objects.get(area_id=row.area_id, pk=row.pk)


@transaction.atomic
def close_instruction(*, instruction: Instruction, opinion: str, by: Actor, at: datetime) -> Instruction:
    """End an instruction that everybody has answered. Raises NotAllowed, NotHere naming who has not answered."""
    file, row = _locked_instruction(instruction, at)
    check_may_close(file, by, row)
    check_not_own_answer(by, row)
    missing = [str(line) for line in row.addressees.filter(area_id=row.area_id, answered_at__isnull=True)]
    if missing:
        raise NotHere(gettext("Not answered yet by: %(who)s.") % {"who": "、".join(missing)})
    return _end(file, row, written(opinion), withdrawn=False, by=by, at=at)


@transaction.atomic
def withdraw_instruction(*, instruction: Instruction, reason: str, by: Actor, at: datetime) -> Instruction:
    """Withdraw an instruction that is not to be carried out any more. Raises Refused without a reason; NotAllowed, NotHere."""
    file, row = _locked_instruction(instruction, at)
    check_may_close(file, by, row)
    reason = written(reason)
    if not reason:
        raise Refused(gettext("Say the reason."), fields={"opinion": gettext("Say the reason.")})
    return _end(file, row, reason, withdrawn=True, by=by, at=at)


def _end(file: CaseFile, row: Instruction, opinion: str, *, withdrawn: bool, by: Actor, at: datetime) -> Instruction:
    Instruction.objects.filter(area_id=row.area_id, pk=row.pk).update(
        closed_by_id=by.person_id, closed_at=at, opinion=opinion, withdrawn=withdrawn
    )
    body: dict[str, Any] = {"instruction": {"id": row.pk, "called_off": withdrawn}, "opinion": opinion}
    record(case=file.case, verb=Verb.INSTRUCTION_CLOSED, by=by, at=at, body=body)
    lines = row.addressees.filter(area_id=row.area_id)
    tell(case=file.case, to=[_holder(line) for line in lines], kind=KIND, at=at)
    return Instruction.objects.get(area_id=row.area_id, pk=row.pk)


def _askers(file: CaseFile, row: Instruction) -> list[Holder]:
    """Return who waits for answers: the leader, and the office."""
    return [Holder(person_id=row.giver_id), *holders(file, "desk.office")]


def _record(file: CaseFile, verb: Verb, row: Addressee, body: dict[str, Any], *, by: Actor, at: datetime) -> None:
    said = {"instruction": {"id": row.instruction_id, "line": row.pk}, "for": str(row.unit or row.person), **body}
    record(case=file.case, verb=verb, by=by, at=at, body=said)


def _locked(line: Addressee, at: datetime) -> tuple[CaseFile, Addressee]:
    instruction = Instruction.objects.select_related("case").get(area_id=line.area_id, pk=line.instruction_id)
    file = CaseFile(lock_case(instruction.case), local_day(at))
    rows = Addressee.objects.filter(area_id=line.area_id, pk=line.pk).select_related("instruction", "unit", "person")
    return file, rows.get()


def _locked_instruction(instruction: Instruction, at: datetime) -> tuple[CaseFile, Instruction]:
    file = CaseFile(lock_case(instruction.case), local_day(at))
    row = Instruction.objects.get(area_id=instruction.area_id, pk=instruction.pk)
    if row.closed_at is not None:
        raise NotHere(gettext("This instruction is ended already."))
    return file, row


def _check_running(row: Addressee) -> None:
    if row.instruction.closed_at is not None:
        raise NotHere(gettext("This instruction is ended already."))
