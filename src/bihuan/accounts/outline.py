"""A pasted list of units, one a line, where indentation says what stands below what."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.accounts.names import tidy

TAB = 4


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One unit of the list. number: its line, from 1; depth: 0 for a top unit."""

    number: int
    depth: int
    name: str


def read_outline(text: str) -> list[OutlineLine]:
    """
    Return the units of an indented text in its order; empty lines are skipped.

    A tab counts as four blanks, a full-width blank as two. A line stands below the nearest one before it that is less
    indented.
    """
    found: list[OutlineLine] = []
    indents: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        name = tidy(line)
        if not name:
            continue
        indent = _indent(line)
        while indents and indents[-1] >= indent:
            indents.pop()
        found.append(OutlineLine(number, len(indents), name))
        indents.append(indent)
    return found


def _indent(line: str) -> int:
    width = 0
    for character in line:
        if not character.isspace():
            break
        width += TAB if character == "\t" else 2 if character == "\u3000" else 1
    return width
