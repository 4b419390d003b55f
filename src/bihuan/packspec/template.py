"""
Sentences with places: `{due}` is filled in, `[…]` is left out when a place in it has nothing to say.

    parse("共{findings}个问题[，其中{overdue}个超期]。")

A line is a paragraph. Brackets without a place inside are ordinary characters, so that old document numbers may stand in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from bihuan.packspec.bilingual import Text

_ONE: Final = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
_NAME: Final = re.compile(rf"{_ONE}(?:[|+]{_ONE})*\??")
_TOKEN: Final = re.compile(r"[{}\[\]]")
UNCLOSED: Final = Text("“{”之后没有“}”", "“{” is not followed by “}”")
STRAY: Final = Text("“}”之前没有“{”", "“}” has no “{” before it")
EMPTY: Final = Text("“{}”中没有写名称", "“{}” names nothing")
NESTED: Final = Text("方括号不能套用", "square brackets cannot stand inside one another")
OPEN_BRACKET: Final = Text("“[”之后没有“]”", "“[” is not followed by “]”")


@dataclass(frozen=True, slots=True)
class Words:
    """Text that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place that is filled with the value at a path. line, column: of its brace, from 1.

    `a|b`: the first that says anything. `a+b`: both, the first left out where the second begins with it. `a?`: prints nothing, and asks only
    whether there is anything to say.
    """

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Optional:
    """What is left out when one of the places inside is empty or nought."""

    pieces: tuple[Words | Place, ...]


Piece: TypeAlias = Words | Place | Optional


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is wrong with a template, and where: line and column from 1."""

    line: int
    column: int
    sentence: Text


def parse(text: str) -> tuple[list[tuple[Piece, ...]], list[TemplateFault]]:
    """Return the pieces of each line, and every fault; a line with a fault has no pieces."""
    lines: list[tuple[Piece, ...]] = []
    faults: list[TemplateFault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        reader = _Reader(line, number)
        pieces = reader.read()
        lines.append(() if reader.faults else tuple(pieces))
        faults += reader.faults
    return lines, faults


def paths_of(place: Place) -> list[str]:
    """Return the single paths a place is made of."""
    return re.split(r"[|+]", place.path.removesuffix("?"))


def places_in(text: str) -> Iterator[Place]:
    """Yield every place of a template in order; lines with a fault have none."""
    for line in parse(text)[0]:
        for piece in line:
            if isinstance(piece, Place):
                yield piece
            elif isinstance(piece, Optional):
                yield from (inside for inside in piece.pieces if isinstance(inside, Place))


class _Reader:
    """Reads one line from left to right."""

    def __init__(self, line: str, number: int) -> None:
        self.line = line
        self.number = number
        self.at = 0
        self.faults: list[TemplateFault] = []

    def read(self) -> list[Piece]:
        pieces: list[Piece] = []
        while self.at < len(self.line):
            found = _TOKEN.search(self.line, self.at)
            start = found.start() if found else len(self.line)
            if start > self.at:
                pieces.append(Words(self.line[self.at : start]))
                self.at = start
            elif self.line[self.at] == "{":
                pieces += self._place()
            elif self.line[self.at] == "[":
                pieces += self._bracket()
            else:
                pieces += self._other()
        return _joined(pieces)

    def _fault(self, sentence: Text) -> None:
        self.faults.append(TemplateFault(self.number, self.at + 1, sentence))

    def _place(self) -> list[Place]:
        end = self.line.find("}", self.at)
        again = self.line.find("{", self.at + 1)
        if end < 0 or -1 < again < end:
            self._fault(UNCLOSED)
            self.at = again if again > 0 else len(self.line)
            return []
        name = self.line[self.at + 1 : end].strip()
        place = Place(name, self.number, self.at + 1)
        if not name:
            self._fault(EMPTY)
        elif not _NAME.fullmatch(name):
            self._fault(Text(f"“{{{name}}}”不是占位名称", f"“{{{name}}}” is not the name of a place"))
        self.at = end + 1
        return [place]

    def _bracket(self) -> list[Piece]:
        end = self.line.find("]", self.at)
        inside = self.line[self.at + 1 : end] if end > 0 else self.line[self.at + 1 :]
        if "{" not in inside:
            self.at += 1
            return [Words("[")]
        if end < 0 or "[" in inside:
            self._fault(OPEN_BRACKET if end < 0 else NESTED)
            self.at = len(self.line) if end < 0 else end + 1
            return []
        reader = _Reader(self.line[:end], self.number)
        reader.at = self.at + 1
        pieces = reader.read()
        self.faults += reader.faults
        self.at = end + 1
        return [Optional(tuple(piece for piece in pieces if not isinstance(piece, Optional)))]

    def _other(self) -> list[Words]:
        if self.line[self.at] == "}":
            self._fault(STRAY)
        mark = self.line[self.at]
        self.at += 1
        return [Words(mark)]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Ordinary brackets fall apart into words of one character; they are one text again."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, Words) and isinstance(last, Words):
            joined[-1] = Words(last.text + piece.text)
        else:
            joined.append(piece)
    return joined
