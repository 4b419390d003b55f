"""Compound files and small Word documents of 1997–2003 written byte by byte, so that a test can say what lies where."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

SECTOR = 512
FREE, END, FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
LEAST = 4096  # bytes; smaller streams would lie elsewhere
TEXT_AT = 2048  # where the text begins in the main stream


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file of these streams, each filled up to 4 kB. Source: [MS-CFB]."""
    body, entries = b"", list[bytes]()
    chain: list[int] = []
    for name, data in streams.items():
        filled = data.ljust(LEAST, b"\0")
        count = -(-len(filled) // SECTOR)
        entries.append(_entry(name, 2, len(chain), len(filled)))
        chain += [*range(len(chain) + 1, len(chain) + count), END]
        body += filled.ljust(count * SECTOR, b"\0")
    directory = len(chain)
    for number in range(len(entries) - 1):
        entries[number] = entries[number][:72] + struct.pack("<I", number + 2) + entries[number][76:]
    listed = [_entry("Root Entry", 5, END, 0, child=1), *entries]
    table = b"".join(listed).ljust(-(-len(listed) // 4) * SECTOR, b"\0")
    count = len(table) // SECTOR
    chain += [*range(directory + 1, directory + count), END]
    fat_at = len(chain)
    chain.append(FAT)
    assert len(chain) <= SECTOR // 4, "one sector of the allocation table is enough for a test"
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(SECTOR, b"\xff")
    head = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, directory, 0,
        LEAST, END, 0, END, 0, fat_at,
    )  # fmt: skip
    return head.ljust(SECTOR, b"\xff") + body + table + fat


def _entry(name: str, kind: int, start: int, size: int, *, child: int = NONE) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIII", written, len(written), kind, 1, NONE, NONE, child, start, size, 0)


def word(
    pieces: Sequence[tuple[str, str]],
    *,
    footer: str = "",
    magic: int = 0xA5EC,
    version: int = 0xC1,
    flags: int = 0x0200,
) -> bytes:
    """
    Return a Word document whose text lies in pieces, the last one first in the file.

    pieces: text and encoding, "utf-16-le" or "cp1252", in reading order. footer: text behind the main text.
    """
    placed, at, text = {}, TEXT_AT, b""
    for number in reversed(range(len(pieces))):
        raw = pieces[number][0].encode(pieces[number][1])
        placed[number] = at + len(text)
        text += raw + b"\0" * (len(raw) % 2)
    places, borders = [], [0]
    for number, (words, encoding) in enumerate(pieces):
        compressed = encoding == "cp1252"
        places.append(struct.pack("<HIH", 0, placed[number] * 2 | 0x40000000 if compressed else placed[number], 0))
        borders.append(borders[-1] + len(words))
    length = borders[-1]
    if footer:
        places.append(struct.pack("<HIH", 0, TEXT_AT + len(text), 0))
        borders.append(length + len(footer))
        text += footer.encode("utf-16-le")
    table = struct.pack(f"<{len(borders)}I", *borders) + b"".join(places)
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    main = bytearray(TEXT_AT)
    struct.pack_into("<HH", main, 0, magic, version)
    struct.pack_into("<H", main, 0x0A, flags)
    struct.pack_into("<I", main, 0x4C, length)
    struct.pack_into("<II", main, 0x9A + 8 * 33, 0, len(clx))
    return compound({"WordDocument": bytes(main) + text, "1Table": clx})
