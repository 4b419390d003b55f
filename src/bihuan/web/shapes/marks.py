"""The marks of the three axes, and units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LightKind = Literal["ok", "soon", "late", "pause", "none"]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a case is: 1 pending, 2 open, 3 under review, 4 closed cells; `back` draws the arrow of a return."""

    cells: int
    word: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Light:
    """How close the running clock is; an empty `word` stands for the usual word of the kind."""

    kind: LightKind
    word: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Nature:
    """What kind of promise it is: one character in a box and the word."""

    id: str
    char: str
    word: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as rows name it; `full` is shown on hover when it differs, `note` says for example “dissolved in 2024”."""

    name: str
    full: str = ""
    url: str = ""
    note: str = ""
