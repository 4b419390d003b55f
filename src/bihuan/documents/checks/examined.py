"""What every check is given: the text as lines and sentences, the draft made of it, and what is said to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.documents.blocks import Place, SourceText
from bihuan.documents.draft import Draft, DraftFinding, DraftItem, DraftMeasure
from bihuan.documents.outline.lines import Line

_DONE = re.compile(
    r"^(?:均|已经?|全部|现已|整改)*(?:完成|整改完毕|整改到位|办结|销号)(?:整改|销号)?(?:到位|完毕)?[。；，]?"
    r"(?!情况|进度|时限|期限|部分|阶段)"
)
_NOT_DONE = re.compile(r"未|基本|部分|阶段|正在|推进|持续整改|序时|尚|待|否|不")
_SENTENCE = re.compile(r"[。！？]|$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a line, without its full stop; offsets into the canonical text of the line."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the canonical text."""
        return self.line.text[self.start : self.end]

    def place(self, start: int, end: int) -> Place:
        """Return the place of characters start..end of the sentence."""
        return self.line.place(self.start + start, self.start + end)


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding or one of its items with its own measures. done: the text says that it is rectified."""

    title: str
    place: Place
    measures: tuple[DraftMeasure, ...]
    finding: int
    done: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """A document under examination. contacts: numbers of the blocks that tell how to reach the issuer."""

    source: SourceText
    lines: tuple[Line, ...]
    draft: Draft
    contacts: frozenset[int]
    sentences: tuple[Sentence, ...]
    problems: tuple[Problem, ...]


def sentences_of(line: Line) -> Iterator[Sentence]:
    """Yield the sentences of a line; the cells of a table row are sentences of their own."""
    text, at = line.text, 0
    for stop in _SENTENCE.finditer(text):
        if stop.start() > at:
            yield Sentence(line, at, stop.start())
        at = stop.end()


def problems_of(draft: Draft) -> Iterator[Problem]:
    """Yield the findings and items of a draft that have measures of their own."""
    for number, finding in enumerate(draft.findings):
        if finding.measures or not finding.items:
            yield _problem(finding, finding, number)
        for item in finding.items:
            yield _problem(item, finding, number)


def _problem(one: DraftFinding | DraftItem, finding: DraftFinding, number: int) -> Problem:
    status = one.status or finding.status
    return Problem(one.title, one.place, one.measures, number, bool(status) and is_done(status or ""))


def is_done(status: str) -> bool:
    """Return whether the words of a status say that a problem is rectified, wholly and not on the way."""
    return bool(_DONE.match(status)) and not _NOT_DONE.search(status)
