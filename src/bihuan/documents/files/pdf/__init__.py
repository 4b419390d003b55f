"""
PDF files with a text layer.

    >>> read(data, "报告.pdf", Limits()).blocks[0].page
    1

Lines that the page wrapped are joined to paragraphs again, also across pages; running headers, footers and page numbers
are dropped; ruled tables become rows. A scan is said to be one. PDFium is not made for threads, so one file is read at
a time.
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.limits import Limits

NAME = "pdf"
HEAD = 1024


def sniff(data: bytes, name: str) -> bool:
    """Return whether the mark of a PDF stands near the beginning, as readers of PDF accept it."""
    return b"%PDF-" in data[:HEAD]


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the paragraphs and rows with their pages; raise Unreadable for scans, passwords and damaged files."""
    # Imported here because PDFium costs time that a reader of text files need not pay.
    from bihuan.documents.files.pdf.document import read_document

    blocks, pages = read_document(data, limits)
    return SourceText(name, NAME, blocks, pages=pages)
