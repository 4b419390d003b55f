"""Columns of a table that do not add up to its row of totals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from bihuan.documents.blocks import Place
from bihuan.documents.checks.amounts import written
from bihuan.documents.checks.examined import Examined
from bihuan.documents.checks.remark import Remark
from bihuan.documents.outline.lines import Line
from bihuan.documents.text.flat import flatten
from bihuan.packspec.bilingual import Text

COLUMN = Text(
    "表中“{name}”列合计为{total}，各行之和为{sum}，请核对",
    "The column “{name}” has the total {total}, its rows come to {sum}; please check",
)
_TOTAL = re.compile(r"^(?:合计|总计|共计|全(?:市|县|区|省)合计)$")
_PARTED = re.compile(r"小计|其中|合计|总计|累计")
_NOT_ADDED = re.compile(r"率|占比|比例|序号|编号|年份|年度|排名|名次|平均|均|日期|时间|电话|%")
_NUMBER = re.compile(r"\d{1,3}(?:，\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def column_totals(document: Examined) -> Iterator[Remark]:
    """Yield a remark for each column of numbers whose rows do not come to the number in the row of totals."""
    rows = [line for line in document.lines if line.cells]
    for _, table in groupby(rows, key=lambda line: line.table):
        yield from _of_table(list(table))


def _of_table(rows: Sequence[Line]) -> Iterator[Remark]:
    cells = [[flatten(cell).text for cell in row.cells] for row in rows]
    totals = [at for at, row in enumerate(cells) if any(_TOTAL.match(cell) for cell in row[:2])]
    # Sub-totals and “of which” rows are counted twice; such a table is left to people.
    if len(totals) != 1 or len(rows) < 4:
        return
    total = totals[0]
    others = [row for at, row in enumerate(cells) if at != total and len(row) == len(cells[total])]
    if any(_PARTED.search(cell) for row in others[1:] for cell in row[:2]):
        return
    for column, said in enumerate(cells[total]):
        head = others[0][column] if others else ""
        values = [row[column] for row in others[1:]]
        if not _NUMBER.fullmatch(said) or _NOT_ADDED.search(head) or _NUMBER.fullmatch(head):
            continue
        if sum(bool(value) for value in values) < 2 or any(value and not _is_number(value) for value in values):
            continue
        found = sum((_decimal(value) for value in values if _NUMBER.fullmatch(value)), Decimal(0))
        if found != _decimal(said):
            says = COLUMN.format(name=head or str(column + 1), total=said, sum=written(found))
            yield Remark("parts_and_total", "warning", says, _place(rows[total]))


def _is_number(cell: str) -> bool:
    return cell in {"-", "—", "/", "--"} or bool(_NUMBER.fullmatch(cell))


def _decimal(cell: str) -> Decimal:
    return Decimal(cell.replace("，", ""))


def _place(line: Line) -> Place:
    return line.place(0, len(line.text))
