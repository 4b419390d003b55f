"""
Plain text: one paragraph for each line.

    >>> read("一、问题\\n已整改".encode("gb18030"), "报告.txt", Limits()).blocks[1].text
    '已整改'
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.encodings import decode, is_utf16
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.page import Page

NAME = "txt"
CONTROL = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes may be a text in some encoding; the last format asked, so it is generous."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or is_utf16(head):
        return True
    return sum(byte in CONTROL for byte in head) - head.count(0) <= len(head) // 50 and head.count(0) <= len(head) // 2


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the lines of a text; raise Unreadable if its encoding is unknown."""
    text, encoding = decode(data)
    page = Page(limits)
    for line in text.splitlines():
        page.paragraph(line)
    return SourceText(name, NAME, page.blocks(), encoding=encoding)
