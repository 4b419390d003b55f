"""
Rich text (.rtf), as Word, WPS, WordPad and LibreOffice write it; also what they save as .doc in this format.

    >>> read(data, "报告.rtf", Limits()).blocks[0].text
    '一、关于“会风不实”问题的整改情况'

Bytes are read in the code page of their font; numbers of lists stand in the text; tables become rows with merged cells as
in .docx; headers, footers, notes, pictures, hidden and deleted text and the codes of fields are left out.

Source: Rich Text Format (RTF) Specification, version 1.9.1.
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.limits import Limits

NAME = "rtf"


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes begin as rich text does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rt")


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the paragraphs and table rows; raise Unreadable if the document is damaged or cut off."""
    from bihuan.documents.files.rtf.reader import read_document

    return SourceText(name, NAME, read_document(data, limits))
