"""The cells of rows as a worksheet holds them; what comes again in a column is put together once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from xlsxwriter.format import Format

from bihuan.documents.layout.cells import clean, shown
from bihuan.documents.layout.sheet import Cell

MOST_CHARS = 32_767  # UTF-16 units in a cell
CUT = "……（本格内容过长，后文未能写入表格）"
EXACT = 10**15  # a spreadsheet keeps 15 digits of a number
FIRST_DAY = date(1900, 3, 1)  # before it the days of Excel are off by one
DAY_ZERO = date(1899, 12, 30)
LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
KEPT, KEPT_CHARS = 500, 200  # values of a column that are remembered at a time, and how long a text may be for it
Tail = tuple[str, int]  # what follows the number of the row; lines


class Tails(dict[Cell, Tail]):
    """
    What each value of one column is written as; a value that is asked for is put together where it is not known.

    styles: the format of each type of value. width: in half-width characters; 0 where the cell takes no part in the height of its row.
    """

    def __init__(self, styles: Mapping[type, Format], width: int) -> None:
        super().__init__()
        self._styles, self._width = styles, width

    def __missing__(self, cell: Cell) -> Tail:
        tail = self._made(cell)
        if not isinstance(cell, str) or len(cell) <= KEPT_CHARS:
            if len(self) >= KEPT:
                self.clear()
            self[cell] = tail
        return tail

    def _made(self, cell: Cell) -> Tail:
        if cell is None:
            return f"{self._style(type(None))}/>", 1
        if isinstance(cell, str):
            return self._of_text(fitting(clean(cell))), self._lines(cell)
        if isinstance(cell, date):
            if cell < FIRST_DAY:
                return self._of_text(shown(cell)), 1
            return f"{self._style(date)}><v>{(cell - DAY_ZERO).days}</v></c>", 1
        if -EXACT < cell < EXACT:
            return f"{self._style(int)}><v>{cell:.16G}</v></c>", 1
        return self._of_text(shown(cell)), 1

    def _of_text(self, text: str) -> str:
        begins = self._style(str)
        return f'{begins} t="inlineStr"><is>{text_element(text)}</is></c>' if text else f"{begins}/>"

    def _style(self, kind: type) -> str:
        return f'" s="{self._styles[kind]._get_xf_index()}"'

    def _lines(self, text: str) -> int:
        if not self._width or (2 * len(text) < self._width and "\n" not in text):
            return 1
        room = max(self._width - 1, 2)  # a punctuation mark that may not begin a line takes a character along
        return max(1, sum(-(-len(line.encode("gbk", "replace")) // room) or 1 for line in text.split("\n")))


class RowCells:
    """Puts the cells of a row together; columns: what each column's values are written as."""

    def __init__(self, columns: Sequence[Tails]) -> None:
        self._columns = [(f'<c r="{letters_of(number)}', tails) for number, tails in enumerate(columns, start=1)]

    def row(self, row: int, cells: Sequence[Cell]) -> tuple[str, int]:
        """Return the cells of a 0-based row as they stand in the file, and how many lines the longest text needs."""
        at, parts, heights = str(row + 1), [], []
        for (begins, tails), cell in zip(self._columns, cells, strict=True):
            tail, lines = tails[cell]
            parts.append(f"{begins}{at}{tail}")
            heights.append(lines)
        return "".join(parts), max(heights)


def fitting(text: str) -> str:
    """Return a text, cut where it is longer than a cell of a spreadsheet can be."""
    if len(text) > MOST_CHARS // 2 and len(text.encode("utf-16-le")) // 2 > MOST_CHARS:
        kept = text.encode("utf-16-le")[: (MOST_CHARS - len(CUT)) * 2]
        return kept.decode("utf-16-le", "ignore") + CUT
    return text


def text_element(text: str) -> str:
    """Return the element of a text that has no signs that XML forbids; a text like “<r>…</r>” is no markup."""
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() or "\n" in text else ""
    return f"<t{space}>{_escaped(text)}</t>"


def _escaped(text: str) -> str:
    if "_x" in text:
        text = LOOKS_ESCAPED.sub("_x005F_", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace(">", "&gt;") if ">" in text else text


def letters_of(number: int) -> str:
    """Return the letters of a 1-based column: A, Z, AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
