"""
Official documents and ledgers as Word files.

    write_docx(paper, Path("整改方案.docx"))

The XML is written as text: the same paper gives the same bytes, and a document of a hundred pages takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO

from bihuan.documents.layout.docx.ledger import book_parts
from bihuan.documents.layout.docx.official import paper_parts
from bihuan.documents.layout.docx.package import save
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.sheet import Book

__all__ = ["write_docx", "write_docx_book"]


def write_docx(paper: Paper, path: Path | IO[bytes]) -> None:
    """
    Write a paper in the layout of official documents.

    Headings carry real styles and real numbering, so that Word counts on when a part is moved or added.
    Source: GB/T 9704-2012.
    """
    save(paper_parts(paper), path)


def write_docx_book(book: Book, path: Path | IO[bytes], *, progress: Callable[[int], None] | None = None) -> None:
    """
    Write the sheets of a book as tables, one section each, on paper as each sheet wants it.

    progress: called with the number of rows written so far. Rows are read once and not kept.
    """
    save(book_parts(book, progress), path)
