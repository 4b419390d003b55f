"""
Fixed-layout documents of GB/T 33190-2016 (.ofd), whoever wrote them.

    >>> read(data, "报告.ofd", Limits()).blocks[0].page
    1

The pages stand in the order of the document, not of their file names; letters are put to lines by their places, lines to
paragraphs as in a PDF; ruled tables become rows. Seals, annotations and templates that several pages share are left
out. A scan is said to be one.
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.archive import has_part
from bihuan.documents.files.limits import Limits

NAME = "ofd"


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes are a zip with the entrance of an OFD document, damaged or not."""
    return has_part(data, "OFD.xml")


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the paragraphs and rows with their pages; raise Unreadable for scans, passwords and damaged files."""
    # Imported here because lxml costs a tenth of a second that a reader of text files need not pay.
    from bihuan.documents.files.ofd.document import read_document

    blocks, pages = read_document(data, limits)
    return SourceText(name, NAME, blocks, pages=pages)
