"""A whole OFD file: page after page to lines and tables, then to paragraphs."""

from __future__ import annotations

import time
from collections import Counter

from bihuan.documents.blocks import Block
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.ofd.content import POINTS, Drawing
from bihuan.documents.files.ofd.package import Package, PagePart
from bihuan.documents.files.printed.document import blocks_of
from bihuan.documents.files.printed.letters import lines_of_letters
from bihuan.documents.files.printed.lines import PageText
from bihuan.documents.files.printed.rulings import tables_of
from bihuan.documents.files.refusals import refuse


def read_document(data: bytes, limits: Limits) -> tuple[tuple[Block, ...], int]:
    """Return the blocks and the number of pages; raise Unreadable if there is no text to be had."""
    package = Package(data, limits)
    deadline = time.monotonic() + limits.seconds
    documents: list[list[PageText]] = []
    count = 0
    for document in package.documents():
        parts: list[PagePart] = []
        for part in package.pages(document):
            parts.append(part)
            count += 1
            if count > limits.pages:
                raise refuse("too_many_pages", pages=count, limit=limits.pages)
        shared = Counter(template for part in parts for template in part.templates)
        first = count - len(parts) + 1
        pages: list[PageText] = []
        for number, part in enumerate(parts, start=first):
            if time.monotonic() > deadline:
                raise refuse("too_slow", place=f"第{number}页", seconds=round(limits.seconds))
            pages.append(_page(package, part, number, shared, limits))
        documents.append(pages)
    if not count:
        raise refuse("no_pages", place="Pages")
    return blocks_of(documents, limits), count


def _page(package: Package, part: PagePart, number: int, shared: Counter[str], limits: Limits) -> PageText:
    """Return what one page shows. A template only one page uses is content: some programs put the letterhead there."""
    drawing = Drawing(part.area, limits)
    for template in part.templates:
        if shared[template] == 1:
            drawing.add(package.part(template))
    drawing.add(part.content)
    rulings = drawing.rulings if len(drawing.rulings) <= limits.page_lines else []
    tables, letters = tables_of(rulings, drawing.letters)
    return PageText(
        number,
        part.area.width * POINTS,
        part.area.height * POINTS,
        lines_of_letters(letters),
        tables,
        drawing.pictures,
    )
