"""What a case page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bihuan.web.shapes.marks import Light
from bihuan.web.shapes.words import Link, Say

ThumbKind = Literal["doc", "xls", "web", "pic"]
PointState = Literal["met", "judge", "doubt", "returned"]
StepState = Literal["done", "now", "todo"]


@dataclass(frozen=True, slots=True)
class Ring:
    """Where the case is on the eight steps, small."""

    now: int
    of: int = 8


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    state: StepState
    first: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Loop:
    """The eight steps; `back` says what opens the next round."""

    label: str
    steps: tuple[Step, ...]
    back: str = ""


@dataclass(frozen=True, slots=True)
class Thumb:
    """A file of evidence. `picture` is the address of its first page as an image, if there is one."""

    kind: ThumbKind
    name: str
    meta: str
    url: str
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the completion standard, what was answered to it, and what was decided."""

    number: int
    standard: str
    state: PointState
    answer: str = ""
    doubt: str = ""
    thumbs: tuple[Thumb, ...] = ()
    verdict: str = ""
    who: str = ""
    when: str = ""
    move: Link | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A move I may make now: it opens its own page (`url`), where what it asks for is filled in."""

    label: str
    url: str
    note: str = ""
    icon: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class ClosedMove:
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moves:
    """What I may do with this case, as whom, and what I may not do and why."""

    as_whom: str
    open: tuple[Move, ...]
    closed: tuple[ClosedMove, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveForm:
    """
    A move that asks for something, on its own page or in place of the moves.

    submit: the name of the move, as the button says it. hidden: name and value of what must come back unchanged, such as
    the state the case was in when the page was opened. files: the form carries files. The fields are a Django form.
    """

    title: str
    action: str
    submit: str
    cancel: str
    note: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    files: bool = False
    say: Say | None = None


@dataclass(frozen=True, slots=True)
class ClockLine:
    name: str
    text: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The running due date with its light, then the sum that leads to it."""

    due: date | None
    light: Light
    note: str = ""
    label: str = ""
    lines: tuple[ClockLine, ...] = ()
    basis: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after, as the trail shows it."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One event: `verb` is bold when it is a move; `at` is aware and shown in the legal time of the area."""

    what: str
    at: datetime
    who: str
    verb: str = ""
    quote: str = ""
    digest: str = ""
    is_move: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    entries: tuple[TrailEntry, ...]
    algorithm: str = ""
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the chain of the case holds, what was checked, and where the offline file is."""

    ok: bool
    title: str
    text: str
    export: Link | None = None
