"""What a program may send, as shapes that the description of this door prints."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from ninja import Field, Schema

Plain = str | int | Annotated[float, Field(allow_inf_nan=False)] | bool | None
Given = dict[str, Plain | list[Plain]]
MOST_ROWS = 200


class Material(Schema):
    """Evidence that comes with an act: a statement, a file (base64), or both."""

    name: str
    kind: str = Field("", description="evidence id of the pack")
    statement: str = ""
    data: str = Field("", description="the file in base64, 20 MB at most")
    point: int | None = Field(None, description="number of the point of the standard that it proves")


class Opening(Schema):
    """A new case."""

    kind: str
    subject: str
    parent: str = Field("", description="number of the case it stands under")
    given: Given = Field(default_factory=dict, description="fields, parties (ids), due, nature")
    standard: list[str] = Field(default_factory=list, description="points of the completion standard")


class Moving(Schema):
    """A move of the lifecycle."""

    given: Given = Field(default_factory=dict, description="answers to what the move asks")
    evidence: list[Material] = Field(default_factory=list)
    standing: str | None = Field(
        None, description="the standing that was looked at; refused where the case has gone on"
    )


class Signing(Schema):
    """An opinion in a review."""

    verdict: Literal["pass", "return", "refuse"]
    opinion: str = ""
    checks: list[int] = Field(default_factory=list, description="numbers (0, 1 …) of the must-checks that are ticked")
    points: dict[int, Literal["met", "returned"]] = Field(default_factory=dict)
    standing: str | None = None


class Correcting(Schema):
    """Other values for what is written down, with the reason."""

    given: Given
    reason: str


class Saying(Schema):
    """A comment, or an answer."""

    text: str


class Answering(Schema):
    """The answer to one point of the completion standard, with what proves it."""

    answer: str
    evidence: list[Material] = Field(default_factory=list)


class Extending(Schema):
    """A later due date that is asked for."""

    clock: str
    asked_for: date
    reason: str


class Deciding(Schema):
    """The answer to an extension that was asked for."""

    granted: bool
    answer: str = ""


class Replying(Schema):
    """A reply to a letter."""

    text: str
    evidence: list[Material] = Field(default_factory=list)


class Entering(Schema):
    """A number entered by hand for a period."""

    first: date = Field(description="first day of the period")
    value: str = Field(description="decimal text")
    basis: str = Field(description="where the number comes from")
    reason: str = Field("", description="why it is corrected, where there is one already")
    unit: int | None = Field(None, ge=1, le=2**63 - 1)
