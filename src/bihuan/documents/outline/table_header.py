"""
Which rows at the top of a table are its head: one to three rows with merged bands, below a title and a line “截至…”.

    head = head_of(rows, merged, known=lambda title: title in TITLES)
    head.columns[3].path == ("整改责任清单", "具体责任单位")
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Rows = Sequence[Sequence[str]]
Area = tuple[int, int, int, int]  # first row, first column, last row, last column; 0-based, inclusive

DEEPEST = 3
LOOKED_AT = 20  # rows from the top in which a head may begin
LONGEST = 40  # characters of a heading
BESIDE = re.compile(
    r"^(?:截至|截止|填报|填表|报送|制表|编制|单位[:：]|日期|时间[:：]|联系(?:人|电话)[:：]|附件|（?单位[:：])"
)
COUNTED = re.compile(r"^(?:栏次|[(（]?\d{1,3}[)）]?|[甲乙丙丁])$")
DATA = re.compile(r"^[\d.,，%￥¥/\-:年月日 ]*\d[\d.,，%￥¥/\-:年月日 ]*$")
UNIT = re.compile(
    r"[(（\[【]\s*(?:单位[:：]?)?\s*(元|万元|亿元|千元|百万元|%|个|人|人次|项|条|件|天|工作日|月)\s*[)）\]】]"
)
BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


@dataclass(frozen=True, slots=True)
class Heading:
    """
    One column of the head.

    at: 0-based column. path: bands and title from the outside in, each once. unit: 万元 … where the heading says so.
    """

    at: int
    path: tuple[str, ...]
    unit: str = ""

    @property
    def title(self) -> str:
        """The title of the column itself."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class TableHead:
    """Where the head stands and what it says. first, last: 0-based rows; below: the first row of data."""

    first: int
    last: int
    below: int
    columns: tuple[Heading, ...]


def plain_title(text: str) -> str:
    """Return a heading as it is compared: without blanks, line breaks, asterisks, colons and what stands in brackets."""
    flat = unicodedata.normalize("NFKC", text).lower()
    bare = BRACKETS.sub("", flat) or flat
    return re.sub(r"[\s*:：。,，、;；_\-]", "", bare)


def _never(_: str) -> bool:
    return False


def head_of(rows: Rows, merged: Sequence[Area] = (), *, known: Callable[[str], bool] = _never) -> TableHead | None:
    """
    Return the head of a table, None where the rows hold none.

    rows: the first rows as text, empty cells as "". known: whether a plain title means something to who asks; known titles decide.
    """
    best: tuple[float, TableHead] | None = None
    for last in range(min(len(rows), LOOKED_AT)):
        for depth in range(1, min(DEEPEST, last + 1) + 1):
            head = read_head(rows, merged, last - depth + 1, last)
            points = _points(rows, merged, head, known)
            if points > 0 and (best is None or points > best[0]):
                best = (points, head)
    return best[1] if best else None


def read_head(rows: Rows, merged: Sequence[Area], first: int, last: int) -> TableHead:
    """Return what rows `first` to `last` say as a head: also for a person who knows better which rows it is."""
    width = max((len(row) for row in rows[first : last + 1]), default=0)
    lines = [_spread(rows, merged, row, first, width, bottom=row == last) for row in range(first, last + 1)]
    columns = []
    for at in range(width):
        path = tuple(dict.fromkeys(line[at].strip() for line in lines if line[at].strip()))
        if path:
            unit = UNIT.search(unicodedata.normalize("NFKC", path[-1])) or UNIT.search(path[-1])
            columns.append(Heading(at, path, unit[1] if unit else ""))
    return TableHead(first, last, _below(rows, last), tuple(columns))


def _below(rows: Rows, last: int) -> int:
    """A line that counts the columns 1, 2, 3 … belongs to the head."""
    after = last + 1
    cells = [cell.strip() for cell in rows[after] if cell.strip()] if after < len(rows) else []
    numbers = [int(cell) for cell in cells if cell.isascii() and cell.isdigit()]
    counted = len(numbers) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return after + 1 if counted and all(COUNTED.match(cell) for cell in cells) else after


def _spread(rows: Rows, merged: Sequence[Area], row: int, first: int, width: int, *, bottom: bool) -> list[str]:
    """Return one row of a head with every merged cell said in all columns it covers."""
    line = [cell.strip() for cell in rows[row]] + [""] * (width - len(rows[row]))
    covered = [area for area in merged if area[0] <= row <= area[2] and area[3] > area[1]]
    for top, left, _, right in covered:
        text = rows[top][left].strip() if top >= first and left < len(rows[top]) else ""
        line[left : right + 1] = [text] * (min(right, width - 1) - left + 1)
    if not merged and not bottom:
        _guess_bands(line, rows, row, width)
    return line


def _guess_bands(line: list[str], rows: Rows, row: int, width: int) -> None:
    """Where a format does not say what is merged, a band reaches over the empty cells to its right that have a title below."""
    below = [cell.strip() for cell in rows[row + 1]] + [""] * width if row + 1 < len(rows) else [""] * width
    band = ""
    for at in range(width):
        if line[at]:
            band = line[at] if below[at] else ""
        elif below[at] and band:
            line[at] = band
        else:
            band = ""


def _points(rows: Rows, merged: Sequence[Area], head: TableHead, known: Callable[[str], bool]) -> float:
    titles = [column.title for column in head.columns]
    if len(titles) < 2 or any(len(title) > LONGEST for title in titles):
        return 0
    if any(_stands_beside(rows[row], head, merged, row) for row in range(head.first, head.last + 1)):
        return 0
    understood = sum(known(plain_title(title)) for title in titles)
    data_like = sum(bool(DATA.match(title)) for title in titles)
    twice = len(titles) - len({column.path for column in head.columns})
    below = rows[head.below] if head.below < len(rows) else ()
    filled = sum(bool(cell.strip()) for cell in below) > 0
    # Known titles decide; among heads that are known alike the one with more columns, less repeated, and with its bands.
    return (
        understood * 10
        + len(titles)
        + filled
        - 3 * data_like
        - 4 * twice
        + 0.2 * (head.last - head.first)
        - head.first * 0.1
    )


def _stands_beside(row: Sequence[str], head: TableHead, merged: Sequence[Area], at: int) -> bool:
    """Return whether a row is a title or a line beside the table rather than a part of its head."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if not cells:
        return True
    if BESIDE.match(cells[0]):
        return True
    if len(set(cells)) > 1 or head.first < at == head.last:
        return False
    # One cell alone is a title, unless it is a band that is merged over some of the columns.
    at_column = next(place for place, cell in enumerate(row) if cell.strip())
    areas = (area for area in merged if area[0] == at and area[1] <= at_column <= area[3])
    span = next((right - left + 1 for _, left, _, right in areas), 1)
    return not (head.first < head.last and 1 < span < len(head.columns))
