"""
Word documents of 1997–2003 (.doc), read from their own structure.

    >>> read(data, "报告.doc", Limits()).blocks[0].text
    '一、关于“会风不实”问题的整改情况'

The text comes from the piece table, so files that Word saved quickly are whole; headers, footers and notes are left out,
as are hidden and deleted text and the codes of fields; numbers that Word counts itself stand in the text; the rows of
tables are cut by the properties of their paragraphs, merged cells as in .docx.

Source: [MS-DOC] Word (.doc) Binary File Format.
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.ole import has_stream

NAME = "doc"


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes are a compound file with the text of Word, damaged or not."""
    return has_stream(data, "WordDocument")


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the paragraphs and table rows; raise Unreadable if the document is damaged, encrypted or too old."""
    from bihuan.documents.files.doc.document import read_document

    return SourceText(name, NAME, read_document(data, limits))
