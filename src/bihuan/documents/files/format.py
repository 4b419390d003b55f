"""What a file format is to the rest of the house: one module with a name and two functions."""

from __future__ import annotations

from typing import Protocol

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.limits import Limits


class Format(Protocol):
    """
    A module that recognises and reads one file format; add it to `FORMATS` and it is read everywhere.

    A whole format, for files that hold one paragraph after the word LINE:

        NAME = "line"

        def sniff(data: bytes, name: str) -> bool:
            return data.startswith(b"LINE ")

        def read(data: bytes, name: str, limits: Limits) -> SourceText:
            page = Page(limits)
            page.paragraph(data[5:].decode())
            return SourceText(name, NAME, page.blocks())

    `sniff` decides by content; the name may only settle what the content leaves open (`.md` says which kind of text).
    It answers quickly and raises nothing. `read` raises `Unreadable` and nothing else for any bytes at all.
    """

    NAME: str

    def sniff(self, data: bytes, name: str) -> bool:
        """Return whether these bytes are of this format."""

    def read(self, data: bytes, name: str, limits: Limits) -> SourceText:
        """Return the text of the file; raise Unreadable with a sentence for the person who brought it."""
