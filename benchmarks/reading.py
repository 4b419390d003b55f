"""
How long a report of 25 kB takes from file to draft, in every format, beside the bare library that parses it.

    python -m benchmarks.reading [COUNT]

Times are those of the processor on one core; memory is the peak of a process that reads all documents of one format.
"""

from __future__ import annotations

import csv
import io
import multiprocessing
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from tests.documents.files import makers, ofd_makers, ole_makers, table_makers

SIZE = 25_000
COUNT = 30
ROWS = 100_000  # of a large ledger
CHINESE = "一二三四五六七八九十"
SUBJECTS = (
    "市场保供预案",
    "专项资金拨付",
    "学习制度执行",
    "项目招标管理",
    "会议费用控制",
    "干部轮岗交流",
    "档案归集移交",
)
FAULTS = ("更新不及时", "进展缓慢", "不够严格", "存在薄弱环节", "底数不清", "监督不到位")
DEEDS = ("修订管理办法", "开展专项排查", "召开调度会议", "建立问题台账", "组织业务培训", "公开办理结果", "清理历史欠账")
RESULTS = ("已全部完成并通过复核", "整改到位并报区委备案", "形成长效机制并按季通报", "由分管领导逐项签字确认")


def report(seed: int) -> tuple[str, ...]:
    """Return the paragraphs of an invented report of about 25 kB."""
    choose = random.Random(seed)
    lines = [*makers.REPORT[:2], "一、反馈问题整改落实情况"]
    number = 0
    while sum(len(line.encode()) for line in lines) < SIZE:
        number += 1
        subject, fault = choose.choice(SUBJECTS), choose.choice(FAULTS)
        lines.append(f"({_chinese(number)})关于“{subject}{fault}”问题的整改。")
        for measure in range(1, choose.randint(2, 5)):
            deeds = ",".join(f"{choose.choice(DEEDS)}{choose.randint(2, 60)}次" for _ in range(choose.randint(2, 7)))
            lines.append(f"{measure}.{deeds},涉及金额{choose.randint(1, 9000) / 10}万元,{choose.choice(RESULTS)}。")
    return (*lines, *makers.REPORT[-3:])


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (CHINESE[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (CHINESE[ones - 1] if ones else "")


def bare_text(data: bytes) -> object:
    """Do what every reader of a text does."""
    return data.decode().splitlines()


def bare_html(data: bytes) -> object:
    """Parse a page with lxml."""
    from lxml import etree

    return "".join(map(str, etree.fromstring(data.decode(), etree.HTMLParser()).itertext()))


def bare_docx(data: bytes) -> object:
    """Parse the main part with lxml."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def bare_pdf(data: bytes) -> object:
    """Take the text of every page with PDFium."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_range() for page in document]


def rows(paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the problems and measures of a report as the rows of a ledger, merged over the measures of a problem."""
    found = [("序号", "反馈问题", "整改措施", "责任单位", "整改状态")]
    number = 0
    for line in paragraphs:
        if line.startswith("("):
            number += 1
            head = (str(number), line.partition("“")[2].partition("”")[0])
        elif number and line[0].isdecimal() and line[1] == ".":
            found.append((*head, line, "办公室", "已完成"))
            head = (table_makers.UP, table_makers.UP)
    return tuple(found)


def old_word(paragraphs: tuple[str, ...]) -> bytes:
    """Return a report as a Word document of 1997–2003."""
    return ole_makers.word([("\r".join((*paragraphs, "")), "utf-16-le")])


def ofd(paragraphs: tuple[str, ...]) -> bytes:
    """Return a report as OFD, every line a run."""
    return ofd_makers.by_runs(ofd_makers.typeset(paragraphs))


def bare_ole(data: bytes) -> object:
    """Take the stream with the text."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as ole, ole.openstream("WordDocument") as stream:
        return stream.read()


def bare_ofd(data: bytes) -> object:
    """Parse every page with lxml."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [etree.fromstring(archive.read(name)) for name in archive.namelist() if "Pages/" in name]


def bare_book(data: bytes) -> object:
    """Take every row with calamine."""
    import python_calamine

    with python_calamine.load_workbook(io.BytesIO(data)) as book:
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def bare_csv(data: bytes) -> object:
    """Take every row with the csv module."""
    return list(csv.reader(io.StringIO(data.decode("gb18030"), newline="")))


@dataclass(frozen=True)
class Subject:
    """A format to measure: how a file is made, and what the bare library is called and does."""

    make: Callable[[tuple[str, ...]], bytes]
    library: str
    bare: Callable[[bytes], object]


SUBJECT = {
    "txt": Subject(makers.text, "bytes.decode", bare_text),
    "md": Subject(makers.markdown, "bytes.decode", bare_text),
    "html": Subject(makers.web_page, "lxml", bare_html),
    "docx": Subject(makers.word, "lxml", bare_docx),
    "docx, numbered by Word": Subject(makers.word_numbered, "lxml", bare_docx),
    "doc": Subject(old_word, "olefile", bare_ole),
    "rtf": Subject(makers.rich_text, "bytes.decode", lambda data: data.decode("latin-1").splitlines()),
    "pdf": Subject(makers.pdf, "pypdfium2", bare_pdf),
    "ofd": Subject(ofd, "lxml", bare_ofd),
    "xlsx": Subject(lambda report: table_makers.workbook(rows=rows(report)), "calamine", bare_book),
    "csv": Subject(lambda report: table_makers.csv(rows=rows(report)), "csv", bare_csv),
}


@dataclass(frozen=True)
class Row:
    """What was measured: milliseconds a document, and megabytes of the whole process."""

    read: float
    draft: float
    bare: float
    peak: float


def measure(name: str, files: list[bytes]) -> Row:
    """Return what one format takes; meant for a process of its own."""
    from bihuan.documents.files import read_file
    from bihuan.documents.reading import read_draft

    bare = SUBJECT[name].bare
    read_draft(read_file(files[0], f"report.{name}"))  # imports
    bare(files[0])
    sources = []
    start = time.process_time()
    for data in files:
        sources.append(read_file(data, f"report.{name}"))
    middle = time.process_time()
    for source in sources:
        assert read_draft(source).findings, name
    end = time.process_time()
    for data in files:
        bare(data)
    last = time.process_time()
    each = 1000 / len(files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Row((middle - start) * each, (end - middle) * each, (last - end) * each, peak)


def ledger(count: int) -> bytes:
    """Return a ledger of 12 columns and so many rows."""
    import xlsxwriter

    file = io.BytesIO()
    head = (
        "序号",
        "反馈问题",
        "整改措施",
        "责任单位",
        "责任人",
        "完成时限",
        "进度",
        "金额",
        "备注",
        "来源",
        "类别",
        "整改状态",
    )
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        share = book.add_format({"num_format": "0.0%"})
        sheet.write_row(0, 0, head)
        for row in range(1, count + 1):
            subject = f"{SUBJECTS[row % len(SUBJECTS)]}{FAULTS[row % len(FAULTS)]}第{row}项"
            sheet.write_row(
                row, 0, (row, subject, f"1.{DEEDS[row % len(DEEDS)]}。", "办公室", "陈立群", "2026年3月底前")
            )
            sheet.write(row, 6, row % 100 / 100, share)
            sheet.write_row(row, 7, (row * 1.5, "", "巡察", "财务管理", "已完成"))
    return file.getvalue()


def measure_ledger(count: int) -> tuple[float, float, float]:
    """Return the seconds of our reader and of calamine alone for a ledger of so many rows, and the peak in megabytes."""
    from bihuan.documents.files import read_file

    data = ledger(count)
    start = time.process_time()
    bare_book(data)
    middle = time.process_time()
    assert len(read_file(data, "台账.xlsx").blocks) == count + 1
    return (
        time.process_time() - middle,
        middle - start,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def main(words: list[str]) -> int:
    """Make the documents, measure every format and print the table."""
    count = int(words[0]) if words else COUNT
    reports = [report(seed) for seed in range(count)]
    print(f"{count} reports of {SIZE // 1000} kB in each format; one core\n")
    print("| format | read ms | draft ms | documents/s/core | bare library | bare ms | peak MB |")
    print("|---|---:|---:|---:|---|---:|---:|")
    for name, subject in SUBJECT.items():
        files = [subject.make(paragraphs) for paragraphs in reports]
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            row = pool.submit(measure, name, files).result()
        rate = 1000 / (row.read + row.draft)
        print(
            f"| {name} | {row.read:.1f} | {row.draft:.1f} | {rate:.0f} |"
            f" {subject.library} | {row.bare:.1f} | {row.peak:.0f} |",
            flush=True,
        )
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        ours, bare, peak = pool.submit(measure_ledger, ROWS).result()
    print(f"\nxlsx of {ROWS:,} rows and 12 columns: {ours:.1f} s, calamine alone {bare:.1f} s, peak {peak:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
