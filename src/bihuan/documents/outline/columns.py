"""The columns of a ledger: what their headings call them, over one to three rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bihuan.documents.outline.lines import Line
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
    (
        Column.STATUS,
        re.compile(r"状态|进度|是否(?:已经?)?(?:完成|整改|到位|销号|办结)|整改结果$|完成情况$|销号|整改结论"),
    ),
    (Column.PROGRESS, re.compile(r"^(?:已|目前)采取")),
    (Column.MEASURES, re.compile(r"措施|举措|整改办法|整改内容")),
    (Column.PROGRESS, re.compile(r"(?:整改|落实|进展|完成).*(?:情况|成效|进展)|^整改落实$")),
    (
        Column.DETAIL,
        re.compile(r"(?:具体|子|二级|细化).*(?:问题|表现|内容)|具体表现|问题(?:描述|表现)|问题具体"),
    ),
    (Column.ASPECT, re.compile(r"类别|方面|领域|分类|类型|板块")),
    (Column.PROBLEM, re.compile(r"问题|反馈(?:意见|内容)|整改(?:任务|事项|项目)|任务|隐患")),
)
_OTHER = re.compile(
    r"目标|领导|责任|部门|单位|时限|时间|期限|备注|牵头|配合|人员|股室|科室|联系|来源|金额|依据|年份|年度|数量|性质|标准"
)
# A column of dates, names or counts, though its heading begins with what they are about: 整改措施完成时限.
_COUNTED = re.compile(r"(?:时限|时间|期限|日期|单位|部门|领导|责任人|人员|数量|个数|条数|项数|标准|要求|依据|数)$")
_AND = re.compile(r"[及和与、/]|以及")
_LONGEST = 20
_MOST_ROWS = 3
_LOOKED_AT = 8
_GAP = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Head:
    """
    The heading of a ledger.

    at, end: its first row, and the one behind its last; columns: what stands where; width: cells of its rows.
    """

    at: int
    end: int
    columns: dict[Column, int]
    width: int


def head_of(rows: Sequence[Line]) -> Head | None:
    """Return the heading among the first rows of a table that is a ledger: it names problems and something told of them."""
    for at, line in enumerate(rows[:_LOOKED_AT]):
        if _found(columns := _columns([line])):
            end = at + 1
            best = columns
            # What stands below a band names the columns better, so all rows that still are headings are taken together.
            while end < len(rows) and end - at < _MOST_ROWS and _continues(rows[at:end], rows[end]):
                end += 1
                deeper = _columns(rows[at:end])
                best = deeper if _found(deeper) else best
            return Head(at, end, best, max(len(row.cells) for row in rows[at:end]))
        if at + 1 < len(rows) and _bands(line, rows[at + 1]):
            for end in (at + 2, at + 3):
                deeper = _columns(rows[at:end])
                more = end < len(rows) and end - at < _MOST_ROWS and _continues(rows[at:end], rows[end])
                if _found(deeper) and not more:
                    return Head(at, end, deeper, max(len(row.cells) for row in rows[at:end]))
    return None


def heading(cell: str) -> str:
    """Return what a heading cell says, without the spaces and line breaks that set it."""
    return _GAP.sub("", flatten(cell).text)


def _found(columns: dict[Column, int]) -> bool:
    told = {Column.MEASURES, Column.PROGRESS, Column.STATUS, Column.NUMBER} & set(columns)
    return Column.PROBLEM in columns and bool(told)


def _bands(line: Line, below: Line) -> bool:
    """Whether a row of headings has wide cells over narrower ones in the row below."""
    filled = [at for at, cell in enumerate(line.cells) if cell.strip()]
    under = [at for at, cell in enumerate(below.cells) if cell.strip() and at < len(line.cells) and not line.cells[at]]
    return len(filled) > 1 and bool(under) and all(_is_heading(cell) for cell in (*line.cells, *below.cells))


def _continues(head: Sequence[Line], line: Line) -> bool:
    """Whether a row goes on with the headings above it: it fills what they leave open, and nothing else."""
    filled = [at for at, cell in enumerate(line.cells) if cell.strip()]
    if not filled or not all(_is_heading(line.cells[at]) for at in filled):
        return False
    open_above = [at for at in filled if _band(head, at) is not None]
    return bool(open_above) and all(at in open_above or _repeats(head, line, at) for at in filled)


def _band(head: Sequence[Line], at: int) -> str | None:
    """The wide heading that reaches over a column from the left in the last row above, None where there is none."""
    above = head[-1].cells
    if at < len(above) and above[at].strip():
        right = above[at + 1 : at + 2]
        return above[at] if right and not right[0].strip() else None
    return next((cell for cell in reversed(above[:at]) if cell.strip()), None)


def _repeats(head: Sequence[Line], line: Line, at: int) -> bool:
    return any(at < len(row.cells) and heading(row.cells[at]) == heading(line.cells[at]) for row in head)


def _is_heading(cell: str) -> bool:
    text = heading(cell)
    return len(text) <= _LONGEST and not re.search(r"[。；！？]|\d{2,}|^已|^未|^\d", text)


def _columns(rows: Sequence[Line]) -> dict[Column, int]:
    """What stands in which column, by the lowest heading of each, else by that with the band above it."""
    columns: dict[Column, int] = {}
    width = max(len(row.cells) for row in rows)
    for at in range(width):
        stack = _stack(rows, at)
        if not stack:
            continue
        kind = column_of(stack[-1]) or (column_of("".join(stack)) if len(stack) > 1 else None)
        if kind is not None:
            columns.setdefault(kind, at)
    if Column.PROBLEM not in columns and Column.DETAIL in columns:
        columns[Column.PROBLEM] = columns.pop(Column.DETAIL)
    return columns


def _stack(rows: Sequence[Line], at: int) -> list[str]:
    """The headings over a column from the top, a band for all columns it reaches over."""
    stack: list[str] = []
    for row, line in enumerate(rows):
        own = heading(line.cells[at]) if at < len(line.cells) else ""
        if (
            not own
            and row + 1 < len(rows)
            and any(heading(below.cells[at]) for below in rows[row + 1 :] if at < len(below.cells))
        ):
            own = next((heading(cell) for cell in reversed(line.cells[:at]) if cell.strip()), "")
        if own and own not in stack[-1:]:
            stack.append(own)
    return stack


def column_of(head: str) -> Column | None:
    """Return what a heading says its column holds, None if it is none of what a draft is made of."""
    if not head or len(head) > _LONGEST:
        return None
    if _COUNTED.search(_AND.split(head)[0]) and not re.fullmatch(r"问题|任务", head):
        return None
    for kind, pattern in _HEADS:
        if pattern.search(head) and not (kind in {Column.PROBLEM, Column.ASPECT} and _OTHER.search(head)):
            return kind
    return None
