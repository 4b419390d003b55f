"""What a program may send, as shapes that the description of this door prints."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import field_validator

from bihuan.loop.cases.values import UNKEPT

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
Plain = str | int | Annotated[float, Field(allow_inf_nan=False)] | bool | None
Given = dict[str, Plain | list[Plain]]
MOST_ROWS = 200


class Asked(Schema):
    """What a program sends; signs that no database keeps are left out of it, as forms leave them out."""

    @field_validator("*", mode="before")
    @classmethod
    def cleaned(cls, value: Any) -> Any:
        """Return a value without such signs."""
        return _kept(value)


def _kept(value: Any) -> Any:
    if isinstance(value, str):
        return UNKEPT.sub("", value)
    if isinstance(value, list):
        return [_kept(one) for one in value]
    return {_kept(name): _kept(one) for name, one in value.items()} if isinstance(value, dict) else value


class Material(Asked):
    """Evidence that comes with an act: a statement, a file (base64), or both."""

    name: str
    kind: str = Field("", description="evidence id of the pack")
    statement: str = ""
    data: str = Field("", description="the file in base64, 20 MB at most")
    point: Count | None = Field(None, description="number of the point of the standard that it proves")


class Opening(Asked):
    """A new case."""

    kind: str
    subject: str
    parent: str = Field("", description="number of the case it stands under")
    given: Given = Field(default_factory=dict, description="fields, parties (ids), due, nature")
    standard: list[str] = Field(default_factory=list, description="points of the completion standard")


class Moving(Asked):
    """A move of the lifecycle."""

    given: Given = Field(default_factory=dict, description="answers to what the move asks")
    evidence: list[Material] = Field(default_factory=list)
    standing: str | None = Field(
        None, description="the standing that was looked at; refused where the case has gone on"
    )


class Signing(Asked):
    """An opinion in a review."""

    verdict: Literal["pass", "return", "refuse"]
    opinion: str = ""
    checks: list[Count] = Field(default_factory=list, description="numbers (0, 1 …) of the must-checks that are ticked")
    points: dict[Count, Literal["met", "returned"]] = Field(default_factory=dict)
    standing: str | None = None


class Correcting(Asked):
    """Other values for what is written down, with the reason."""

    given: Given
    reason: str


class Saying(Asked):
    """A comment, or an answer."""

    text: str


class Answering(Asked):
    """The answer to one point of the completion standard, with what proves it."""

    answer: str
    evidence: list[Material] = Field(default_factory=list)


class Extending(Asked):
    """A later due date that is asked for."""

    clock: str
    asked_for: date
    reason: str


class Deciding(Asked):
    """The answer to an extension that was asked for."""

    granted: bool
    answer: str = ""


class Replying(Asked):
    """A reply to a letter."""

    text: str
    evidence: list[Material] = Field(default_factory=list)


class Entering(Asked):
    """A number entered by hand for a period."""

    first: date = Field(description="first day of the period")
    value: str = Field(description="decimal text")
    basis: str = Field(description="where the number comes from")
    reason: str = Field("", description="why it is corrected, where there is one already")
    unit: RowId | None = None
