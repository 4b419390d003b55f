"""Tables of a web page: which hold data and which only lay out the page, and their rows with merged cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

WIDEST = 64
TALLEST = 2_000
LONGEST_CELL = 4_000


def is_data_table(table: etree._Element) -> bool:
    """Return whether a table holds data: two rows or more, some with two cells, no table or half a document inside."""
    if table.find(".//table") is not None:
        return False
    rows = [_cells(row) for row in _rows(table)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return all(len("".join(map(str, cell.itertext()))) <= LONGEST_CELL for row in rows for cell in row)


def table_rows(table: etree._Element, text_of: Callable[[etree._Element], str]) -> Iterator[list[str]]:
    """Return the texts of the cells, row by row; a cell covered by a merged one is empty."""
    covered: dict[int, int] = {}  # column → rows still covered from above
    for row in _rows(table):
        texts: list[str] = []
        for cell in _cells(row):
            _skip_covered(texts, covered)
            width, height = _span(cell, "colspan", WIDEST), _span(cell, "rowspan", TALLEST)
            for column in range(len(texts), len(texts) + width):
                covered[column] = height - 1
            texts += [text_of(cell), *[""] * (width - 1)]
        _skip_covered(texts, covered)
        yield texts


def _skip_covered(texts: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(texts), 0) > 0:
        covered[len(texts)] -= 1
        texts.append("")


def _rows(table: etree._Element) -> list[etree._Element]:
    return [
        row
        for part in table
        for row in ([part] if part.tag == "tr" else part if part.tag in ("thead", "tbody", "tfoot") else [])
        if row.tag == "tr"
    ]


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = cell.get(name, "1")
    return min(int(text), most) if text.isdecimal() and len(text) < 6 and int(text) else 1
