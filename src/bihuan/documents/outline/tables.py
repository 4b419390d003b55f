"""Ledgers: table rows with columns for the problem, its measures and the rest become findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from bihuan.documents.blocks import Place
from bihuan.documents.draft import DraftFinding, DraftItem, DraftMeasure
from bihuan.documents.outline.columns import Column, Head, head_of, heading
from bihuan.documents.outline.labels import head_label
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import head_marker, run_on_markers
from bihuan.documents.outline.measures import slogan
from bihuan.documents.outline.titles import title_in
from bihuan.documents.text.flat import flatten

_TOTAL = re.compile(r"(?:合|总|小|共)计(?:数|[:：].*)?|总数")
_NOTE = re.compile(r"注[:：]|备注[:：]|说明[:：]|填[报表](?:人|单位|说明|时间|日期)|制表|审核人|联系人")
_BREAK = re.compile(r"<br\s*/?>|\r\n?|\n", re.IGNORECASE)


@dataclass
class _Row:
    """A ledger row as it grows: further rows of merged cells add to it."""

    number: str | None
    aspect: str | None
    title: str
    place: Place
    statuses: dict[str, None] = field(default_factory=dict)  # in order, each once
    items: list[DraftItem] = field(default_factory=list)
    measures: list[DraftMeasure] = field(default_factory=list)


def ledger_findings(lines: Sequence[Line]) -> list[DraftFinding]:
    """Return the findings of all tables that have a column for problems and one for measures, progress or status."""
    found: list[DraftFinding] = []
    for ledger in _ledgers(lines):
        found.extend(_finished(row) for row in _rows(ledger.rows, ledger.head.columns))
    return found


@dataclass
class _Ledger:
    """A ledger: its heading and its rows, those of the tables it goes on in too."""

    head: Head
    rows: list[Line]


def _ledgers(lines: Sequence[Line]) -> list[_Ledger]:
    """The ledgers of a document; a table of the same width without a heading goes on with the one before."""
    found: list[_Ledger] = []
    for _, group in groupby((line for line in lines if line.cells), key=lambda line: line.table):
        rows = list(group)
        head = head_of(rows)
        if head is not None:
            heads = {row.cells for row in rows[head.at : head.end]}
            told = [row for row in rows[head.end :] if row.cells not in heads and not _is_no_entry(row)]
            if found and head.columns == found[-1].head.columns and told and _goes_on(told[0], head.columns):
                found[-1].rows.extend(told)
            else:
                found.append(_Ledger(head, told))
        elif found and max(len(row.cells) for row in rows) == found[-1].head.width:
            found[-1].rows.extend(row for row in rows if not _is_no_entry(row))
    return found


def _goes_on(line: Line, columns: dict[Column, int]) -> bool:
    """Whether the first row below a repeated heading still tells of the problem before it."""
    own = {Column.NUMBER, Column.PROBLEM} & set(columns)
    return not any(_cell(line, columns[kind]) for kind in own)


def _is_no_entry(line: Line) -> bool:
    """Whether a row is a total, a note, or the numbers of the columns."""
    filled = [cell.strip() for cell in line.cells if cell.strip()]
    if not filled:
        return True
    first = heading(filled[0])
    if _TOTAL.fullmatch(first) or any(_TOTAL.fullmatch(heading(cell)) for cell in line.cells[:3]):
        return True
    if len(filled) <= 2 and len(line.cells) > 2 and _NOTE.match(first):
        return True
    counted = [cell.strip("()（）") for cell in filled]
    return len(filled) > 2 and counted == [str(number) for number in range(1, len(filled) + 1)]


def loosened(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the rows of tables that are no ledgers taken apart, and the titles above ledgers: they are text."""
    kept: list[Line] = []
    width: int | None = None
    for whole, group in groupby(lines, key=lambda line: line.table):
        rows = list(group)
        if whole is None:
            kept.extend(rows)
            continue
        head = head_of(rows)
        start = head.at if head is not None else 0
        if head is None and max(len(row.cells) for row in rows) != width:
            start = len(rows)
        width = head.width if head is not None else width
        end = len(rows)
        while end > start and head is not None and _is_below(rows[end - 1], head):
            end -= 1
        kept.extend(line for row in rows[:start] for line in _taken_apart(row))
        kept.extend(rows[start:end])
        kept.extend(line for row in rows[end:] for line in _taken_apart(row))
    return kept


def _is_below(line: Line, head: Head) -> bool:
    """Whether the last row of a ledger only uses its first cell for a note or a signature."""
    filled = [at for at, cell in enumerate(line.cells) if cell.strip()]
    return (
        filled == [0]
        and len(line.cells) > 2
        and head.columns[Column.PROBLEM] != 0
        and not line.cells[0].strip().isdecimal()
        and not _TOTAL.fullmatch(heading(line.cells[0]))
    )


def _taken_apart(row: Line) -> Iterator[Line]:
    """One line to a cell, or one for a label and its content."""
    filled = [cell for cell in row.cells if cell.strip()]
    source = row.flat.source
    if len(filled) == 2 and head_label(flatten(filled[0]).text.rstrip("：") + "：") is not None:
        start = max(source.find(filled[0]), 0)
        middle = source.find(filled[1], start + len(filled[0]))
        gap = middle - start - len(filled[0])
        if middle > 0 and gap > 0:
            colon = "" if filled[0].rstrip().endswith((":", "：")) else "："
            text = filled[0] + colon.ljust(gap) + filled[1]
            yield Line(row.block, start, flatten(text))
            return
    at = 0
    for cell in filled:
        begin = source.find(cell, at)
        for piece in _BREAK.split(cell):
            start = source.find(piece, max(begin, at))
            at = max(start, 0) + len(piece)
            if piece.strip():
                yield Line(row.block, max(start, 0), flatten(piece))


def _rows(lines: Sequence[Line], columns: dict[Column, int]) -> Iterator[_Row]:
    current: _Row | None = None
    aspect: str | None = None
    for line in lines:
        cell = {kind: _cell(line, index) for kind, index in columns.items()}
        problem = cell[Column.PROBLEM]
        banner = [(at, one) for at, one in enumerate(line.cells) if one.strip()]
        headed = not problem or columns[Column.PROBLEM] == 0 or Column.NUMBER not in columns
        if len(banner) == 1 and len(line.cells) > 2 and headed and banner[0][0] not in _told_columns(columns):
            aspect = _title(banner[0][1])
            continue
        aspect = _title(cell.get(Column.ASPECT, "")) or aspect
        if problem and (current is None or _title(problem) != current.title):
            if current is not None:
                yield current
            current = _row(line, cell, aspect)
        if current is not None:
            _fill(current, line, cell, columns)
    if current is not None:
        yield current


def _told_columns(columns: dict[Column, int]) -> set[int]:
    """The columns whose text below a merged problem cell still belongs to that problem."""
    return {
        index
        for kind, index in columns.items()
        if kind in {Column.DETAIL, Column.MEASURES, Column.PROGRESS, Column.STATUS}
    }


def _row(line: Line, cell: dict[Column, str], aspect: str | None) -> _Row:
    number = flatten(cell.get(Column.NUMBER, "")).text.strip("、.（）") or None
    problem = flatten(cell[Column.PROBLEM])
    marker = head_marker(problem.text)
    if number is None and marker is not None:
        number = marker.written
    start = max(line.flat.source.find(cell[Column.PROBLEM]), 0)
    return _Row(
        number, aspect, _title(cell[Column.PROBLEM]), Place(line.block, start, start + len(cell[Column.PROBLEM]))
    )


def _fill(row: _Row, line: Line, cell: dict[Column, str], columns: dict[Column, int]) -> None:
    told = cell.get(Column.MEASURES, "") or cell.get(Column.PROGRESS, "")
    measures = _measures(line, told) if Column.MEASURES in columns else _measures(line, cell.get(Column.PROGRESS, ""))
    status = flatten(cell.get(Column.STATUS, "")).text.rstrip("。") or None
    detail = cell.get(Column.DETAIL, "")
    if detail:
        start = max(line.flat.source.find(detail), 0)
        place = Place(line.block, start, start + len(detail))
        marker = head_marker(flatten(detail).text)
        row.items.append(DraftItem(marker.written if marker else None, _title(detail), status, tuple(measures), place))
    elif row.items:
        last = row.items.pop()
        row.items.append(
            DraftItem(last.number, last.title, last.status or status, (*last.measures, *measures), last.place)
        )
    else:
        row.measures.extend(measures)
        row.statuses |= {status: None} if status else {}


def _cell(line: Line, index: int) -> str:
    return line.cells[index].strip() if index < len(line.cells) else ""


def _title(cell: str) -> str:
    """The problem a cell names, without its number."""
    flat = flatten(_BREAK.sub("", cell))
    marker = head_marker(flat.text)
    start = marker.end if marker else 0
    title = title_in(flat.text[start:], whole=True)
    return flat.clean(start + title.start, start + title.end)


def _measures(line: Line, cell: str) -> list[DraftMeasure]:
    """The measures in a cell: one to a numbered token, or one to a line."""
    base = max(line.flat.source.find(cell), 0) if cell else 0
    found: list[DraftMeasure] = []
    at = 0
    for piece in _BREAK.split(cell):
        start = cell.find(piece, at)
        at = start + len(piece)
        found.extend(_measures_of_piece(line, piece, base + start))
    numbered = [measure for measure in found if measure.number is not None]
    return numbered or found


def _measures_of_piece(line: Line, piece: str, base: int) -> Iterator[DraftMeasure]:
    flat = flatten(piece)
    head = head_marker(flat.text)
    cuts = [(0, head.end if head else 0, head.written if head else None)]
    if head is None or head.value == 1:
        expected = head.value + 1 if head else 1
        for marker in run_on_markers(flat.text, cuts[0][1]):
            if (head is None or marker.kind == head.kind) and marker.value == expected:
                cuts.append((marker.start, marker.end, marker.written))
                expected += 1
                head = head or marker
    for index, (begin, body, number) in enumerate(cuts):
        end = cuts[index + 1][0] if index + 1 < len(cuts) else len(flat.text)
        if not flat.text[body:end].strip("；。/—-"):
            continue
        first, last = flat.span(begin, end)
        title = flat.clean(body, body + len(slogan(flat.text[body:end])))
        yield DraftMeasure(number, title, flat.exact(body, end), Place(line.block, base + first, base + last))


def _finished(row: _Row) -> DraftFinding:
    # Measures of one problem that stand differently say nothing of the whole.
    status = next(iter(row.statuses)) if len(row.statuses) == 1 else None
    return DraftFinding(row.number, row.title, row.aspect, status, tuple(row.items), tuple(row.measures), row.place)
