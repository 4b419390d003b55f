"""The result of comparing: remarks with both places and both texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bihuan.documents.blocks import Place, SourceText
from bihuan.documents.checks.remark import Remark
from bihuan.documents.draft import Draft
from bihuan.documents.reading import read_draft

FORMAT = "bihuan.comparison/1"
ComparedAs = Literal["plan", "previous", "ledger"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document and what was read of it."""

    source: SourceText
    draft: Draft

    @classmethod
    def read(cls, source: SourceText) -> Document:
        """Return a source with its draft."""
        return cls(source, read_draft(source))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch that differs: offsets into `Difference.old` and `Difference.new`, ends exclusive; an empty side was put in or left out."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One thing that differs.

    remark: what to say; its place is in the new document, None where the new one has nothing. before: the place in the old document, None
        where that has nothing or is the ledger. old, new: the exact words of both; spans: where they differ, for reworded text.
    """

    remark: Remark
    before: Place | None = None
    old: str = ""
    new: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, in reading order of the old document, then of the new one; matched: how many problems were found in both."""

    compared_as: ComparedAs
    matched: int
    differences: tuple[Difference, ...]

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The remarks alone."""
        return tuple(one.remark for one in self.differences)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values for `json.dumps`."""
    return {
        "format": FORMAT,
        "as": comparison.compared_as,
        "matched": comparison.matched,
        "differences": [_difference(one) for one in comparison.differences],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "check": one.remark.check,
        "severity": one.remark.severity,
        "message": one.remark.sentence.zh,
        "message_en": one.remark.sentence.en,
        "place": _place(one.remark.place),
        "before": _place(one.before),
        "old": one.old or None,
        "new": one.new or None,
        "spans": [[span.old_start, span.old_end, span.new_start, span.new_end] for span in one.spans],
    }


def _place(place: Place | None) -> dict[str, int] | None:
    return {"paragraph": place.paragraph, "start": place.start, "end": place.end} if place else None
