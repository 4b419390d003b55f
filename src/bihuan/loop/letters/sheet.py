"""The register as a sheet, for a workbook and for paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Final

from django.utils.translation import gettext

from bihuan.documents.layout.sheet import Book, Cell, Sheet, SheetColumn
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.loop.letters.models import Letter
from bihuan.loop.letters.queries import names_of
from bihuan.loop.writing.words import day_in_words

STATES: Final = {
    "prepared": "待签发", "issued": "待签收", "received": "待回复", "replied": "回复待审", "closed": "已办结", "withdrawn": "已撤回",
}  # fmt: skip


def register_sheet(letters: Sequence[Letter], day: date) -> Sheet:
    """
    Return the register as a sheet in Chinese, oldest first: a register is an official record.

    letters: with their cases.
    """
    names = names_of(list(letters))
    columns = (
        SheetColumn("n", "序号", "number", width=6),
        SheetColumn("number", "文号", width=22),
        SheetColumn("title", "文书", width=18),
        SheetColumn("case", "事项编号", width=14),
        SheetColumn("subject", "事项", width=36),
        SheetColumn("to", "主送", width=24),
        SheetColumn("because", "事由", width=30),
        SheetColumn("issued", "签发日期", "date", width=12),
        SheetColumn("receipt_due", "应签收日期", "date", bands=("签收",), width=12),
        SheetColumn("received", "实际签收日期", "date", bands=("签收",), width=12),
        SheetColumn("reply_due", "应回复日期", "date", bands=("回复",), width=12),
        SheetColumn("replied", "首次回复日期", "date", bands=("回复",), width=12),
        SheetColumn("state", "状态", width=10),
        SheetColumn("withdrawn", "撤回原因", width=20),
    )
    told = sorted((one for one in letters if one.case.wall is None), key=lambda one: one.pk)
    rows = [_row(n, one, names) for n, one in enumerate(told, start=1)]
    return Sheet("督办文书登记簿", "督办文书登记簿", f"截至{day_in_words(day)}", columns, tuple(rows), paper="A3")


def _row(n: int, letter: Letter, names: dict[int, list[str]]) -> tuple[Cell, ...]:
    return (
        n, letter.number, letter.title, letter.case.number, letter.case.subject, "、".join(names.get(letter.pk, ())),
        letter.because, letter.issued_on, letter.receipt_due_on, letter.received_on, letter.reply_due_on,
        letter.first_replied_on, STATES[letter.state], letter.withdrawn_because,
    )  # fmt: skip


def register_file(letters: Sequence[Letter], day: date) -> tuple[bytes, str]:
    """Return the register as a workbook and its name."""
    stream = BytesIO()
    write_xlsx(Book((register_sheet(letters, day),)), stream)
    return stream.getvalue(), f"{gettext('Register of letters')}-{day:%Y%m%d}.xlsx"
