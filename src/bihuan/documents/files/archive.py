"""Zip files from strangers: everything is counted before one byte is inflated, and nothing is written to the disk."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from bihuan.documents.errors import Unreadable
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.refusals import refuse, size
from bihuan.packspec.bilingual import Text

ENCRYPTED = 0x1
STRUCTURE = Text("压缩结构不完整", "its zip structure is incomplete")
PART = Text("压缩的部件 {part} 不完整", "the packed part {part} is incomplete")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    IndexError,
)


class Archive:
    """
    The parts of a zip file, read one by one within the limits.

        archive = Archive(data, limits)
        archive.names, archive.read("word/document.xml")
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Look at the directory; raise Unreadable if it is damaged, encrypted, a bomb, or names point outside."""
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except BROKEN:
            raise refuse("damaged", detail=STRUCTURE) from None
        entries = self._zip.infolist()
        _check_names(entries)
        _check_sizes(entries, len(data), limits)
        self.names = frozenset(entry.filename for entry in entries)

    def read(self, name: str) -> bytes:
        """Return one part; raise Unreadable if it is damaged or larger than the directory said."""
        try:
            entry = self._zip.getinfo(name)
            with self._zip.open(entry) as part:
                data = part.read(entry.file_size + 1)
        except BROKEN:
            raise damaged_part(name) from None
        if len(data) > entry.file_size:
            raise refuse("zip_bomb", place=name, size=size(len(data)))
        return data


def has_part(data: bytes, *names: str) -> bool:
    """Return whether these bytes are a zip with one of these parts at its top, also where the zip is damaged."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.NameToInfo
            return any(name in entries for name in names)
    except BROKEN:
        return any(name.encode() in data for name in names)


def damaged_part(name: str) -> Unreadable:
    """Return the refusal of a part that cannot be inflated or parsed."""
    return refuse("damaged", place=name, detail=PART.format(part=name))


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or path[1:3] == ":/" or ".." in path.split("/"):
            raise refuse("zip_names", place=entry.filename[:120])
        if entry.flag_bits & ENCRYPTED:
            raise refuse("encrypted", place=entry.filename)


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    """Refuse by what the directory says; `read` holds each part to it, the ratio catches parts that overlap."""
    if len(entries) > limits.zip_entries:
        raise refuse("zip_entries", count=len(entries), limit=limits.zip_entries)
    inflated = sum(entry.file_size for entry in entries)
    if inflated > limits.zip_bytes or (inflated > limits.zip_ratio_from and inflated > limits.zip_ratio * packed):
        raise refuse("zip_bomb", size=size(inflated))
