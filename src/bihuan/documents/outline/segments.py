"""Lines are cut where a numbering token or a label begins, at their head and inside running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bihuan.documents.blocks import Place
from bihuan.documents.outline.headings import is_bare_problem_heading
from bihuan.documents.outline.labels import Label, head_label, run_on_labels
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import Kind, Marker, head_marker, run_on_markers

_FINISHED = "。；：！？”）》】…"
_LONG = 30
_NUMBER_BEFORE_COUNT = re.compile(r"([1-9]\d?)\.(?=\d{1,3}(?:个|家|名|户|所|处|项|条|笔)(?!百分点))")


@dataclass(frozen=True, slots=True)
class Segment:
    """
    A stretch of one line up to the next token.

    start..end: canonical offsets with the token; body: where the content begins behind token and label.
    """

    line: Line
    start: int
    end: int
    body: int
    marker: Marker | None = None
    label: Label | None = None
    opens_line: bool = True

    @property
    def text(self) -> str:
        """Return the canonical content, without token and label."""
        return self.line.text[self.body : self.end]

    @property
    def whole(self) -> str:
        """Return the canonical text with token and label."""
        return self.line.text[self.start : self.end]

    @property
    def place(self) -> Place:
        """Return the place of the segment with its token."""
        return self.line.place(self.start, self.end)


@dataclass
class _Count:
    """The last number seen of each kind, and whether the line before was finished."""

    last: dict[Kind, int]
    headings: dict[int, Kind] = field(default_factory=dict)
    unfinished: bool = False

    def fits(self, marker: Marker) -> bool:
        return marker.value in {1, self.last.get(marker.kind, 0) + 1}

    def take(self, marker: Marker) -> None:
        self.last[marker.kind] = marker.value
        for kind in self.last:
            if kind > marker.kind:
                self.last[kind] = 0


def segments_of(lines: Sequence[Line]) -> list[Segment]:
    """Return the segments of lines in order; table rows are left out."""
    count = _Count({}, headings=_heading_kinds(lines))
    found: list[Segment] = []
    for line in lines:
        if line.cells:
            continue
        cuts = list(_cuts(line, count))
        found.extend(_cut(line, cuts))
        count.unfinished = len(line.text) > _LONG and line.text[-1] not in _FINISHED
    return found


def _cuts(line: Line, count: _Count) -> Iterator[tuple[int, Marker | None]]:
    """Where the segments of a line begin, each with its numbering token."""
    head = head_marker(line.text)
    if head is not None and count.unfinished and head.kind is Kind.DIGIT and not count.fits(head):
        head = None
    if head is None:
        head = _before_a_count(line.text, count)
    if head is None and line.heading in count.headings:
        kind = count.headings[line.heading]
        head = Marker(kind, count.last.get(kind, 0) + 1, "", 0, 0)
    elif head is None and _names_problem(line.text):
        head = Marker(Kind.CALLED, 0, "", 0, 0)
    if head is not None:
        count.take(head)
    yield 0, head
    begin = head.end if head else 0
    quoted = _quoted(line.text)
    labels = [
        (at, None) for at, _, _ in run_on_labels(line.text, begin) if at > begin and not _in_parens(line.text, at)
    ]
    inside: list[tuple[int, Marker | None]] = [(m.start, m) for m in run_on_markers(line.text, begin)]
    for at, marker in sorted([*labels, *inside], key=lambda cut: cut[0]):
        if any(start < at < end for start, end in quoted):
            continue
        if marker is not None:
            if not _holds(line.text, marker, count):
                continue
            count.take(marker)
        yield at, marker


def _before_a_count(text: str, count: _Count) -> Marker | None:
    """`1.5个部门…` heads a list where 1 is the number that comes next."""
    match = _NUMBER_BEFORE_COUNT.match(text)
    if match is None:
        return None
    marker = Marker(Kind.DIGIT, int(match[1]), match[1], 0, match.end())
    return marker if count.fits(marker) else None


def _heading_kinds(lines: Sequence[Line]) -> dict[int, Kind]:
    """
    Which kind of numbering the headings of a level stand for where a format lost their numbers.

    A level that is used once is the title of the document.
    """
    levels = [line.heading for line in lines if line.heading and not line.cells]
    bare = {line.heading for line in lines if line.heading and head_marker(line.text) is None}
    used = sorted({level for level in levels if levels.count(level) > 1})
    kinds = (Kind.HAN, Kind.HAN_PAREN, Kind.DIGIT, Kind.DIGIT_PAREN)
    return {level: kind for level, kind in zip(used, kinds, strict=False) if level in bare}


def _names_problem(text: str) -> bool:
    """A line without a number that names a problem, by itself or behind a label."""
    if is_bare_problem_heading(text):
        return True
    label = head_label(text)
    return label is not None and label[0] is Label.PROBLEM and label[1] < len(text)


def _holds(text: str, marker: Marker, count: _Count) -> bool:
    """Whether a token inside running text really begins something."""
    if marker.kind in {Kind.IS, Kind.ORDINAL}:
        return text[marker.start - 1] != "，" or count.fits(marker)
    if text[marker.start - 1] in _FINISHED:
        return count.fits(marker)
    if marker.value == 1:
        return text[: marker.start].endswith(("方面", "情况", "问题", "措施", "如下"))
    return marker.value == count.last.get(marker.kind, 0) + 1


def _in_parens(text: str, at: int) -> bool:
    return text.rfind("（", 0, at) > text.rfind("）", 0, at)


def _quoted(text: str) -> list[tuple[int, int]]:
    """Stretches inside quotation marks that are closed on the same line."""
    spans, depth, opened = [], 0, 0
    for match in re.finditer("[“”]", text):
        if match[0] == "“":
            opened = match.start() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, match.start()))
    return spans


def _label(text: str, body: int, marker: Marker | None) -> tuple[Label, int] | None:
    """The label behind a token; `二、整改落实情况` heads a section and is no label."""
    label = head_label(text, body)
    if label is not None and marker is not None and marker.kind is Kind.HAN and label[1] == len(text):
        return None
    return label


def _cut(line: Line, cuts: list[tuple[int, Marker | None]]) -> Iterator[Segment]:
    for index, (at, marker) in enumerate(cuts):
        end = cuts[index + 1][0] if index + 1 < len(cuts) else len(line.text)
        body = marker.end if marker else at
        label = _label(line.text[:end], body, marker)
        yield Segment(line, at, end, label[1] if label else body, marker, label[0] if label else None, index == 0)
