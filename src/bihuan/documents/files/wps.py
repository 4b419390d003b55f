"""
Documents of WPS Writer (.wps): what WPS saves under this name has the structure of Word 1997–2003.

    >>> read(data, "报告.wps", Limits()).format
    'wps'
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files import doc
from bihuan.documents.files.limits import Limits

NAME = "wps"


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes are such a document; only the name tells it from one of Word."""
    return name.lower().endswith((".wps", ".wpt")) and doc.sniff(data, name)


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the paragraphs and table rows; raise Unreadable if the document is damaged, encrypted or too old."""
    source = doc.read(data, name, limits)
    return SourceText(name, NAME, source.blocks)
