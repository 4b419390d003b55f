"""Lines of text as they stand on a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """
    One line of a page.

    left, right, bottom, top: edges in points from the lower left corner of the page; top and bottom of the letters.
    size: height of a full-width letter in points, as near as it can be told.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        """Return the height of the middle of the line above the lower edge of the page."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its rows of cell texts and its edges."""

    rows: tuple[tuple[str, ...], ...]
    left: float
    right: float
    bottom: float
    top: float

    def holds(self, line: Line) -> bool:
        """Return whether a line stands inside the table."""
        return (
            self.bottom - 1 <= line.middle <= self.top + 1
            and self.left - 2 <= (line.left + line.right) / 2 <= self.right + 2
        )


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page holds. number: 1-based. pictures: whether there is at least one picture on it."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    pictures: bool = False
