"""
Which problem of one document is which of another, and where two wordings differ.

difflib and not rapidfuzz: equal titles are paired by a dictionary, a set of character pairs sorts out the rest, and what is left for
difflib takes 100 ms for 100 problems against 100 other ones.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from bihuan.documents.blocks import Place
from bihuan.documents.compare.comparison import Document, Span
from bihuan.documents.draft import DraftFinding, DraftItem, DraftMeasure
from bihuan.documents.text.flat import flatten
from bihuan.documents.text.numerals import whole_number

ALIKE = 0.6
_HINT = 0.3  # share of common character pairs below which two titles are not worth aligning
_SAME_NUMBER = 0.08
_MARKS = re.compile(r"[“”‘’'\"、，。；：（）\-—·！？]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem or sub-problem. key: its title without marks; parts: the entries of its sub-problems."""

    of: DraftFinding | DraftItem
    title: str
    key: str
    number: int | None
    place: Place
    parts: tuple[int, ...] = ()

    @property
    def measures(self) -> tuple[DraftMeasure, ...]:
        """Its measures."""
        return self.of.measures


def entries_of(document: Document) -> list[Entry]:
    """Return the titled problems of a document and their sub-problems, in reading order."""
    found: list[Entry] = []
    for finding in document.draft.findings:
        at = len(found)
        parts = tuple(range(at + 1, at + 1 + sum(bool(item.title) for item in finding.items)))
        if finding.title:
            found.append(_entry(document, finding, parts))
        found.extend(_entry(document, item, ()) for item in finding.items if item.title)
    return found


def _entry(document: Document, named: DraftFinding | DraftItem, parts: tuple[int, ...]) -> Entry:
    number = whole_number(named.number) if named.number else None
    return Entry(named, named.title, key_of(named.title), number, title_place(document, named), parts)


def title_place(document: Document, named: DraftFinding | DraftItem) -> Place:
    """Return where the title itself stands, or the whole problem where its words are spaced apart."""
    text = document.source.block(named.place.paragraph).text
    at = text.find(named.title, named.place.start)
    return Place(named.place.paragraph, at, at + len(named.title)) if at >= 0 else named.place


def key_of(text: str) -> str:
    """Return a text without marks, widths and spaces, to find the same words again."""
    return _MARKS.sub("", flatten(text).text)


def paired(old: Sequence[str], new: Sequence[str], numbers: Sequence[tuple[int, int]] = ()) -> dict[int, int]:
    """
    Return which of the new texts each of the old ones is, by index; what has no like is left out.

    old, new: keys (`key_of`). numbers: pairs that bear the same number, which decides between equally like ones.
    """
    places: dict[str, deque[int]] = defaultdict(deque)
    for at, key in enumerate(new):
        places[key].append(at)
    found = {at: places[key].popleft() for at, key in enumerate(old) if places[key]}
    taken = set(found.values())
    same = set(numbers)
    scored = [
        (likeness(key, new[other]) + (_SAME_NUMBER if (at, other) in same else 0), -at, -other)
        for at, key in enumerate(old)
        if at not in found
        for other in range(len(new))
        if other not in taken and _common(key, new[other]) >= _HINT
    ]
    for score, at, other in sorted(scored, reverse=True):
        if score >= ALIKE and -at not in found and -other not in taken:
            found[-at] = -other
            taken.add(-other)
    return found


def likeness(one: str, other: str) -> float:
    """Return how alike two keys are, 0 to 1; a title shortened to a part of itself stays alike."""
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    short, long = sorted((one, other), key=len)
    return max(ratio, 0.75) if len(short) >= 6 and short in long else ratio


def _common(one: str, other: str) -> float:
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 1.0 if one == other else 0.0
    return len(first & second) / min(len(first), len(second))


@lru_cache(maxsize=4096)
def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def differing(old: str, new: str) -> tuple[Span, ...]:
    """Return where two wordings differ; widths, glyphs and spaces do not count as differences."""
    first, second = flatten(old), flatten(new)
    spans = []
    for kind, a, b, c, d in SequenceMatcher(None, first.text, second.text, autojunk=False).get_opcodes():
        if kind != "equal":
            spans.append(Span(*first.span(a, b), *second.span(c, d)))
    return tuple(spans)


def same_numbers(old: Sequence[Entry], new: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return the pairs of indexes of entries that bear the same number."""
    by_number: dict[int, list[int]] = defaultdict(list)
    for at, entry in enumerate(new):
        if entry.number is not None:
            by_number[entry.number].append(at)
    return [
        (at, other) for at, entry in enumerate(old) if entry.number is not None for other in by_number[entry.number]
    ]
