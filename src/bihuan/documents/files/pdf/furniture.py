"""What stands on every page and belongs to no text: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bihuan.documents.files.pdf.lines import Line, PageText

NUMBER = re.compile(
    r"^[\s\-–—―－_·.]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})\s*(?:页)?"
    r"(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[\s\-–—―－_·.]*$|^page\s+\d+(?:\s+of\s+\d+)?$",
    re.IGNORECASE,
)
EDGE = 0.12  # share of the height in which headers and footers stand
LONGEST = 60  # letters of a running header
APART = (
    1.9  # letters between the middle of a header and that of the text, where only its figures change from page to page
)
DIGITS = re.compile(r"\d+")


def without_furniture(pages: list[PageText]) -> list[PageText]:
    """Return the pages without page numbers and without lines that stand at the same place on most pages."""
    seen = Counter(key for page in pages for key in {key for line in _edge(page) for key in _keys(line, page)})
    most = max(2, len(pages) * 0.5)
    running = {key for key, count in seen.items() if count >= most}
    return [_bare(page, running) for page in pages]


def _bare(page: PageText, running: set[tuple[str, int]]) -> PageText:
    kept = tuple(line for line in page.lines if not _is_furniture(line, page, running))
    # A page of nothing but repeated lines is a page of text after all, unless it holds only its number.
    return replace(page, lines=kept) if kept or all(NUMBER.match(line.text) for line in page.lines) else page


def _is_furniture(line: Line, page: PageText, running: set[tuple[str, int]]) -> bool:
    return _at_edge(line, page) and (bool(NUMBER.match(line.text)) or any(key in running for key in _keys(line, page)))


def _edge(page: PageText) -> list[Line]:
    return [line for line in page.lines if _at_edge(line, page)]


def _at_edge(line: Line, page: PageText) -> bool:
    return not EDGE * page.height < line.middle < (1 - EDGE) * page.height


def _keys(line: Line, page: PageText) -> Iterator[tuple[str, int]]:
    """Return what makes lines of two pages the same: words and height, the figures left out if they stand apart."""
    if len(line.text) <= LONGEST:
        height = round(line.middle / 4)
        yield line.text, height
        if _stands_apart(line, page):
            yield DIGITS.sub("0", line.text), height


def _stands_apart(line: Line, page: PageText) -> bool:
    """Return whether the nearest line towards the middle of the page is further away than lines of a text are."""
    upper = line.middle > page.height / 2
    inner = [
        other.middle
        for other in page.lines
        if (other.middle < line.middle - 1) == upper and abs(other.middle - line.middle) > 1
    ]
    return not inner or min(abs(middle - line.middle) for middle in inner) > APART * line.size
