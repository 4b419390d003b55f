"""Compound files (OLE2), in which Office kept its documents until 2007 and WPS still may: what kind, and their streams."""

from __future__ import annotations

import struct
from io import BytesIO

import olefile

from bihuan.documents.files.refusals import refuse
from bihuan.packspec.bilingual import Text

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STRUCTURE = Text("复合文档的结构不完整", "the structure of its compound file is incomplete")
BROKEN = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    MemoryError,
    struct.error,
)


class Compound:
    """
    The streams of a compound file.

        compound = Compound(data)
        compound.read("WordDocument")
    """

    def __init__(self, data: bytes) -> None:
        """Look at the directory; raise Unreadable if it is damaged."""
        try:
            self._ole = olefile.OleFileIO(BytesIO(data))
            self._names = {entry[0] for entry in self._ole.listdir() if len(entry) == 1}
        except BROKEN:
            raise refuse("damaged", detail=STRUCTURE) from None

    def has(self, name: str) -> bool:
        """Return whether there is a stream of this name at the top."""
        return name in self._names

    def read(self, name: str) -> bytes:
        """Return a stream; raise Unreadable if it is missing or damaged."""
        try:
            with self._ole.openstream(name) as stream:
                return bytes(stream.read())
        except BROKEN:
            raise refuse("damaged", place=name, detail=STRUCTURE) from None


def has_stream(data: bytes, *names: str) -> bool:
    """Return whether these bytes are a compound file with one of these streams at its top, also where it is damaged."""
    if not data.startswith(SIGNATURE):
        return False
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            top = {entry[0] for entry in ole.listdir() if len(entry) == 1}
        return any(name in top for name in names)
    except BROKEN:
        return any((name + "\0").encode("utf-16-le") in data for name in names)
