"""All facts of a document in one pass over its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.facts.dated import DatedWord, timed
from bihuan.documents.facts.dispositions import DispositionMention, dispositions_of
from bihuan.documents.facts.instruments import InstrumentMention, instruments_of
from bihuan.documents.facts.quantity import Quantity, figures_of
from bihuan.documents.facts.responsible import BodyMention, bodies_of
from bihuan.documents.facts.stretches import stretches_of
from bihuan.documents.outline.lines import Line


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document states that can be counted, added, or looked up; each fact with its place, each kind in reading order."""

    quantities: tuple[Quantity, ...] = ()
    dates: tuple[DatedWord, ...] = ()
    dispositions: tuple[DispositionMention, ...] = ()
    instruments: tuple[InstrumentMention, ...] = ()
    bodies: tuple[BodyMention, ...] = ()

    def __bool__(self) -> bool:
        return any((self.quantities, self.dates, self.dispositions, self.instruments, self.bodies))


def facts_of(source: SourceText | Sequence[Block] | Sequence[Line]) -> Facts:
    """Return all facts of a text."""
    stretches = stretches_of(source)
    quantities: list[Quantity] = []
    dates: list[DatedWord] = []
    dispositions: list[DispositionMention] = []
    instruments: list[InstrumentMention] = []
    for stretch in stretches:
        times = timed(stretch)
        figures = figures_of(stretch, times)
        dates.extend(one.word for one in times)
        quantities.extend(figures)
        if figures:
            dispositions.extend(dispositions_of(stretch, figures))
        instruments.extend(instruments_of(stretch))
    return Facts(tuple(quantities), tuple(dates), tuple(dispositions), tuple(instruments), bodies_of(stretches))


def doubtful(facts: Facts) -> Iterator[tuple[str, Place]]:
    """
    Yield rule and place of every fact whose digits the text has lost or never gave in full.

    Rules: "lost_number" (追缴万元), "date_not_whole" (a deadline without its year or day), "lost_digits" (202247日), "no_such_day" (2月30日).
    """
    for figure in facts.quantities:
        if figure.lost:
            yield "lost_number", figure.place
    for word in facts.dates:
        if word.doubt == "lost_digits":
            yield "lost_digits", word.place
        elif word.doubt == "impossible":
            yield "no_such_day", word.place
        elif word.doubt and word.kind in {"deadline", "as_of"}:
            yield "date_not_whole", word.place
