"""Lines → paragraphs: an indent, a short line, a gap or another size of letters parts them; a page break does not."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import quantiles

from bihuan.documents.files.page import Page
from bihuan.documents.files.printed.lines import Line, PageText, Table
from bihuan.documents.files.wrapping import ENDS, STARTS, glue

INDENT = 1.0  # letters right of the edge of the text
SHORT = 2.5  # letters left of the right edge
GAP = 1.35  # of the usual distance of two lines
OTHER_SIZE = 1.15
WIDEST_PITCH = 2.4  # letters
LONGEST_HEADING = 120
SENTENCE = re.compile("[。！？]$")
UNBROKEN = re.compile(r".?[:：(（《“]?[\w.@%:/—–-]{4,40}[;；,，。)）》”]?", re.ASCII)
STOP = re.compile("[。；;]")
LONG_CELL = 12  # letters; shorter cells are not broken over two pages
DEEPEST_HEAD = 3  # rows
TITLE_STEP = 2.2  # letters from one line of a title to the next


@dataclass(frozen=True, slots=True)
class Measure:
    """The shape of the running text: left and right edge, distance of lines, whether paragraphs are indented or spaced."""

    left: float
    right: float
    pitch: float
    size: float
    indented: bool
    spaced: bool


@dataclass(slots=True)
class Paragraph:
    """A paragraph that is being put together."""

    text: str
    page: int
    last: Line


@dataclass(slots=True)
class HeldRow:
    """A row that is not handed over yet, because its cells may go on overleaf."""

    cells: list[str]
    page: int


@dataclass(slots=True)
class OpenTable:
    """A table that may go on overleaf: its number, its first rows, and its last rows from the last number on."""

    number: int
    first: list[list[str]]
    held: list[HeldRow] = field(default_factory=list)

    @property
    def width(self) -> int:
        """Return the number of its columns."""
        return max(map(len, self.first))


@dataclass(slots=True)
class Assembly:
    """Paragraphs and tables of a document in order, while its pages are walked."""

    page: Page
    measure: Measure
    open: Paragraph | None = None
    table: OpenTable | None = None

    def line(self, line: Line, above: Line | None, page: int) -> None:
        """Add a line to the open paragraph or begin another. above: the line before on the same page."""
        self.end_table()
        paragraph = self.open
        if paragraph is not None and _runs_on(paragraph, line, above, self.measure):
            paragraph.text = glue(paragraph.text, line.text)
            paragraph.last = line
            return
        self.close()
        self.open = Paragraph(line.text, page, line)

    def rows(self, table: Table, page: int) -> None:
        """Add the rows of a table, as a continuation if the page before ended with one of the same width."""
        self.close()
        rows = [list(row) for row in table.rows]
        if self.table is not None and self.table.width == max(map(len, rows)):
            repeated = _repeated(rows, self.table.first)
            rows = rows[repeated:]
            if rows and self.table.held:
                _join_cut(self.table.held, rows[0])
        else:
            self.end_table()
            self.table = OpenTable(self.page.next_table(), [list(row) for row in rows[:DEEPEST_HEAD]])
        for row in rows:
            if row[0]:
                self._put_held()
            self.table.held.append(HeldRow(row, page))

    def end_table(self) -> None:
        """Hand over what is held back of a table."""
        self._put_held()
        self.table = None

    def _put_held(self) -> None:
        if self.table is not None:
            for held in self.table.held:
                self.page.row(held.cells, table=self.table.number, page=held.page)
            self.table.held = []

    def close(self) -> None:
        """Hand the open paragraph over."""
        if self.open is not None:
            self.page.paragraph(self.open.text, page=self.open.page)
        self.open = None


def add_paragraphs(pages: list[PageText], page: Page) -> None:
    """Add the paragraphs and table rows of all pages to the page of blocks."""
    assembly = Assembly(page, _measure(pages))
    for source in pages:
        above: Line | None = None
        for part in _in_order(source):
            if isinstance(part, Table):
                assembly.rows(part, source.number)
                above = None
            else:
                assembly.line(part, above, source.number)
                above = part
    assembly.close()
    assembly.end_table()


def _repeated(rows: list[list[str]], first: list[list[str]]) -> int:
    """Return how many rows at the head of a page only repeat the heading of the table."""
    count = 0
    while count < min(len(rows), len(first)) and rows[count] == first[count]:
        count += 1
    return count


def _join_cut(held: list[HeldRow], below: list[str]) -> None:
    """Move what the first row of a page goes on with in mid-sentence to the cells above; what is left stays in the row."""
    last = held[-1].cells
    filled = [at for at, cell in enumerate(below) if cell]
    if len(last) != len(below) or not filled or below[0]:
        return
    if all(len(last[at]) >= LONG_CELL and not STARTS.match(below[at]) for at in filled) and any(
        not ENDS.search(last[at]) for at in filled
    ):
        for at in filled:
            last[at], below[at] = glue(last[at], below[at]), ""
        return
    # A cell merged over several rows may be cut too, while a row of its own begins beside its rest.
    at = filled[0]
    above = next((row.cells for row in reversed(held) if row.cells[at]), None)
    if above is None or not (at == 1 or not last[at]):
        return
    if len(above[at]) >= LONG_CELL and not ENDS.search(above[at]) and not STARTS.match(below[at]):
        above[at], below[at] = glue(above[at], below[at]), ""


def _in_order(page: PageText) -> list[Line | Table]:
    """Return lines in the order of the file with each table put before the first line that stands below it."""
    parts: list[Line | Table] = list(page.lines)
    for table in sorted(page.tables, key=lambda table: table.top):
        below = (index for index, part in enumerate(parts) if part.top <= table.bottom + 2)
        parts.insert(next(below, len(parts)), table)
    return parts


def _measure(pages: list[PageText]) -> Measure:
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return Measure(0, 0, 0, 0, indented=False, spaced=False)
    weights: Counter[float] = Counter()
    for line in lines:
        weights[round(line.size * 2) / 2] += len(line.text)
    size = weights.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) <= 1] or lines
    left = _left_edge(body, size)
    right = _right_edge(body, size, left, pages[0].width)
    first = [line for line in body if INDENT * size < line.left - left < 4 * size]
    steps = _steps(pages, size)
    pitch = _pitch(steps, size)
    apart = sum(step > GAP * pitch for step in steps)
    return Measure(
        left,
        right,
        pitch,
        size,
        indented=len(first) >= max(2, len(body) * 0.05),
        spaced=apart >= max(2, len(body) * 0.1),
    )


def _left_edge(body: list[Line], size: float) -> float:
    """Return the leftmost place where many lines begin."""
    starts = Counter(round(line.left / 2) * 2 for line in body)
    many = max(2, len(body) * 0.1)
    return float(min((start for start, count in starts.items() if count >= many), default=min(starts)))


def _right_edge(body: list[Line], size: float, left: float, width: float) -> float:
    """Return the place where full lines end; where few lines are full, the page is taken to have equal margins."""
    rights = sorted(line.right for line in body)
    # A few lines stick out by a hanging comma.
    right = rights[int(len(rights) * 0.9)] if len(rights) > 4 else rights[-1]
    full = sum(abs(line.right - right) < size for line in body)
    return right if full > 2 else max(right, width - left)


def _steps(pages: list[PageText], size: float) -> list[float]:
    """Return the distances from one line to the next, as far as they may be those of a text."""
    steps = [first.middle - second.middle for page in pages for first, second in pairwise(page.lines)]
    return [step for step in steps if 0.8 * size < step < 4 * size]


def _pitch(steps: list[float], size: float) -> float:
    # Where paragraphs are short most steps go from one to the next, so the smaller steps tell the distance of lines.
    usual = [step for step in steps if step < 3 * size]
    return min(quantiles(usual, n=5)[0], WIDEST_PITCH * size) if len(usual) > 4 else WIDEST_PITCH * size * 0.75


def _runs_on(paragraph: Paragraph, line: Line, above: Line | None, measure: Measure) -> bool:
    """Return whether a line belongs to the open paragraph."""
    last = paragraph.last
    step = last.middle - line.middle
    if max(last.size, line.size) > OTHER_SIZE * min(last.size, line.size):
        return False
    if last.size > OTHER_SIZE * measure.size:
        return (
            above is not None and step < TITLE_STEP * last.size and _centred(last, measure) and _centred(line, measure)
        )
    if above is not None and step > GAP * measure.pitch:
        return False
    short = max(SHORT, _unbroken(line.text)) * measure.size
    if last.right < measure.right - short or line.left > measure.left + INDENT * measure.size:
        return False
    return measure.indented or (measure.spaced and above is not None) or not _looks_ended(paragraph, line)


def _unbroken(text: str) -> float:
    """Return how many letters wide the beginning of a line is that could not be broken off and left on the line before."""
    match = UNBROKEN.match(text)
    return sum(0.6 if character.isascii() else 1.0 for character in match[0]) + 0.5 if match else 0.0


def _looks_ended(paragraph: Paragraph, line: Line) -> bool:
    """Return whether a full line ends its paragraph, seen from the words alone; to part one too often does less harm."""
    if STARTS.match(line.text) and (ENDS.search(paragraph.text) or _is_heading(paragraph.text)):
        return True
    return bool(SENTENCE.search(paragraph.text))


def _is_heading(text: str) -> bool:
    """Return whether a numbered line without a full stop has run on so far."""
    return bool(STARTS.match(text)) and len(text) < LONGEST_HEADING and not STOP.search(text)


def _centred(line: Line, measure: Measure) -> bool:
    before, after = line.left - measure.left, measure.right - line.right
    return abs(before - after) < 2.5 * line.size
