"""Elements of a web page → blocks, walked without recursion, so that no nesting can exhaust the stack."""

from __future__ import annotations

import re

from lxml import etree

from bihuan.documents.blocks import Block
from bihuan.documents.files.html.lists import ListNumbers
from bihuan.documents.files.html.spaces import joined
from bihuan.documents.files.html.tables import is_data_table, table_rows
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.page import Page
from bihuan.documents.files.refusals import refuse
from bihuan.packspec.bilingual import Text

LEFT_OUT_NAMES = """
    head script style noscript template svg math iframe object embed applet audio video canvas select option
    button textarea map dialog rp rt
"""
LEFT_OUT = frozenset(LEFT_OUT_NAMES.split())
BLOCK_NAMES = """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre section summary table tbody td tfoot th
    thead tr ul br
"""
BLOCK = frozenset(BLOCK_NAMES.split())
HEADING = {f"h{level}": level for level in range(1, 7)}
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
WORD_LIST = re.compile(r"mso-list\s*:\s*Ignore", re.IGNORECASE)
BULLET = re.compile(r"[·§Øønulo●■◆◇○□\uf000-\uf0ff-]")
MARKUP = Text("网页的标记不完整", "its markup is incomplete")


def read_elements(text: str, limits: Limits) -> tuple[Block, ...]:
    """Return the blocks of a web page given as text; raise Unreadable if it holds no element or is nested too deep."""
    root = _parse(text)
    if root is None:
        return ()
    # A menu that is never closed, or a page that shows itself by script, hides all of its text; then that is taken too.
    return Elements(Page(limits), limits).read(root) or Elements(Page(limits), limits, hidden_too=True).read(root)


def _parse(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError:
        raise refuse("damaged", detail=MARKUP) from None


class Elements:
    """Walks the elements in order and hands paragraphs and rows to the page."""

    def __init__(self, page: Page, limits: Limits, *, hidden_too: bool = False) -> None:
        self._page = page
        self._limits = limits
        self._hidden_too = hidden_too
        self._lists = ListNumbers()
        self._text: list[str] = []
        self._level: int | None = None
        self._kept_lines = 0  # how many <pre> we are in

    def read(self, root: etree._Element) -> tuple[Block, ...]:
        """Return the blocks below an element."""
        depth = 0
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            depth += 1 if event == "start" else -1
            if depth > self._limits.xml_depth * 4:
                raise refuse("too_deep", depth=self._limits.xml_depth * 4)
            if event == "end":
                self._end(element)
            elif not self._start(element):
                walk.skip_subtree()
        self._flush()
        return self._page.blocks()

    def _start(self, element: etree._Element) -> bool:
        """Take an element in; return whether to go on into it."""
        tag = str(element.tag)
        if tag in LEFT_OUT or (not self._hidden_too and _is_hidden(tag, element)):
            return False
        if tag in BLOCK:
            self._flush()
        if tag == "table" and is_data_table(element):
            self._table(element)
            return False
        if WORD_LIST.search(element.get("style", "")):
            number = "".join(map(str, element.itertext())).strip()
            self._text.append("" if BULLET.fullmatch(number) else number)
            return False
        self._level = HEADING.get(tag, self._level)
        self._kept_lines += tag == "pre"
        self._text.append(self._lists.start(tag, element))
        self._add(element.text)
        return True

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag in BLOCK:
            self._flush()
        if tag in HEADING:
            self._level = None
        if tag == "pre" and self._kept_lines:
            self._kept_lines -= 1
        self._lists.end(tag)
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._kept_lines:
            self._text.append(text)
            return
        for line in text.splitlines(keepends=True):
            self._text.append(line.rstrip("\r\n"))
            if line.endswith(("\r", "\n")):
                self._flush()

    def _flush(self) -> None:
        text = joined("".join(self._text))
        self._text.clear()
        if text:
            self._page.paragraph(text, level=self._level)

    def _table(self, element: etree._Element) -> None:
        number = self._page.next_table()
        for row in table_rows(element, self._cell):
            self._page.row(row, table=number)

    def _cell(self, element: etree._Element) -> str:
        """Return the paragraphs of a table cell, one to a line."""
        return "\n".join(block.text for block in Elements(Page(self._limits), self._limits).read(element))


def _is_hidden(tag: str, element: etree._Element) -> bool:
    return tag == "nav" or element.get("hidden") is not None or bool(HIDDEN.search(element.get("style", "")))
