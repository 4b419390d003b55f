"""Ledgers: table rows with columns for the problem, its measures and the rest become findings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby

from bihuan.documents.blocks import Place
from bihuan.documents.draft import DraftFinding, DraftItem, DraftMeasure
from bihuan.documents.outline.labels import head_label
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import head_marker, run_on_markers
from bihuan.documents.outline.measures import slogan
from bihuan.documents.outline.titles import title_in
from bihuan.documents.text.flat import flatten


class Column(Enum):
    """What a column of a ledger holds."""

    NUMBER = "number"
    ASPECT = "aspect"
    PROBLEM = "problem"
    DETAIL = "detail"
    MEASURES = "measures"
    PROGRESS = "progress"
    STATUS = "status"


_HEADS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.NUMBER, re.compile(r"^(?:序号|编号|问题编号|问题序号|No\.?)$")),
    (Column.STATUS, re.compile(r"状态|进度|是否(?:完成|整改)|整改结果$|完成情况$|销号")),
    (Column.MEASURES, re.compile(r"措施|举措|整改办法|整改内容")),
    (Column.PROGRESS, re.compile(r"(?:整改|落实|进展|完成).*(?:情况|成效|进展)|^整改落实$")),
    (Column.DETAIL, re.compile(r"(?:具体|子|二级|细化).*(?:问题|表现|内容)|具体表现|问题(?:描述|表现)|问题具体")),
    (Column.ASPECT, re.compile(r"类别|方面|领域|分类|类型|板块")),
    (Column.PROBLEM, re.compile(r"问题|反馈(?:意见|内容)|整改(?:任务|事项|项目)|任务|隐患")),
)
_OTHER = re.compile(r"目标|领导|责任|部门|单位|时限|时间|期限|备注|牵头|配合|人员|股室|科室|联系")
_BREAK = re.compile(r"<br\s*/?>|\r\n?|\n", re.IGNORECASE)


@dataclass
class _Row:
    """A ledger row as it grows: further rows of merged cells add to it."""

    number: str | None
    aspect: str | None
    title: str
    status: str | None
    place: Place
    items: list[DraftItem] = field(default_factory=list)
    measures: list[DraftMeasure] = field(default_factory=list)


def ledger_findings(lines: Sequence[Line]) -> list[DraftFinding]:
    """Return the findings of all tables that have a column for problems and one for measures, progress or status."""
    found: list[DraftFinding] = []
    columns: dict[Column, int] = {}
    for _, rows in groupby((line for line in lines if line.cells), key=lambda line: line.table):
        group = list(rows)
        head = _head_of(group)
        if head is not None:
            at, columns = head
            group = group[at + 1 :]
        elif not columns:
            continue
        found.extend(_finished(row) for row in _rows(group, columns))
    return found


def loosened(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with the rows of tables that are no ledgers taken apart: some reports stand inside a table."""
    kept: list[Line] = []
    ledger = False
    for whole, rows in groupby(lines, key=lambda line: line.table):
        group = list(rows)
        if whole is None:
            kept.extend(group)
            continue
        ledger = ledger or _head_of(group) is not None
        if ledger:
            kept.extend(group)
        else:
            kept.extend(line for row in group for line in _taken_apart(row))
    return kept


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


def _head_of(rows: Sequence[Line]) -> tuple[int, dict[Column, int]] | None:
    """The header row among the first rows, and which column is what."""
    for at, line in enumerate(rows[:4]):
        columns: dict[Column, int] = {}
        for index, cell in enumerate(line.cells):
            kind = _column(flatten(cell).text)
            if kind is not None:
                columns.setdefault(kind, index)
        if Column.PROBLEM not in columns and Column.DETAIL in columns:
            columns[Column.PROBLEM] = columns.pop(Column.DETAIL)
        told = {Column.MEASURES, Column.PROGRESS, Column.STATUS, Column.NUMBER} & set(columns)
        if Column.PROBLEM in columns and told:
            return at, columns
    return None


def _column(head: str) -> Column | None:
    if not head or len(head) > 16:
        return None
    for kind, pattern in _HEADS:
        if pattern.search(head) and not (kind in {Column.PROBLEM, Column.ASPECT} and _OTHER.search(head)):
            return kind
    return None


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
        number, aspect, _title(cell[Column.PROBLEM]), None, Place(line.block, start, start + len(cell[Column.PROBLEM]))
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
        row.status = row.status or status


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
    return DraftFinding(row.number, row.title, row.aspect, row.status, tuple(row.items), tuple(row.measures), row.place)
