"""
Web pages, and pages that Word or WPS saved as web pages.

    >>> read("<p>2023年&nbsp;3月<br>一、问题</p>".encode(), "公示.html", Limits()).blocks[0].text
    '2023年3月'

Scripts, styles, menus, controls and hidden elements are left out; paragraphs, headings, list numbers and tables stay.
"""

from __future__ import annotations

import re

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.encodings import decode
from bihuan.documents.files.limits import Limits

NAME = "html"
TAGS = (
    rb"!doctype\s+html|html|head|body|meta|title|link|style|script|div|p|span|table|h[1-6]|article|section|main|header"
    rb"|font|center|ul|ol|br"
)
START = re.compile(rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:" + TAGS + rb")\b", re.IGNORECASE | re.DOTALL)
CLOSED = re.compile(rb"</(?:p|div|span|td|h[1-6]|body|html)\s*>", re.IGNORECASE)
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes begin as a web page does, or are called one and close a tag."""
    head = data[:65_536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\0" in head[:64]:
        head = head.replace(b"\0", b"")[2:] if head[:1] in b"\xff\xfe" else head.replace(b"\0", b"")
    head = head.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in head[:1024] or b'progid="Word.Document"' in head[:2048]:
        return False
    return bool(START.match(head)) or (name.lower().endswith((".html", ".htm", ".shtml")) and bool(CLOSED.search(head)))


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the paragraphs and rows of a web page; raise Unreadable if its encoding is unknown or it is a trap."""
    # Imported here because lxml costs time that a reader of text files need not pay.
    from bihuan.documents.files.html.elements import read_elements

    text, encoding = decode(data)
    return SourceText(name, NAME, read_elements(DECLARATION.sub("", text), limits), encoding=encoding)
