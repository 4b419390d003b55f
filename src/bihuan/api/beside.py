"""What lies beside cases: outcomes, leaders' instructions, searching, and taking back what was registered by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from bihuan.accounts.models import Unit
from bihuan.api.answers import number, row_of
from bihuan.api.asked import Answering, Saying
from bihuan.api.materials import materials
from bihuan.api.request import actor, at_of, day_of
from bihuan.loop.cases.finding import search_cases
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.viewing import look_at
from bihuan.loop.cases.withdrawing import withdraw_case
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.instructions.actions import (
    answer_instruction,
    close_instruction,
    give_instruction,
    receive_instruction,
)
from bihuan.loop.instructions.models import Addressee, Instruction
from bihuan.loop.instructions.queries import instruction_of, instructions_of, line_of
from bihuan.loop.outcomes.actions import record_outcome, withdraw_outcome
from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.outcomes.queries import outcomes_of

router = Router(tags=["beside cases"])


class Recording(Schema):
    """An outcome: a disposition, money returned, or a rule made."""

    sort: Literal["disposition", "recovery", "instrument"]
    given: dict[str, Any] = Field(
        description="on, and group, kind, who, persons; or kind, amount; or kind, name; document, evidence"
    )


class Instructing(Schema):
    """A leader's instruction."""

    text: str
    due: date
    to: list[int] = Field(default_factory=list, description="ids of units; empty: those who are responsible")


@router.get("/search", summary="Cases that contain every word typed, by system and kind")
def search(request: HttpRequest, q: str) -> dict[str, Any]:
    found = search_cases(actor(request), q[:100])
    today = day_of(request)
    return {
        "groups": [
            {
                "pack": one.pack,
                "kind": one.kind,
                "count": one.count,
                "rows": [row_of(case, today) for case in one.cases],
            }
            for one in found
        ]
    }


@router.delete(
    "/cases/{pack}/{number}", summary="Take back a case that was registered by mistake", response={204: None}
)
def taking_back(request: HttpRequest, pack: str, number: str, reason: str) -> Status[None]:
    withdraw_case(case=_case(request, pack, number), reason=reason, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/cases/{pack}/{number}/outcomes", summary="What came of it")
def outcomes(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return {"rows": [_outcome(one) for one in outcomes_of(_case(request, pack, number))]}


@router.post("/cases/{pack}/{number}/outcomes", summary="Record what came of it", response={201: dict[str, Any]})
def recording(request: HttpRequest, pack: str, number: str, asked: Recording) -> Status[dict[str, Any]]:
    case = _case(request, pack, number)
    row = record_outcome(case=case, sort=asked.sort, given=asked.given, by=actor(request), at=at_of(request))
    return Status(201, _outcome(row))


@router.delete("/cases/{pack}/{number}/outcomes/{outcome}", summary="Take an outcome back", response={204: None})
def withdrawing(request: HttpRequest, pack: str, number: str, outcome: int, reason: str) -> Status[None]:
    case = _case(request, pack, number)
    withdraw_outcome(case=case, outcome_id=outcome, reason=reason, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/cases/{pack}/{number}/instructions", summary="Leaders' instructions on it")
def instructions(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return {"rows": [_instruction(one) for one in instructions_of(_case(request, pack, number))]}


@router.post("/cases/{pack}/{number}/instructions", summary="Give an instruction", response={201: dict[str, Any]})
def instructing(request: HttpRequest, pack: str, number: str, asked: Instructing) -> Status[dict[str, Any]]:
    case, who = _case(request, pack, number), actor(request)
    to = list(Unit.objects.filter(area_id=who.area_id, outside="", pk__in=asked.to))
    row = give_instruction(case=case, text=asked.text, due=asked.due, to=to, by=who, at=at_of(request))
    return Status(201, _instruction(_given(case, row.pk)))


@router.post("/cases/{pack}/{number}/instructions/lines/{line}/receive", summary="Sign for an instruction")
def receiving(request: HttpRequest, pack: str, number: str, line: int) -> dict[str, Any]:
    case = _case(request, pack, number)
    row = _line(case, line)
    receive_instruction(line=row, by=actor(request), at=at_of(request))
    return _instruction(_given(case, row.instruction_id))


@router.post("/cases/{pack}/{number}/instructions/lines/{line}/answer", summary="Answer an instruction")
def answering(request: HttpRequest, pack: str, number: str, line: int, asked: Answering) -> dict[str, Any]:
    case = _case(request, pack, number)
    row, brought = _line(case, line), materials(asked.evidence)
    answer_instruction(line=row, answer=asked.answer, brought=brought, by=actor(request), at=at_of(request))
    return _instruction(_given(case, row.instruction_id))


@router.post("/cases/{pack}/{number}/instructions/{instruction}/close", summary="Close an instruction")
def closing(request: HttpRequest, pack: str, number: str, instruction: int, asked: Saying) -> dict[str, Any]:
    case = _case(request, pack, number)
    row = _given(case, instruction)
    close_instruction(instruction=row, opinion=asked.text, by=actor(request), at=at_of(request))
    return _instruction(_given(case, instruction))


def _case(request: HttpRequest, pack: str, number: str) -> Case:
    return look_at(pack=pack, number=number, by=actor(request), at=at_of(request), what="other")


def _given(case: Case, instruction: int) -> Instruction:
    row = instruction_of(case, instruction)
    if row is None:
        raise CaseNotFound(str(instruction))
    return row


def _line(case: Case, line: int) -> Addressee:
    row = line_of(case, line)
    if row is None:
        raise CaseNotFound(str(line))
    return row


def _outcome(one: Outcome) -> dict[str, Any]:
    """Return an outcome; whom it concerns is personal and stays on the page."""
    return {
        "id": one.pk, "sort": one.sort, "group": one.group, "kind": one.kind, "persons": one.persons,
        "amount": number(one.amount), "name": one.name, "document": one.document, "on": one.on,
    }  # fmt: skip


def _instruction(one: Instruction) -> dict[str, Any]:
    lines = [
        {
            "line": line.pk, "to": str(line.unit or line.person), "received_at": line.received_at,
            "answer": line.answer, "answered_at": line.answered_at, "late": line.late,
        }
        for line in one.addressees.all()
    ]  # fmt: skip
    return {
        "id": one.pk, "giver": one.giver.name, "text": one.text, "given_on": one.given_on, "due": one.due,
        "closed_at": one.closed_at, "opinion": one.opinion, "lines": lines,
    }  # fmt: skip
