"""Documents and letters as a pack declares them: which parts, which sentences, about what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bihuan.packspec.bilingual import Text

if TYPE_CHECKING:
    from bihuan.packspec.model import Condition


@dataclass(frozen=True, slots=True)
class DocumentColumn:
    """A column of a table in a document. width: in half-width characters."""

    title: str
    text: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """
    One part of a document: a heading, a text of one paragraph a line, a table, or several of them.

    id: stable; what was written by hand hangs on it. level: of the heading, 1 to 4; with `group` the groups stand on it and the
        rows one below. each: repeated for every case of this kind that `where` lets through; parts of kinds below follow at once
        and are repeated inside. group: path by whose value the rows are gathered; rest: heading of those without a value.
    empty: said where no case is there.
    """

    id: str
    heading: str = ""
    level: int = 1
    text: str = ""
    each: str = ""
    where: Condition = ()
    group: str = ""
    rest: str = ""
    columns: tuple[DocumentColumn, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """
    A document that is written from the rows.

    of: kinds of the case it is about. layout: report, letter, notice, minutes. unit: it is written for one unit and holds what concerns it.
    letter: id of the letter whose number and addressees it has; number: pattern of its own number where it is no letter.
    asks: what is asked of whoever writes it, by the name of its place. frame: texts of what stands around the parts, by word of the closed set.
    """

    id: str
    title: Text
    of: tuple[str, ...]
    layout: str
    parts: tuple[DocumentPart, ...]
    public: bool = False
    unit: bool = False
    letter: str = ""
    number: str = ""
    asks: Mapping[str, Text] = field(default_factory=dict)
    frame: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """
    A numbered letter: the pattern of its number, whom it goes to, and within how many working days a receipt and a reply are asked for.

    then: the letters that may follow when it stays unanswered, the usual one first. by_itself: it goes out unsigned when a ladder asks for it,
    unless the office chooses otherwise. talk: it summons to a talk, and its answer is the record of the talk.
    """

    id: str
    title: Text
    number: str
    to: tuple[str, ...]
    receipt_workdays: int | None = None
    reply_workdays: int | None = None
    then: tuple[str, ...] = ()
    by_itself: bool = False
    talk: str = ""
