"""
Does a document agree with itself, what of it must not be published, and does a docx keep GB/T 9704.

    remarks = check_document(source, draft)                 # draft: what its warnings say already is not said again
    remarks = check_document(source, data=data)             # with the layout of a docx
    masked(text, personal_data_in(text))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bihuan.documents.blocks import SourceText
from bihuan.documents.checks.catalogue import BY_ID, CHECKS, Check
from bihuan.documents.checks.claims import claimed_count
from bihuan.documents.checks.columns import column_totals
from bihuan.documents.checks.days import date_order, impossible_date
from bihuan.documents.checks.dispositions import disposition
from bihuan.documents.checks.examined import Examined, problems_of, sentences_of
from bihuan.documents.checks.masking import PERSONAL, masked
from bihuan.documents.checks.names import body_names
from bihuan.documents.checks.numbering import numbering
from bihuan.documents.checks.personal import personal_data_in
from bihuan.documents.checks.rates import percentage
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.documents.checks.results import done_without_result, future_when_done, same_text
from bihuan.documents.checks.secrecy import document_number, secrecy_mark
from bihuan.documents.checks.sums import heading_and_body, parts_and_total
from bihuan.documents.draft import Draft
from bihuan.documents.outline.frame import frame_of
from bihuan.documents.outline.lines import Line, lines_of
from bihuan.documents.reading import read_draft

__all__ = [
    "BY_ID",
    "CHECKS",
    "PERSONAL",
    "Check",
    "Remark",
    "Severity",
    "check_document",
    "masked",
    "personal_data_in",
]

_TEXT_CHECKS: tuple[Callable[[Examined], Iterator[Remark]], ...] = (
    parts_and_total,
    column_totals,
    heading_and_body,
    percentage,
    numbering,
    claimed_count,
    impossible_date,
    date_order,
    done_without_result,
    future_when_done,
    same_text,
    disposition,
    body_names,
    secrecy_mark,
    document_number,
)


def check_document(source: SourceText, draft: Draft | None = None, *, data: bytes | None = None) -> tuple[Remark, ...]:
    """
    Return what a person should look at in a document, in reading order, what concerns the whole document last.

    draft: what the reader made of it; what its warnings say already is then not said again. Without it the document is read here and
        everything is said.
    data: the bytes of the file; with them the layout of a docx is compared with GB/T 9704.
    """
    made = draft if draft is not None else replace(read_draft(source), warnings=())
    document = _examined(source, made)
    remarks = [remark for check in _TEXT_CHECKS for remark in check(document)]
    remarks += personal_data_in(source.blocks, contacts=document.contacts)
    if data is not None and source.format == "docx":
        from bihuan.documents.checks.layout import layout_remarks

        remarks += layout_remarks(data, source)
    return tuple(sorted(remarks, key=_in_reading_order))


def _examined(source: SourceText, draft: Draft) -> Examined:
    lines = tuple(lines_of(source))
    sentences = tuple(sentence for line in lines for sentence in sentences_of(line))
    return Examined(source, lines, draft, _contact_blocks(lines), sentences, tuple(problems_of(draft)))


def _contact_blocks(lines: Sequence[Line]) -> frozenset[int]:
    """Return the blocks at the end that tell how to reach the issuer."""
    frame = frame_of(lines)
    closing = {line.block for line in lines[frame.contacts :]}
    return frozenset(closing | {line.block for line in lines[frame.end :]})


def _in_reading_order(remark: Remark) -> tuple[int, int, str]:
    place = remark.place
    return (place.paragraph, place.start, remark.check) if place is not None else (1 << 30, 0, remark.check)
