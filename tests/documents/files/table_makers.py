"""
One invented ledger, and a report with it in its middle, written as tables of every format.

`UP` and `LEFT` stand for cells that a merged one above or to the left covers.
"""

from __future__ import annotations

import csv as separated
from collections.abc import Callable, Iterator, Sequence
from html import escape
from io import BytesIO, StringIO

import docx
import xlsxwriter

from tests.documents.files import makers, ofd_makers

UP, LEFT = "^", "<"
Rows = Sequence[Sequence[str]]

TITLE = "临泉湖区商务局党组巡察整改台账"
ASOF = "截至2025年12月10日"
HEAD = (
    ("序号", "问题类别", "反馈问题", "整改措施", "责任", LEFT, "完成时限", "整改状态"),
    (UP, UP, UP, UP, "责任领导", "责任部门", UP, UP),
)
LEDGER = (
    *HEAD,
    ("1", "履行职能", "市场保供预案更新不及时", "1.修订应急预案。", "周明远", "运行科", "2025年9月底前", "已完成"),
    (UP, UP, UP, "2.组织演练2次,补充储备点5处。", "周明远", "运行科", "长期坚持", UP),
    (
        "2",
        "资金管理",
        "专项资金拨付缓慢",
        "一是清理未拨付资金7笔。二是制定资金管理办法。",
        "陈立群",
        "财务科",
        "2026年3月31日",
        "正在整改",
    ),
    (
        "3",
        UP,
        "会议费用控制不严",
        "1.修订会议管理办法。\n2.压减会议6次。\n3.按季公开费用。",
        "陈立群",
        "办公室",
        "2025年12月底前",
        "已完成",
    ),
    ("合计", LEFT, "3项", "7条", "", "", "", ""),
)
FINDINGS = (
    ("1", "市场保供预案更新不及时", "履行职能", "已完成", ("修订应急预案。", "组织演练2次,补充储备点5处。")),
    ("2", "专项资金拨付缓慢", "资金管理", "正在整改", ("清理未拨付资金7笔。", "制定资金管理办法。")),
    ("3", "会议费用控制不严", "资金管理", "已完成", ("修订会议管理办法。", "压减会议6次。", "按季公开费用。")),
)
BEFORE = (
    "中共临泉湖区商务局党组关于区委巡察整改进展情况的通报",
    makers.REPORT[1],
    "现将反馈问题整改情况列表如下。",
)
AFTER = ("联系电话:0500-7654321。", "中共临泉湖区商务局党组", "2025年12月10日")


def spans(rows: Rows) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield row, column, height, width and text of every cell that is not covered."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in (UP, LEFT):
                continue
            high = wide = 1
            while r + high < len(rows) and rows[r + high][c] == UP:
                high += 1
            while c + wide < len(row) and row[c + wide] == LEFT:
                wide += 1
            yield r, c, high, wide, text


def bare(rows: Rows) -> list[list[str]]:
    """Return the rows with covered cells empty."""
    return [["" if text in (UP, LEFT) else text for text in row] for row in rows]


def word(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
    """Return a Word document."""
    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]))
    table.style = "Table Grid"
    for r, c, high, wide, text in spans(rows):
        cell = table.cell(r, c)
        if high > 1 or wide > 1:
            cell = cell.merge(table.cell(r + high - 1, c + wide - 1))
            for paragraph in cell.paragraphs[1:]:
                paragraph._p.getparent().remove(paragraph._p)
        first, *more = text.split("\n")
        cell.paragraphs[0].text = first
        for line in more:
            cell.add_paragraph(line)
    for line in after:
        document.add_paragraph(line)
    return makers.saved(document)


def web_page(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
    """Return a web page."""
    body = "".join(f"<p>{escape(line)}</p>" for line in before) + "<table border=1>"
    for r in range(len(rows)):
        cells = "".join(
            f'<td rowspan="{high}" colspan="{wide}">{escape(text).replace(chr(10), "<br>")}</td>'
            for at, _, high, wide, text in spans(rows)
            if at == r
        )
        body += f"<tr>{cells}</tr>"
    body += "</table>" + "".join(f"<p>{escape(line)}</p>" for line in after)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def markdown(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
    """Return Markdown, which knows no merged cells."""
    lines = [f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in row)} |" for row in bare(rows)]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n\n".join([*before, "\n".join(lines), *after]).encode()


def pdf(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
    """Return a PDF whose table repeats its heading on every page."""
    heads = max(high for r, _, high, _, _ in spans(rows) if r == 0)
    cells = [
        f"table.cell(rowspan: {high}, colspan: {wide}, x: {c}, y: {r})[{_typed(text)}]"
        for r, c, high, wide, text in spans(rows)
    ]
    count = sum(r < heads for r, *_ in spans(rows))
    header = f"table.header({', '.join(cells[:count])})"
    columns = ", ".join(["24pt", "1fr", "2fr", "3fr", *["1fr"] * (len(rows[0]) - 4)])
    table = f"#set par(first-line-indent: 0em)\n#set text(size: 10pt)\n#table(columns: ({columns}), {header}, {', '.join(cells[count:])})"
    start, end = ("\n\n".join(map(makers.typed, lines)) for lines in (before, after))
    return makers.typst_pdf(f"{makers.GOVERNMENT_PAGE}\n{start}\n\n#[{table}]\n\n{end}")


def _typed(text: str) -> str:
    return " #linebreak() ".join(makers.typed(line) for line in text.split("\n"))


def ofd(
    write: Callable[[list[ofd_makers.Sheet]], bytes],
) -> Callable[..., bytes]:
    """Return a maker of OFD files with one of the writers."""

    def make(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
        return write(ofd_makers.with_table(tuple(before), list(spans(rows)), tuple(after)))

    return make


def rich_text(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
    """Return rich text as Word and WPS write it in China: bytes of code page 936."""
    edges = [1100 * (at + 1) for at in range(len(rows[0]))]
    body = ""
    for r, row in enumerate(rows):
        definition, cells = "", ""
        for c, text in enumerate(row):
            if text == LEFT:
                continue
            _, _, high, wide, _ = next((one for one in spans(rows) if one[:2] == (r, c)), (0, 0, 1, 1, ""))
            definition += "\\clvmgf" if high > 1 else "\\clvmrg" if text == UP else ""
            definition += f"\\cellx{edges[c + wide - 1]}"
            cells += f"\\pard\\intbl {makers.escaped('' if text == UP else text)}\\cell"
        body += f"\\trowd\\trgaph108\\trleft0{definition}\n{cells}\\row\n"
    return makers.rich_text(tuple(before), behind=body, after=tuple(after))


def workbook(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
    """Return a workbook with a title over the whole width."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        width = len(rows[0])
        for at, line in enumerate(before):
            sheet.merge_range(at, 0, at, width - 1, line)
        for r, c, high, wide, text in spans(rows):
            top = r + len(before)
            value = int(text) if text.isdecimal() else text
            if high > 1 or wide > 1:
                sheet.merge_range(top, c, top + high - 1, c + wide - 1, value)
            elif value != "":
                sheet.write(top, c, value)
        for at, line in enumerate(after, start=len(before) + len(rows)):
            sheet.write(at, 0, line)
    return file.getvalue()


def csv(before: Sequence[str] = (TITLE, ASOF), rows: Rows = LEDGER, after: Sequence[str] = ()) -> bytes:
    """Return separated values in the encoding of a Chinese Excel."""
    file = StringIO(newline="")
    writer = separated.writer(file)
    width = len(rows[0])
    writer.writerows([line, *[""] * (width - 1)] for line in before)
    writer.writerows(bare(rows))
    writer.writerows([line, *[""] * (width - 1)] for line in after)
    return file.getvalue().encode("gb18030")


PAPERS: dict[str, Callable[..., bytes]] = {
    "typed.docx": word,
    "page.html": web_page,
    "markdown.md": markdown,
    "printed.pdf": pdf,
    "lines.ofd": ofd(ofd_makers.by_lines),
    "runs.ofd": ofd(ofd_makers.by_runs),
    "letters.ofd": ofd(ofd_makers.by_letters),
    "codepage.rtf": rich_text,
}
SHEETS: dict[str, Callable[..., bytes]] = {"book.xlsx": workbook, "gb18030.csv": csv}
