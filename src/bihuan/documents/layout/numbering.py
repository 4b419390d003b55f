"""The numbers in front of headings: 一、 （一） 1. （1）, counted in one place for every format."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.documents.files.list_numbers import chinese
from bihuan.documents.layout.cells import clean
from bihuan.documents.layout.paper import Heading, Paragraph, Part

DEEPEST = 4


def numbered(parts: Sequence[Part]) -> list[tuple[str, Part]]:
    """
    Return each part with the number that stands in front of it, "" where there is none; parts without text are left out.

    Every heading lets the headings below it begin anew, also one that has no number itself.
    Source: GB/T 9704-2012, 7.3.3 正文.
    """
    counts = [0] * DEEPEST
    found: list[tuple[str, Part]] = []
    for part in parts:
        number = ""
        if isinstance(part, Heading | Paragraph) and not clean(part.text).strip():
            continue
        if isinstance(part, Heading):
            level = depth(part)
            counts[level:] = [0] * (DEEPEST - level)
            if part.numbered:
                counts[level - 1] += 1
                number = number_of(level, counts[level - 1])
        found.append((number, part))
    return found


def depth(heading: Heading) -> int:
    """Return the level of a heading, 1 to 4."""
    return min(max(heading.level, 1), DEEPEST)


def number_of(level: int, count: int) -> str:
    """Return the number of the `count`-th heading of a level."""
    written = chinese(count) if level <= 2 else str(count)
    return (f"{written}、", f"（{written}）", f"{written}.", f"（{written}）")[level - 1]
