"""
Official documents and ledgers as web pages.

    html_fragment(paper)    for a page of ours, which has its own styles
    write_html(paper)       a page that stands alone, to keep and to print

All text is escaped; there are neither scripts nor style attributes, so that a strict content security policy holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from bihuan.documents.layout.cells import clean, shown
from bihuan.documents.layout.header import depth_of, header_cells
from bihuan.documents.layout.lines import Line, lines_of
from bihuan.documents.layout.measures import signature_margins
from bihuan.documents.layout.paper import Paper
from bihuan.documents.layout.rows import group_of, runs_of, totals_of
from bihuan.documents.layout.sheet import Book, Cell, CellKind, Sheet, SheetColumn

LONGEST_GROUP = 30
LONG_HEAD, WIDEST_ROOM, WIDEST = 14, 16, 8
MARKS = ("copy_number", "secrecy", "urgency")


def html_fragment(paper: Paper, *, level: int = 1) -> str:
    """
    Return a paper as an <article class="paper paper-report">.

    level: of the title; the headings of the text follow below it. Anchors become ids: “finding:12” is id="paper-finding:12".
    """
    seen: set[str] = set()
    margins = signature_margins(paper.signature, paper.dated)
    rooms = {"signature": f" paper-in-{_room(margins[0])}", "date": f" paper-in-{_room(margins[1])}"}
    inside = "\n".join(_line(line, level, seen, rooms.get(line.role, "")) for line in lines_of(paper))
    return f'<article class="paper paper-{paper.layout}" lang="zh-CN">\n{inside}\n</article>\n'


def write_html(paper: Paper) -> str:
    """Return a paper as a whole page with its own styles, for the screen and for printing on A4."""
    return _page(paper.title, html_fragment(paper))


def sheet_fragment(sheet: Sheet, *, level: int = 2) -> str:
    """Return a sheet as title, line of the date, table and notes; rows are read once."""
    return "\n".join(_sheet(sheet, level))


def write_html_book(book: Book) -> str:
    """Return the sheets of a book as one page that stands alone."""
    inside = "\n".join(
        f'<section class="paper paper-ledger">\n{sheet_fragment(sheet, level=1)}\n</section>' for sheet in book.sheets
    )
    return _page(book.sheets[0].title if book.sheets else "", inside)


def _page(title: str, inside: str) -> str:
    style = files(__package__).joinpath("page.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_said(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{inside}</body>\n</html>\n"
    )


def _room(characters: float) -> int:
    return min(WIDEST_ROOM, max(2, round(characters)))


def _line(line: Line, level: int, seen: set[str], room: str) -> str:
    mark = ""
    if line.anchor and line.anchor not in seen:
        seen.add(line.anchor)
        mark = f' id="paper-{escape(clean(line.anchor), quote=True)}"'
    text, role = _said(line.number + line.text), line.role.replace("_", "-")
    if line.sheet is not None:
        return f'<div class="paper-sheet"{mark}>\n{sheet_fragment(line.sheet, level=level + 2)}\n</div>'
    if line.role == "title":
        return f"<h{level}>{text}</h{level}>"
    if line.role == "heading":
        depth = min(level + line.level, 6)
        return f'<h{depth} class="paper-heading paper-level-{line.level}"{mark}>{text}</h{depth}>'
    if line.right:
        text = f"<span>{text}</span> <span>{_said(line.right)}</span>"
    more = room or (" paper-mark" if line.role in MARKS else "")
    if line.role == "head" and len(line.text) > LONG_HEAD:
        more = " paper-head-long"
    classes = "" if line.role == "paragraph" else f' class="paper-{role}{more}"'
    return f"<p{classes}{mark}>{text}</p>"


def _sheet(sheet: Sheet, level: int) -> Iterator[str]:
    if sheet.title:
        yield f'<h{level} class="sheet-title">{_said(sheet.title)}</h{level}>'
    if sheet.asof:
        yield f'<p class="sheet-asof">{_said(sheet.asof)}</p>'
    yield '<table class="sheet">'
    # Classes and not widths: a style attribute would not pass a strict policy.
    yield "".join(f'<col class="sheet-w{min(WIDEST, -(-column.width // 6))}">' for column in sheet.columns)
    yield from _head(sheet)
    yield "<tbody>"
    for run in runs_of(sheet, LONGEST_GROUP):
        yield from _run(run, sheet.columns, group_of(sheet))
    yield "</tbody>"
    if totals := totals_of(sheet):
        cells = "".join(_cell(cell, column) for cell, column in zip(totals, sheet.columns, strict=True))
        yield f"<tfoot><tr>{cells}</tr></tfoot>"
    yield "</table>"
    yield from (f'<p class="sheet-note">{_said(note)}</p>' for note in sheet.notes)


def _head(sheet: Sheet) -> Iterator[str]:
    cells = header_cells(sheet.columns)
    yield "<thead>"
    for row in range(depth_of(sheet.columns)):
        inside = "".join(
            f'<th scope="{"col" if cell.title else "colgroup"}"{_span("rowspan", cell.rows)}{_span("colspan", cell.columns)}>'
            f"{_said(cell.text)}</th>"
            for cell in cells
            if cell.row == row
        )
        yield f"<tr>{inside}</tr>"
    yield "</thead>"


def _run(rows: list[tuple[Cell, ...]], columns: tuple[SheetColumn, ...], group: int) -> Iterator[str]:
    for place, row in enumerate(rows):
        cells = (
            _cell(cell, column, len(rows) if number == group else 1)
            for number, (cell, column) in enumerate(zip(row, columns, strict=True))
            if number != group or not place
        )
        yield f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Cell, column: SheetColumn, rows: int = 1) -> str:
    kind: CellKind = column.kind
    look = "" if kind == "text" else f' class="sheet-{kind}"'
    return f"<td{look}{_span('rowspan', rows)}>{_said(shown(cell, kind)).replace(chr(10), '<br>')}</td>"


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _said(text: str) -> str:
    return escape(clean(text), quote=False)
