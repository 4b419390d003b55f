"""Letters that a file places one by one → lines, with a space where a gap parts words and none where it only stretches."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from bihuan.documents.files.printed.lines import Line
from bihuan.documents.files.wrapping import WIDE

BELOW = 0.14  # share of a letter that hangs below the line it stands on
AIR = 0.75  # of a letter between two wide letters, or a wide one and a figure, that nothing parts
WORDS = 0.22  # of a letter between two Latin letters
THIN = 0.2
TWICE = 0.25  # of a letter: a letter printed again so near is only bolder
NARROW = frozenset("iljtfrI.,:;'|!()[]{}\"` ")
BROAD = frozenset("mwMW@%")


class Letter(NamedTuple):
    """
    One letter: left edge and foot in points from the lower left corner of the page, width and size in points.

    run: the same for letters that the file gives as one text, in which a space would be written out; 0 where it gives none.
    """

    text: str
    left: float
    foot: float
    width: float
    size: float
    run: int = 0

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.left + self.width

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return _middle(self)


def natural_width(character: str) -> float:
    """Return about how wide a letter is, as a share of its size, where the file has no font at hand."""
    if not character.isascii():
        return 1.0 if WIDE.match(character) or ord(character) > 0x2E7F else 0.6
    if character in NARROW:
        return 0.3
    if character in BROAD:
        return 0.85
    return 0.66 if character.isupper() else 0.5


def lines_of_letters(letters: Iterable[Letter]) -> tuple[Line, ...]:
    """Return the lines from top to bottom, each from left to right; letters of one height are one line."""
    rows: list[list[Letter]] = []
    height = size = 0.0  # of the tallest letter of the row
    for letter in sorted(letters, key=_middle, reverse=True):
        middle = letter.foot + (0.5 - BELOW) * letter.size
        # Small letters beside large ones, as in a letterhead, may stand higher or lower than their own size.
        if rows and abs(middle - height) < 0.4 * max(min(letter.size, size), 0.5 * size):
            rows[-1].append(letter)
            if letter.size > size:
                height, size = middle, letter.size
        else:
            rows.append([letter])
            height, size = middle, letter.size
    return tuple(line for row in rows if (line := _line(row)) is not None)


def _middle(letter: Letter) -> float:
    return letter.foot + (0.5 - BELOW) * letter.size


def _line(row: list[Letter]) -> Line | None:
    row = _once(sorted(row, key=lambda letter: letter.left))
    while row and row[0].text.isspace():
        row.pop(0)
    while row and row[-1].text.isspace():
        row.pop()
    row = _without_air(row)
    if not row:
        return None
    size = median(letter.size for letter in row)
    foot = min(letter.foot for letter in row)
    return Line(
        _spaced(row),
        row[0].left,
        max(letter.right for letter in row),
        foot - BELOW * size,
        max(letter.foot + (1 - BELOW) * letter.size for letter in row),
        size,
    )


def _once(row: list[Letter]) -> list[Letter]:
    """Return the letters without those that were printed twice."""
    kept: list[Letter] = []
    for letter in row:
        again = any(
            other.text == letter.text and abs(other.left - letter.left) < TWICE * letter.width for other in kept[-3:]
        )
        if not again:
            kept.append(letter)
    return kept


def _without_air(row: list[Letter]) -> list[Letter]:
    """Return the letters, a space between an ideograph and a figure made empty: programs that convert from PDF write them."""
    kept: list[Letter] = []
    for at, letter in enumerate(row):
        if letter.text == " " and 0 < at < len(row) - 1:
            sides = row[at - 1].text, row[at + 1].text
            if any(side.isdecimal() for side in sides) and any(WIDE.match(side) for side in sides):
                letter = letter._replace(text="")  # noqa: PLW2901  it keeps its place
        kept.append(letter)
    return kept


def _spaced(row: list[Letter]) -> str:
    """Return the text of a line with a space in every gap that parts words."""
    gaps = [(second.left - first.right) / max(first.size, second.size, 0.1) for first, second in pairwise(row)]
    wide = [gap for gap in gaps if gap > THIN]
    stretched = 1.6 * median(wide) if len(wide) > max(3, len(row) * 0.2) else 0.0
    text = row[0].text
    for (first, second), gap in zip(pairwise(row), gaps, strict=True):
        least = AIR if first.run and first.run == second.run else 0.0
        parted = gap > max(_air(first.text, second.text), least, stretched)
        text += " " + second.text if parted and not (first.text + second.text).isspace() else second.text
    return text


def _air(left: str, right: str) -> float:
    """Return how much of a letter may lie between two characters that nothing parts."""
    if not left.strip() or not right.strip():
        return 100.0
    wide = bool(WIDE.match(left)), bool(WIDE.match(right))
    return AIR if any(wide) else WORDS
