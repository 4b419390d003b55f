"""The binary pieces of a Word document: numbers at their places, the table of offsets, and changes of properties."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.documents.errors import Unreadable
from bihuan.documents.files.refusals import refuse
from bihuan.packspec.bilingual import Text

STRUCTURE = Text("文档的内部结构不完整", "the inner structure of the document is incomplete")
MAGIC = 0xA5EC  # 97 to 2003
OLD_MAGICS = (0xA5DC, 0xA5DB, 0xA59B, 0xA59C, 0xFE37)  # Word 2 to 95
# Where the pairs of offset and length begin, and the numbers of those that are read. Source: [MS-DOC] 2.5.5, 2.5.6.
PAIRS = 0x9A
STYLES, CHARACTERS, PARAGRAPHS, PIECES, LISTS, OVERRIDES = 1, 12, 13, 33, 73, 74
# Bytes of the operand of a property by the top three bits of its code; 6 says its length itself.
OPERANDS = (1, 1, 2, 4, 2, 2, -1, 3)
TABLE_DEFINITION, TAB_CHANGE = 0xD608, 0xC615


def broken(place: str = "WordDocument") -> Unreadable:
    """Return the refusal of a document whose inner structure leads nowhere."""
    return refuse("damaged", place=place, detail=STRUCTURE)


def u8(data: bytes, at: int) -> int:
    """Return a byte; raise Unreadable outside of the data."""
    if not 0 <= at < len(data):
        raise broken()
    return data[at]


def u16(data: bytes, at: int) -> int:
    """Return two bytes as a number; raise Unreadable outside of the data."""
    if not 0 <= at <= len(data) - 2:
        raise broken()
    return int.from_bytes(data[at : at + 2], "little")


def u32(data: bytes, at: int) -> int:
    """Return four bytes as a number; raise Unreadable outside of the data."""
    if not 0 <= at <= len(data) - 4:
        raise broken()
    return int.from_bytes(data[at : at + 4], "little")


def numbers(data: bytes, at: int, count: int) -> tuple[int, ...]:
    """Return numbers of four bytes that follow each other; raise Unreadable outside of the data."""
    if at < 0 or count < 0 or at + 4 * count > len(data):
        raise broken()
    return struct.unpack_from(f"<{count}I", data, at)


@dataclass(frozen=True, slots=True)
class Frame:
    """The head of a Word document: its own stream, the one beside it with the tables, and how long the main text is."""

    main: bytes
    table: bytes
    data: bytes
    length: int

    def part(self, number: int) -> bytes:
        """Return the part of the table stream that a pair of offset and length points to; empty if there is none."""
        offset, length = u32(self.main, PAIRS + 8 * number), u32(self.main, PAIRS + 8 * number + 4)
        if offset + length > len(self.table):
            raise broken("Table")
        return self.table[offset : offset + length]

    def from_part(self, number: int) -> bytes:
        """Return everything from the beginning of a part on: the levels of lists follow behind theirs."""
        return self.table[u32(self.main, PAIRS + 8 * number) :]


def properties(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """
    Yield the changes of properties: code and operand; ends silently where they are cut off.

    Source: [MS-DOC] 2.2.5.1, Sprm.
    """
    at = 0
    while at + 2 < len(changes):
        code = int.from_bytes(changes[at : at + 2], "little")
        at += 2
        size = OPERANDS[code >> 13]
        if code == TABLE_DEFINITION:
            size = int.from_bytes(changes[at : at + 2], "little") + 1
        elif size < 0:
            if code == TAB_CHANGE and changes[at] == 255:
                return  # its length is counted otherwise; nothing that matters here follows it
            size = changes[at] + 1
        operand = changes[at : at + size]
        if len(operand) < size:
            return
        yield code, operand
        at += size
