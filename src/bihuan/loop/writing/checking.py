"""What should be looked at in a document before somebody signs it: its own contradictions, and those with the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext

from bihuan.documents.checks import check_document
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.documents.compare import Document, LedgerFacts, compare_ledger
from bihuan.documents.reading import read_draft
from bihuan.loop.writing.paper import paper_of, source_of
from bihuan.loop.writing.passages import Part
from bihuan.packspec.bilingual import Text

GAP: Final = "（待填："  # as writing.values leaves a place without an answer


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark on a part of a document. anchor: of the part, "" where it concerns the whole; quote: the words it speaks of."""

    check: str
    severity: Severity
    sentence: Text
    anchor: str = ""
    quote: str = ""


def remarks_on(parts: list[Part], *, layout: str, number: str = "", ledger: LedgerFacts | None = None) -> list[Noted]:
    """
    Return what should be looked at in a document as it stands, in reading order; what concerns the whole comes last.

    ledger: what the rows say at its day (`writing.ledger`); without it the document is held against itself alone.
    """
    source, anchors = source_of(paper_of(parts, layout=layout, number=number))
    draft = replace(read_draft(source), warnings=())
    remarks = list(check_document(source, draft))
    if ledger is not None:
        remarks += compare_ledger(Document(source, draft), ledger).remarks
    remarks.sort(key=lambda one: (one.place.paragraph, one.place.start) if one.place is not None else (1 << 30, 0))
    return [_noted(one, anchors, source.at(one.place) if one.place is not None else "") for one in remarks]


def _noted(remark: Remark, anchors: dict[int, str], quote: str) -> Noted:
    anchor = anchors.get(remark.place.paragraph, "") if remark.place is not None else ""
    return Noted(remark.check, remark.severity, remark.sentence, anchor, quote or remark.where)


def open_ends(parts: list[Part]) -> tuple[str, ...]:
    """Return what keeps a document from being final, one line each."""
    gaps = [part.passage.text for part in parts if not part.gone and GAP in part.passage.text]
    asked = [part.passage.text for part in parts if not part.gone and part.open_question]
    said = [gettext("To fill in: %(text)s") % {"text": text[:60]} for text in gaps]
    return (*said, *(gettext("Two texts to choose from: %(text)s") % {"text": text[:60]} for text in asked))
