"""A document as a run of passages: what was made from the rows, each with the anchor that says from which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

Kind = Literal[
    "title",
    "head",
    "number",
    "addressee",
    "heading",
    "paragraph",
    "columns",
    "row",
    "signature",
    "dated",
    "copies",
    "note",
]
# What stands around the parts: one line each, in the order of the page.
FRAME_KINDS: Final[tuple[Kind, ...]] = ("head", "title", "addressee", "signature", "dated", "copies", "note")
BEFORE: Final[tuple[Kind, ...]] = ("head", "title", "addressee")
CELL: Final = "\t"  # between the cells of a row
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """
    One heading, paragraph, row of a table, or line of the frame.

    anchor: “tasks/finding:12/2”: the part, the cases it tells, and the line of its text; stable from one generation to the next.
    text: of a row its cells, of `columns` the titles, joined by tabs. level: of a heading. widths: of columns. case: id of the
    case it speaks of.
    """

    anchor: str
    kind: Kind
    text: str
    level: int = 0
    widths: tuple[int, ...] = ()
    case: int | None = None

    def to_json(self) -> Json:
        """Return it as the database keeps it."""
        found: Json = {"anchor": self.anchor, "kind": self.kind, "text": self.text}
        if self.level:
            found["level"] = self.level
        if self.widths:
            found["widths"] = list(self.widths)
        if self.case is not None:
            found["case"] = self.case
        return found


@dataclass(frozen=True, slots=True)
class Part:
    """
    A passage of a draft with what a person made of it.

    passage: as it reads now. base: the text the rows gave when it was last settled; None for what a person added.
    by_hand: the text was changed or added by a person. gone: taken out by a person, kept to be put back.
    offered: what the rows say now, where that has changed under a text changed by hand: the person chooses. Empty with `orphan`:
        the rows no longer say anything here. after: for an added part the anchor it stands behind.
    """

    passage: Passage
    base: str | None
    by_hand: bool = False
    gone: bool = False
    offered: str | None = None
    orphan: bool = False

    @property
    def anchor(self) -> str:
        """The anchor of the passage."""
        return self.passage.anchor

    @property
    def added(self) -> bool:
        """Whether a person added it."""
        return self.base is None

    @property
    def open_question(self) -> bool:
        """Whether a person must choose between two texts."""
        return self.offered is not None or self.orphan

    def with_text(self, text: str) -> Part:
        """Return the part with the text a person gave it; the text of the rows again is no change by hand."""
        changed = text != self.base
        return replace(self, passage=replace(self.passage, text=text), by_hand=changed, gone=False)

    def to_json(self) -> Json:
        """Return it as the database keeps it."""
        found = self.passage.to_json() | {"base": self.base}
        for name in ("by_hand", "gone", "orphan"):
            if getattr(self, name):
                found[name] = True
        if self.offered is not None:
            found["offered"] = self.offered
        return found


def part_of(written: Mapping[str, Any]) -> Part:
    """Return a part from what the database keeps."""
    passage = Passage(
        written["anchor"],
        written["kind"],
        written["text"],
        written.get("level", 0),
        tuple(written.get("widths", ())),
        written.get("case"),
    )
    return Part(
        passage,
        written.get("base"),
        by_hand=written.get("by_hand", False),
        gone=written.get("gone", False),
        offered=written.get("offered"),
        orphan=written.get("orphan", False),
    )


def fresh(passages: list[Passage]) -> list[Part]:
    """Return the parts of a document nobody has touched yet."""
    return [Part(passage, passage.text) for passage in passages]
