"""
Tables as text (.csv, .tsv), parted by commas, semicolons or tabs, in whatever encoding.

    >>> read("序号,反馈问题\\n1,台账不全".encode("gb18030"), "台账.csv", Limits()).blocks[1].cells
    ('1', '台账不全')
"""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO
from itertools import islice

from bihuan.documents.blocks import SourceText
from bihuan.documents.files import txt
from bihuan.documents.files.encodings import decode
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.page import Page
from bihuan.documents.files.refusals import refuse
from bihuan.packspec.bilingual import Text

NAME = "csv"
DELIMITERS = (",", ";", "\t", "，")
SAMPLE = 50  # rows
WIDEST = 1_000  # cells of a row
QUOTES = Text("第 {line} 行的引号没有配对", "the quotation marks of line {line} do not pair")


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes are a text that is called a table; by content alone no comma says so."""
    return (
        name.lower().endswith((".csv", ".tsv", ".tab"))
        and not data.startswith((b"PK", b"<", b"{\\rtf"))
        and (txt.sniff(data, name))
    )


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the rows; raise Unreadable if the encoding is unknown or a quotation never ends."""
    text, encoding = decode(data)
    page = Page(limits)
    delimiter = _delimiter(text)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    kept: list[list[str]] = []
    try:
        for row in rows:
            kept.append(row[:WIDEST])
            if len(kept) > limits.blocks:
                raise refuse("too_large_text", blocks=limits.blocks, characters=limits.characters)
    except csv.Error:
        raise refuse("damaged", detail=QUOTES.format(line=rows.line_num)) from None
    width = max((at + 1 for row in kept for at, cell in enumerate(row) if cell.strip()), default=0)
    table = page.next_table()
    for row in kept:
        page.row([*row, *[""] * (width - len(row))][:width], table=table)
    return SourceText(name, NAME, page.blocks(), encoding=encoding)


def _delimiter(text: str) -> str:
    """Return the sign that parts the first rows into the same number of cells most often, and into more than one."""
    head = "\n".join(islice(text.splitlines(), SAMPLE))
    best, found = (0.0, 0), ","
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(StringIO(head), delimiter=delimiter) if row)
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (count / widths.total(), width) if width > 1 else (0.0, 0)
        if score > best:
            best, found = score, delimiter
    return found
