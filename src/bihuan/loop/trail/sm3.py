"""SM3 in plain Python, for a Python whose OpenSSL has none: half a megabyte a second, enough for events."""

from __future__ import annotations

import struct
from typing import Final

INITIAL: Final = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
MASK: Final = 0xFFFFFFFF


def _rotated(word: int, by: int) -> int:
    by %= 32
    return ((word << by) | (word >> (32 - by))) & MASK


CONSTANTS: Final = tuple(_rotated(0x79CC4519 if j < 16 else 0x7A879D8A, j) for j in range(64))


class SM3:
    """
    The hash object of GB/T 32905-2016, with the two methods of hashlib that are used.

    Source: GB/T 32905-2016, chapters 4 (symbols and functions) and 5 (algorithm); examples in its annex A.
    """

    def __init__(self, data: bytes = b"") -> None:
        self._state: tuple[int, ...] = INITIAL
        self._rest = b""
        self._length = 0
        self.update(data)

    def update(self, data: bytes, /) -> None:
        """Take in more bytes."""
        self._length += len(data)
        data = self._rest + data
        whole = len(data) - len(data) % 64
        for start in range(0, whole, 64):
            self._state = _compressed(self._state, data[start : start + 64])
        self._rest = data[whole:]

    def hexdigest(self) -> str:
        """Return the hash of all bytes so far as 64 hexadecimal digits."""
        padded = self._rest + b"\x80" + bytes((55 - self._length) % 64) + struct.pack(">Q", self._length * 8)
        state = self._state
        for start in range(0, len(padded), 64):
            state = _compressed(state, padded[start : start + 64])
        return "".join(f"{word:08x}" for word in state)


def _expanded(block: bytes) -> list[int]:
    """Return the 68 words of a block (5.3.2)."""
    words = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ _rotated(words[j - 3], 15)
        permuted = mixed ^ _rotated(mixed, 15) ^ _rotated(mixed, 23)
        words.append(permuted ^ _rotated(words[j - 13], 7) ^ words[j - 6])
    return words


def _compressed(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    """Return the state after one block (5.3.3); the names are those of the standard."""
    words = _expanded(block)
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        ss1 = _rotated(_rotated(a, 12) + e + CONSTANTS[j] & MASK, 7)
        ss2 = ss1 ^ _rotated(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = ff + d + ss2 + (words[j] ^ words[j + 4]) & MASK
        tt2 = gg + h + ss1 + words[j] & MASK
        a, b, c, d = tt1, a, _rotated(b, 9), c
        e, f, g, h = tt2 ^ _rotated(tt2, 9) ^ _rotated(tt2, 17), e, _rotated(f, 19), g
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h), strict=True))
