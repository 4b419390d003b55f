"""What lies beside cases: outcomes, leaders' instructions, searching, and taking back what was registered by mistake."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Router, Status

from bihuan.api.answers import number, row_of
from bihuan.api.asked import Answering, Asked, RowId, Saying
from bihuan.api.materials import materials
from bihuan.api.request import actor, at_of, day_of, looked_at, person_of, unit_of
from bihuan.loop.cases.finding import search_cases
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.queries import visible_to
from bihuan.loop.cases.walls import outside_walls
from bihuan.loop.errors import CaseNotFound
from bihuan.loop.instructions.actions import (
    answer_instruction,
    close_instruction,
    give_instruction,
    receive_instruction,
    withdraw_instruction,
)
from bihuan.loop.instructions.models import Addressee, Instruction
from bihuan.loop.instructions.queries import instruction_of, instructions_of, line_of
from bihuan.loop.outcomes.actions import record_outcome, withdraw_outcome
from bihuan.loop.outcomes.models import Outcome
from bihuan.loop.outcomes.queries import outcomes_of

router = Router(tags=["beside cases"])


class Recording(Asked):
    """An outcome: a disposition, money returned, or a rule made."""

    sort: Literal["disposition", "recovery", "instrument"]
    given: dict[str, Any] = Field(
        description="on, and group, kind, who, persons; or kind, amount; or kind, name; document, evidence"
    )


class Instructing(Asked):
    """A leader's instruction."""

    text: str
    due: date
    to: list[RowId] = Field(
        default_factory=list, description="ids of units; with no people either: those who are responsible"
    )
    people: list[RowId] = Field(default_factory=list, description="ids of people")
    giver: RowId | None = Field(None, description="the leader who gave it on paper; the office writes it down")
    given_on: date | None = None


@router.get("/search", summary="Cases that contain every word typed, by system and kind")
def search(request: HttpRequest, q: str) -> dict[str, Any]:
    found = search_cases(actor(request), q[:100], among=outside_walls(visible_to(actor(request))))
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


@router.get("/cases/{pack}/{number}/outcomes", summary="What came of it")
def outcomes(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return {"rows": [_outcome(one) for one in outcomes_of(looked_at(request, pack, number))]}


@router.post("/cases/{pack}/{number}/outcomes", summary="Record what came of it", response={201: dict[str, Any]})
def recording(request: HttpRequest, pack: str, number: str, asked: Recording) -> Status[dict[str, Any]]:
    case = looked_at(request, pack, number)
    row = record_outcome(case=case, sort=asked.sort, given=asked.given, by=actor(request), at=at_of(request))
    return Status(201, _outcome(row))


@router.delete("/cases/{pack}/{number}/outcomes/{outcome}", summary="Take an outcome back", response={204: None})
def withdrawing(request: HttpRequest, pack: str, number: str, outcome: RowId, reason: str) -> Status[None]:
    case = looked_at(request, pack, number)
    withdraw_outcome(case=case, outcome_id=outcome, reason=reason, by=actor(request), at=at_of(request))
    return Status(204, None)


@router.get("/cases/{pack}/{number}/instructions", summary="Leaders' instructions on it")
def instructions(request: HttpRequest, pack: str, number: str) -> dict[str, Any]:
    return {"rows": [instruction_told(one) for one in instructions_of(looked_at(request, pack, number))]}


@router.post("/cases/{pack}/{number}/instructions", summary="Give an instruction", response={201: dict[str, Any]})
def instructing(request: HttpRequest, pack: str, number: str, asked: Instructing) -> Status[dict[str, Any]]:
    case, who = looked_at(request, pack, number), actor(request)
    to = [*(unit_of(request, one) for one in asked.to), *(person_of(request, one) for one in asked.people)]
    row = give_instruction(
        case=case, text=asked.text, due=asked.due, to=[one for one in to if one is not None], by=who, at=at_of(request),
        giver=person_of(request, asked.giver), given_on=asked.given_on,
    )  # fmt: skip
    return Status(201, instruction_told(_given(case, row.pk)))


@router.post("/cases/{pack}/{number}/instructions/lines/{line}/receive", summary="Sign for an instruction")
def receiving(request: HttpRequest, pack: str, number: str, line: RowId) -> dict[str, Any]:
    case = looked_at(request, pack, number)
    row = _line(case, line)
    receive_instruction(line=row, by=actor(request), at=at_of(request))
    return instruction_told(_given(case, row.instruction_id))


@router.post("/cases/{pack}/{number}/instructions/lines/{line}/answer", summary="Answer an instruction")
def answering(request: HttpRequest, pack: str, number: str, line: RowId, asked: Answering) -> dict[str, Any]:
    case = looked_at(request, pack, number)
    row, brought = _line(case, line), materials(asked.evidence)
    answer_instruction(line=row, answer=asked.answer, brought=brought, by=actor(request), at=at_of(request))
    return instruction_told(_given(case, row.instruction_id))


@router.post("/cases/{pack}/{number}/instructions/{instruction}/close", summary="Close an instruction")
def closing(request: HttpRequest, pack: str, number: str, instruction: RowId, asked: Saying) -> dict[str, Any]:
    case = looked_at(request, pack, number)
    row = _given(case, instruction)
    close_instruction(instruction=row, opinion=asked.text, by=actor(request), at=at_of(request))
    return instruction_told(_given(case, instruction))


@router.post("/cases/{pack}/{number}/instructions/{instruction}/withdraw", summary="Withdraw an instruction")
def withdrawing_instruction(
    request: HttpRequest, pack: str, number: str, instruction: RowId, asked: Saying
) -> dict[str, Any]:
    case = looked_at(request, pack, number)
    row = _given(case, instruction)
    withdraw_instruction(instruction=row, reason=asked.text, by=actor(request), at=at_of(request))
    return instruction_told(_given(case, instruction))


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


def instruction_told(one: Instruction) -> dict[str, Any]:
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
