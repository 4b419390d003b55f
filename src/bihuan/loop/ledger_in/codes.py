"""
The check code of a row of our own template: what the case was when the row was written, and whether anybody touched the row since.

    12-3f9a-81c07b2e    event 12 of the case was its last; the number; the cells as they were sent
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bihuan.documents.files.worksheets import Value, text_of

WRITTEN = re.compile(r"(\d{1,9})-([0-9a-f]{4})-([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Code:
    """seq: of the last event when the row was written. number, cells: digests of the case's number and of the cells as sent."""

    seq: int
    number: str
    cells: str

    def belongs_to(self, number: str) -> bool:
        """Return whether the row still stands beside its own number."""
        return self.number == _digest(number, 4)

    def untouched(self, cells: Iterable[Value]) -> bool:
        """Return whether the cells are as they were sent; False says nothing: a program may have written them differently."""
        return self.cells == cells_digest(cells)


def code_of(seq: int, number: str, cells: Iterable[Value | Decimal]) -> str:
    """Return the code of a row that goes out. cells: all but the code, in the order of the columns."""
    return f"{seq}-{_digest(number, 4)}-{cells_digest(cells)}"


def read_code(text: str) -> Code | None:
    """Return a code, None for what is none."""
    match = WRITTEN.fullmatch(text.strip())
    return Code(int(match[1]), match[2], match[3]) if match else None


def cells_digest(cells: Iterable[Value | Decimal]) -> str:
    """Return the digest of cells by what they say, so that a number is the same however a program stores it."""
    return _digest("\x1f".join(map(_plain, cells)), 8)


def _plain(cell: Value | Decimal) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return cell.isoformat() if type(cell) is date else text_of(cell)


def _digest(text: str, length: int) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()[:length]
