"""The labelled sentences, and how what the reader says of them compares: used by the tests and by `python -m benchmarks facts`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bihuan.documents.blocks import Block
from bihuan.documents.facts.collected import Facts, facts_of
from bihuan.documents.facts.dated import DatedWord
from bihuan.documents.facts.dispositions import DispositionMention
from bihuan.documents.facts.quantity import Quantity

FOLDER = Path(__file__).parent
PARTS = ("known", "held_out", "unseen")


@dataclass(frozen=True)
class Labelled:
    """A sentence and the facts that a person says it states, each as one line of words."""

    text: str
    facts: Counter[str]


def labelled(part: str) -> list[Labelled]:
    """Return the sentences of one part of the corpus."""
    found = []
    for line in (FOLDER / f"{part}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, facts = line.partition(" =>")
            found.append(Labelled(text, Counter(_canonical(fact) for fact in facts.split(";") if fact.strip())))
    return found


def read(text: str) -> Counter[str]:
    """Return what the reader says, in the words of the labels."""
    return Counter(_said(facts_of([Block(1, text)])))


@dataclass
class Score:
    """How many facts of a kind were there, found, and rightly found."""

    there: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what is there that was found."""
        return self.right / self.there if self.there else 1.0


def scores(part: str) -> dict[str, Score]:
    """Return the score of each kind of fact, figures by their kind."""
    by_kind: dict[str, Score] = {}
    for one in labelled(part):
        told = read(one.text)
        for facts, name in ((one.facts, "there"), (told, "found"), (one.facts & told, "right")):
            for fact, count in facts.items():
                score = by_kind.setdefault(kind_of(fact), Score())
                setattr(score, name, getattr(score, name) + count)
    return dict(sorted(by_kind.items()))


def kind_of(fact: str) -> str:
    """Return the kind a fact counts under."""
    words = fact.split()
    return f"figure: {words[1]}" if words[0] == "fig" else _NAMES[words[0]]


_NAMES = {"day": "date or deadline", "disp": "disposition", "inst": "instrument", "body": "body"}


def _canonical(fact: str) -> str:
    words = fact.split()
    if words[0] == "fig" and words[2] != "?":
        words[2] = _decimal(Decimal(words[2]))
    if words[:2] == ["day", "at_once"] and len(words) == 2:
        words.append("?")
    return " ".join(words)


def _decimal(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():.4f}"


def _said(facts: Facts) -> Iterator[str]:
    yield from map(_figure, facts.quantities)
    yield from map(_day, facts.dates)
    yield from map(_disposition, facts.dispositions)
    for one in facts.instruments:
        yield " ".join(filter(None, ("inst", one.made or "-", one.title.replace(" ", "") or "-", one.number)))
    yield from (f"body {one.role} {one.name}" for one in facts.bodies)


def _figure(one: Quantity) -> str:
    words = ["fig", one.kind, _decimal(one.value), one.unit or "-", one.direction, one.change]
    return " ".join(filter(None, [*words, "approx" if one.approx else "", one.bound]))


def _day(one: DatedWord) -> str:
    when = "?"
    if one.within:
        when = f"{one.within[0]}{one.within[1]}"
    elif one.first and one.last and one.first != one.last:
        when = f"{one.first}..{one.last}"
    elif one.first or one.last:
        when = str(one.last or one.first)
    return f"day {one.kind} {when}" + (" standing" if one.standing else "")


def _disposition(one: DispositionMention) -> str:
    count = one.persons if one.person_times is None else f"{one.person_times}次"
    return f"disp {one.cls}{'/' + one.kind if one.kind else ''} {'?' if count is None else count}"
