"""Which properties hold from where to where: the pages of 512 bytes in which Word files them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from bihuan.documents.files.doc.binary import (
    CHARACTERS,
    PARAGRAPHS,
    Frame,
    broken,
    numbers,
    properties,
    u8,
    u16,
    u32,
)

PAGE = 512
PARAGRAPH_ENTRY = 13
HUGE = (0x6645, 0x6646)
DELETED, HIDDEN = 0x0800, 0x083C
SYMBOL = 0x6A09


@dataclass(frozen=True, slots=True)
class Filed:
    """Properties of the bytes from `start` to `end` of the main stream. style: the paragraph style they begin with."""

    start: int
    end: int
    changes: dict[int, bytes] = field(default_factory=dict)
    style: int = 0


class Runs:
    """Properties by the place of the bytes they belong to."""

    def __init__(self, filed: list[Filed]) -> None:
        self._filed = sorted(filed, key=lambda run: run.start)
        self._starts = [run.start for run in self._filed]

    def at(self, place: int) -> Filed | None:
        """Return the properties of a byte."""
        index = bisect_right(self._starts, place) - 1
        if index < 0 or self._filed[index].end <= place:
            return None
        return self._filed[index]

    def between(self, start: int, end: int) -> Iterator[Filed]:
        """Yield the properties that touch a stretch of bytes."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._filed) and self._filed[index].start < end:
            if self._filed[index].end > start:
                yield self._filed[index]
            index += 1


def paragraph_runs(frame: Frame) -> Runs:
    """Return the properties of paragraphs."""
    filed: list[Filed] = []
    for page in _pages(frame, PARAGRAPHS):
        for number, start, end in _stretches(page):
            offset = u8(page, 4 * (u8(page, PAGE - 1) + 1) + PARAGRAPH_ENTRY * number) * 2
            style, changes = _paragraph(page, offset) if offset else (0, b"")
            filed.append(Filed(start, end, _read(changes, frame.data), style))
    return Runs(filed)


def character_runs(frame: Frame) -> Runs:
    """Return the properties of letters, only where they are not all usual."""
    filed: list[Filed] = []
    for page in _pages(frame, CHARACTERS):
        for number, start, end in _stretches(page):
            offset = u8(page, 4 * (u8(page, PAGE - 1) + 1) + number) * 2
            if offset:
                size = u8(page, offset)
                changes = {
                    code: operand
                    for code, operand in properties(page[offset + 1 : offset + 1 + size])
                    if code in (DELETED, HIDDEN, SYMBOL)
                }
                if changes:
                    filed.append(Filed(start, end, changes))
    return Runs(filed)


def _pages(frame: Frame, part: int) -> Iterator[bytes]:
    """Yield the pages that a table of them names, each once."""
    listed = frame.part(part)
    count = (len(listed) - 4) // 8
    seen: set[int] = set()
    for number in numbers(listed, 4 * (count + 1), count) if count > 0 else ():
        start = (number & 0x3FFFFF) * PAGE
        if start in seen:
            continue
        seen.add(start)
        page = frame.main[start : start + PAGE]
        if len(page) < PAGE:
            raise broken()
        yield page


def _stretches(page: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of the stretches of bytes a page tells about."""
    count = page[PAGE - 1]
    if 4 * (count + 1) > PAGE:
        raise broken()
    places = numbers(page, 0, count + 1)
    for number in range(count):
        yield number, places[number], places[number + 1]


def _paragraph(page: bytes, offset: int) -> tuple[int, bytes]:
    """Return style and changes of a paragraph. Source: [MS-DOC] 2.9.175, PapxInFkp."""
    size = u8(page, offset)
    if size:
        start, size = offset + 1, 2 * size - 1
    else:
        start, size = offset + 2, 2 * u8(page, offset + 1)
    return u16(page, start), page[start + 2 : start + size]


def _read(changes: bytes, data: bytes) -> dict[int, bytes]:
    """Return the changes by their code, the last of each; those of a large table lie in a stream of their own."""
    found: dict[int, bytes] = {}
    for code, operand in properties(changes):
        found[code] = operand
        if code in HUGE:
            place = u32(operand, 0)
            if place + 2 <= len(data):
                size = u16(data, place)
                found |= dict(properties(data[place + 2 : place + 2 + size]))
    return found
