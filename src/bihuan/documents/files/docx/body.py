"""The running text of a Word document: paragraphs, tables, and what lies inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from bihuan.documents.files.docx.names import COMPATIBILITY, MAIN, MATH_TEXT, child, number, on, value
from bihuan.documents.files.docx.numbering import Numbering
from bihuan.documents.files.docx.styles import BODY_LEVEL, Styles
from bihuan.documents.files.page import Page
from bihuan.documents.files.symbols import symbol

BREAK = "\n"
P, TBL, TR, TC, R, T = (MAIN + name for name in ("p", "tbl", "tr", "tc", "r", "t"))
TEXT_BOX = MAIN + "txbxContent"
# Deleted or moved away by tracked changes, field codes, properties: none of it is seen in the finished document.
UNSEEN = frozenset(
    MAIN + name
    for name in (
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "rt",
        "fldData",
    )
)
SIGNS = {MAIN + "tab": " ", MAIN + "ptab": " ", MAIN + "br": BREAK, MAIN + "cr": BREAK, MAIN + "noBreakHyphen": "-"}


class Body:
    """Reads the blocks of a document in order into a page, counting its lists on the way."""

    def __init__(self, page: Page, styles: Styles, numbering: Numbering) -> None:
        self._page = page
        self._styles = styles
        self._numbering = numbering
        self._carried = ""  # text of a paragraph whose end was deleted: it runs on into the next

    def read(self, document: etree._Element) -> None:
        """Read the whole document into the page."""
        body = child(document, "body")
        self._blocks(body if body is not None else document)
        self._page.paragraph(self._carried)

    def _blocks(self, parent: etree._Element) -> None:
        for element in parent:
            if element.tag == P:
                self._paragraph(element)
            elif element.tag == TBL:
                self._table(element)
            elif element.tag not in UNSEEN:
                self._blocks(_chosen(element))  # content controls, custom XML, block-level insertions

    def _paragraph(self, element: etree._Element) -> None:
        text = self._carried + self._text(element)
        properties = child(element, "pPr")
        if child(properties, "rPr", "del") is not None:
            self._carried = text
            return
        self._carried = ""
        style = value(properties, "pStyle") or self._styles.usual
        level, title = self._level(properties, style), self._styles.of(style).title
        for part in text.split(BREAK):
            self._page.paragraph(part, level=level, heading=title)
        for box in _text_boxes(element):
            self._blocks(box)

    def _text(self, element: etree._Element) -> str:
        """Return number and text of a paragraph."""
        text = "".join(_inline(element))
        properties = child(element, "pPr")
        # Word counts empty paragraphs of a list too, so it is asked before we look whether there is any text.
        prefix = self._numbering.next(properties, value(properties, "pStyle") or self._styles.usual)
        return prefix + text.lstrip() if prefix and text.strip() else text

    def _level(self, properties: etree._Element | None, style: str | None) -> int | None:
        direct = number(properties, "outlineLvl")
        if direct is None:
            return self._styles.of(style).level
        return direct + 1 if 0 <= direct < BODY_LEVEL else None

    def _table(self, element: etree._Element) -> None:
        rows = [row for row in _rows(element) if child(row, "trPr", "del") is None]
        if all(len(list(_cells(row))) <= 1 for row in rows):
            # A frame of one column around running text, not a table.
            for row in rows:
                for cell in _cells(row):
                    self._blocks(cell)
            return
        table = self._page.next_table()
        for row in rows:
            self._page.row(list(self._row(row)), table=table)

    def _row(self, row: etree._Element) -> Iterator[str]:
        yield from [""] * (number(row, "trPr", "gridBefore") or 0)
        for cell in _cells(row):
            properties = child(cell, "tcPr")
            merged = child(properties, "vMerge")
            covered = merged is not None and value(merged) != "restart"
            text = BREAK.join(part for part in self._cell(cell) if part.strip())
            yield "" if covered or value(properties, "hMerge") == "continue" else text
            yield from [""] * (min(number(properties, "gridSpan") or 1, 64) - 1)

    def _cell(self, cell: etree._Element) -> Iterator[str]:
        """Return the paragraphs of a cell, those of tables inside it too."""
        for element in cell:
            if element.tag == P:
                yield self._text(element)
            elif element.tag == TBL:
                for row in _rows(element):
                    yield " ".join(filter(None, (text.replace(BREAK, " ") for text in self._row(row))))
            elif element.tag not in UNSEEN:
                yield from self._cell(_chosen(element))


def _inline(element: etree._Element) -> Iterator[str]:
    """Return the visible text below an element, without text boxes."""
    for part in element:
        tag = part.tag
        if tag in (T, MATH_TEXT):
            yield part.text or ""
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag == MAIN + "sym":
            yield symbol(part.get(MAIN + "char", ""))
        elif tag == R and on(part, "rPr", "vanish"):
            continue
        elif tag not in UNSEEN and tag != TEXT_BOX:
            yield from _inline(_chosen(part))


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Return the text boxes that hang on a paragraph; what stands twice for older programs only once."""
    for part in element:
        if part.tag == TEXT_BOX:
            yield part
        elif part.tag not in UNSEEN and part.tag != T:
            yield from _text_boxes(_chosen(part))


def _chosen(element: etree._Element) -> etree._Element:
    """Return the branch to read of content written twice, else the element itself."""
    if element.tag != COMPATIBILITY + "AlternateContent":
        return element
    choice = element.find(COMPATIBILITY + "Choice")
    fallback = element.find(COMPATIBILITY + "Fallback")
    return next((branch for branch in (choice, fallback) if branch is not None), element)


def _nested(tag: str) -> Callable[[etree._Element], Iterator[etree._Element]]:
    """Return a walk over children of one tag, through content controls and insertions, but not into deletions."""

    def walk(parent: etree._Element) -> Iterator[etree._Element]:
        for element in parent:
            if element.tag == tag:
                yield element
            elif element.tag not in UNSEEN and element.tag not in (P, TBL, TR, TC):
                yield from walk(_chosen(element))

    return walk


_rows = _nested(TR)
_cells = _nested(TC)
