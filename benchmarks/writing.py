"""
How long ledgers and documents take to write, in every format, beside the bare library that does the least with the same content.

    python -m benchmarks.writing [ROWS]

Times are those of the processor on one core; memory is the peak of a process that writes one format.
"""

from __future__ import annotations

import io
import itertools
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from bihuan.documents.layout.paper import Heading, Paper, Paragraph, Part
from bihuan.documents.layout.sheet import Book, Cell, Sheet, SheetColumn

ROWS = 100_000
FINDINGS = 35
REPEATED = 5
SENTENCE = "召开专题会议5次，研究具体办法，修订《工作规则》，明确议事清单24项，组织业务培训8期，覆盖320人次，清退不合规支出3.6万元。"
FIRST = date(2024, 1, 1)
COLUMNS = (
    SheetColumn("n", "序号", "number", width=6),
    SheetColumn("unit", "责任单位", width=16),
    SheetColumn("problem", "问题表述", bands=("整改责任清单",), width=34),
    SheetColumn("amount", "问题金额", "money", bands=("整改责任清单",), unit="万元", width=14),
    SheetColumn("due", "整改时限", "date", bands=("整改目标清单",), width=13),
    SheetColumn("standard", "完成标准", bands=("整改目标清单",), width=22),
    SheetColumn("kind", "整改类型", bands=("整改目标清单",), width=10),
    SheetColumn("state", "整改状态", bands=("整改情况",), width=12, fill=True, choices=("已完成", "正在整改")),
    SheetColumn("done", "完成日期", "date", bands=("整改情况",), width=13, fill=True),
    SheetColumn("money", "追缴资金", "money", bands=("整改情况",), unit="万元", width=14, fill=True),
    SheetColumn("rate", "完成率", "percent", bands=("整改情况",), width=10),
    SheetColumn("text", "已采取的措施", bands=("整改情况",), width=34, fill=True),
)


def rows(count: int) -> Iterator[tuple[Cell, ...]]:
    """Return the rows of an invented ledger, one by one."""
    for number in range(1, count + 1):
        yield (
            number, f"第{number // 7 + 1}街道办事处", f"第{number}项工作推进缓慢，底数不清", Decimal(number) / 8,
            FIRST + timedelta(number % 365), "制度印发并执行满三个月", "立行立改", "已完成",
            FIRST + timedelta(number % 300), Decimal("3.6"), Decimal("85.3"), SENTENCE,
        )  # fmt: skip


def ledger(count: int) -> Book:
    """Return a ledger of so many rows."""
    return Book((Sheet("台账", "云湖新区巡察整改台账", "截至2024年02月22日", COLUMNS, rows(count)),), '{"book": 1}')


NUMBER = itertools.count(1)


def report() -> Paper:
    """Return a report of some twenty pages, no two the same, since typst remembers what it has set before."""
    parts: list[Part] = [Heading(1, "反馈问题整改落实情况")]
    written = f"第{next(NUMBER)}稿。{SENTENCE}"
    for number in range(1, FINDINGS + 1):
        parts.append(Heading(2, f"关于“第{number}项工作推进缓慢”问题的整改"))
        parts += [Heading(3, "压实责任"), Paragraph(written * 2), Heading(3, "建立机制"), Paragraph(written * 2)]
    return Paper(
        "report", "云湖新区党工委关于巡察整改进展情况的报告", tuple(parts), signature="云湖新区党工委", dated=FIRST
    )


def our_xlsx(count: int) -> None:
    """Write the ledger as the product does."""
    from bihuan.documents.layout.xlsx import write_xlsx

    with tempfile.TemporaryDirectory() as folder:
        write_xlsx(ledger(count), Path(folder) / "台账.xlsx")


def bare_xlsx(count: int) -> None:
    """Write the same cells with one style for days and nothing around them."""
    import xlsxwriter

    with tempfile.TemporaryDirectory() as folder:
        workbook = xlsxwriter.Workbook(f"{folder}/bare.xlsx", {"constant_memory": True})
        sheet, day = workbook.add_worksheet(), workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, cells in enumerate(rows(count)):
            for place, cell in enumerate(cells):
                sheet.write(number, place, cell, day if isinstance(cell, date) else None)
        workbook.close()


def our_docx(count: int) -> None:
    """Write the report as the product does."""
    from bihuan.documents.layout.docx import write_docx

    write_docx(report(), io.BytesIO())


def bare_docx(count: int) -> None:
    """Write the same paragraphs with python-docx, in its own styles."""
    import docx

    document = docx.Document()
    for part in report().parts:
        if isinstance(part, Heading):
            document.add_heading(part.text, part.level)
        elif isinstance(part, Paragraph):
            document.add_paragraph(part.text)
    document.save(io.BytesIO())


def our_pdf(count: int) -> None:
    """Set the report as the product does."""
    from bihuan.documents.layout.pdf import write_pdf

    write_pdf(report())


def bare_pdf(count: int) -> None:
    """Set the same paragraphs with typst, on its own page."""
    import typst

    text = "\n\n".join(part.text for part in report().parts if isinstance(part, Heading | Paragraph))
    typst.compile(f'#set text(font: "Noto Serif CJK SC")\n{text}'.encode(), format="pdf")


def our_html(count: int) -> None:
    """Write the report as a page."""
    from bihuan.documents.layout.html import write_html

    write_html(report())


def nothing(count: int) -> None:
    """Stand where there is no library to compare with."""


@dataclass(frozen=True)
class Subject:
    """What to measure: ours, the bare library and how often."""

    ours: Callable[[int], None]
    library: str
    bare: Callable[[int], None]
    times: int = REPEATED


SUBJECT = {
    "xlsx ledger": Subject(our_xlsx, "xlsxwriter", bare_xlsx, times=1),
    "docx report": Subject(our_docx, "python-docx", bare_docx),
    "pdf report": Subject(our_pdf, "typst.compile", bare_pdf),
    "html report": Subject(our_html, "none", nothing),
}


def measure(function: Callable[[int], None], count: int, times: int) -> tuple[float, float, float]:
    """Return seconds of the first call and of the best later one, and the peak in MB; meant for a process of its own."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        function(count)
        taken.append(time.process_time() - start)
    return taken[0], min(taken[1:], default=taken[0]), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(words: list[str]) -> int:
    """Measure every format and print the table."""
    count = int(words[0]) if words else ROWS
    print(f"a ledger of {count:,} rows × {len(COLUMNS)} columns, a report of {FINDINGS} findings; one core\n")
    print("| what | first s | again s | peak MB | bare library | first s | again s | peak MB |")
    print("|---|---:|---:|---:|---|---:|---:|---:|")
    for name, subject in SUBJECT.items():
        cells = []
        for function in (subject.ours, subject.bare):
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                first, again, peak = pool.submit(measure, function, count, subject.times).result()
            cells.append(f"{first:.2f} | {again:.3f} | {peak:.0f}")
        print(f"| {name} | {cells[0]} | {subject.library} | {cells[1]} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
