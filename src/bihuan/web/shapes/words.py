"""Words that lead somewhere: links, conditions, heads, sentences, facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

SayKind = Literal["plain", "warn", "no", "yes"]


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads; without `url` plain text. `count` None prints nothing, 0 prints 0."""

    label: str
    url: str = ""
    icon: str = ""
    count: int | None = None
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side navigation; `group` opens a titled group before it."""

    id: str
    label: str
    url: str
    icon: str
    count: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter condition; `remove` is the address without it, kind `add` opens the choice of conditions."""

    label: str
    value: str = ""
    url: str = ""
    remove: str = ""
    kind: Literal["plain", "on", "add"] = "plain"


@dataclass(frozen=True, slots=True)
class Asof:
    """The date all figures of the page stand at; `url` opens the choice of another date."""

    day: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a page: crumbs, title, one sentence of facts, 截至, and moves at the right."""

    title: str
    crumbs: tuple[Link, ...] = ()
    facts: str = ""
    asof: Asof | None = None
    moves: tuple[Link, ...] = ()
    main: Link | None = None


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of the system: what did not happen, why, and the way out."""

    kind: SayKind
    title: str
    text: str = ""
    items: tuple[Link, ...] = ()
    action: Link | None = None
    wide: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What is absent, when it will come, one button; chips say what a smaller filter would find."""

    title: str
    text: str
    action: Link | None = None
    main: bool = False
    chips: tuple[Chip, ...] = ()
