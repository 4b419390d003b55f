"""The letters of a Word document in reading order, and which of them nobody sees."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bihuan.documents.files.doc.binary import PIECES, Frame, broken, numbers, u8, u16, u32
from bihuan.documents.files.doc.runs import DELETED, HIDDEN, SYMBOL, Runs
from bihuan.documents.files.symbols import symbol

FIELD, RESULT, END = "\x13", "\x14", "\x15"
COMPRESSED = 0x40000000
ON = b"\x01"


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters from `first` to `last` of the text, and where their bytes lie; wide: two bytes a letter."""

    first: int
    last: int
    start: int
    wide: bool

    def place(self, letter: int) -> int:
        """Return where the bytes of a letter lie in the main stream."""
        return self.start + (letter - self.first) * (2 if self.wide else 1)


@dataclass(frozen=True, slots=True)
class Written:
    """The main text. letters: one for each position, halves of a pair apart; seen: one byte for each, 0 where hidden."""

    letters: str
    seen: bytearray
    pieces: tuple[Piece, ...]

    def place(self, letter: int) -> int:
        """Return where the bytes of a letter lie in the main stream."""
        low, high = 0, len(self.pieces) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.pieces[middle].first <= letter else (low, middle - 1)
        return self.pieces[low].place(letter)

    def shown(self, first: int, last: int) -> str:
        """Return the visible text of a stretch, pairs of halves put together."""
        text = "".join(
            letter for letter, seen in zip(self.letters[first:last], self.seen[first:last], strict=True) if seen
        )
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def written(frame: Frame, characters: Runs) -> Written:
    """Return the main text of a document, without notes, headers and footers."""
    pieces = tuple(_pieces(frame))
    letters = "".join(_letters(frame, piece) for piece in pieces)
    seen = bytearray(b"\x01" * len(letters))
    marked = list(letters)
    for piece in pieces:
        step = 2 if piece.wide else 1
        for run in characters.between(piece.start, piece.place(piece.last)):
            first = piece.first + max((run.start - piece.start + step - 1) // step, 0)
            last = min(piece.first + (run.end - piece.start) // step, piece.last)
            if ON in (run.changes.get(DELETED), run.changes.get(HIDDEN)):
                seen[first:last] = bytes(max(last - first, 0))
            elif SYMBOL in run.changes:
                sign = symbol(f"{u16(run.changes[SYMBOL], 2):04X}")
                marked[first:last] = [sign or "\x01"] * max(last - first, 0)
    letters = "".join(marked)
    _hide_codes(letters, seen)
    return Written(letters, seen, pieces)


def _pieces(frame: Frame) -> list[Piece]:
    """Return the pieces of the main text. Source: [MS-DOC] 2.9.38, Clx."""
    listed = frame.part(PIECES)
    at = 0
    while at < len(listed) and listed[at] == 1:
        at += 3 + u16(listed, at + 1)
    if u8(listed, at) != 2:
        raise broken("Table")
    size = u32(listed, at + 1)
    table = listed[at + 5 : at + 5 + size]
    count = (len(table) - 4) // 12
    if count < 1 or len(table) < size:
        raise broken("Table")
    borders = numbers(table, 0, count + 1)
    pieces = []
    for number, (first, border) in enumerate(pairwise(borders)):
        if first > border or (number == 0 and first):
            raise broken("Table")
        last = min(border, frame.length)
        place = u32(table, 4 * (count + 1) + 8 * number + 2)
        if first < last:
            wide = not place & COMPRESSED
            start = place & 0x3FFFFFFF
            pieces.append(Piece(first, last, start if wide else start // 2, wide))
    if not pieces or pieces[-1].last < frame.length:
        raise broken("Table")
    return pieces


def _letters(frame: Frame, piece: Piece) -> str:
    """Return the letters of a piece, exactly one for each position."""
    raw = frame.main[piece.start : piece.place(piece.last)]
    if len(raw) < (piece.last - piece.first) * (2 if piece.wide else 1):
        raise broken()
    if not piece.wide:
        return raw.decode("cp1252", "replace")
    return "".join(map(chr, memoryview(raw).cast("H"))) if _little() else raw.decode("utf-16-le", "replace")


def _little() -> bool:
    return memoryview(b"\x01\x00").cast("H")[0] == 1


def _hide_codes(letters: str, seen: bytearray) -> None:
    """Hide the codes of fields, from the beginning of each to its result or, where it shows none, to its end."""
    open_fields: list[tuple[int, int | None]] = []
    for at, letter in enumerate(letters):
        if letter == FIELD:
            open_fields.append((at, None))
        elif letter == RESULT and open_fields:
            open_fields[-1] = (open_fields[-1][0], at)
        elif letter == END and open_fields:
            start, result = open_fields.pop()
            stop = at if result is None else result
            seen[start : stop + 1] = bytes(stop + 1 - start)
