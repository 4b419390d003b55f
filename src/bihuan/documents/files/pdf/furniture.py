"""What stands on every page and belongs to no text: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from bihuan.documents.files.pdf.lines import Line, PageText

NUMBER = re.compile(
    r"^[\s\-–—―－_·.]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})\s*(?:页)?(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[\s\-–—―－_·.]*$|^page\s+\d+(?:\s+of\s+\d+)?$",
    re.IGNORECASE,
)
EDGE = 0.12  # share of the height in which headers and footers stand
DIGITS = re.compile(r"\d+")


def without_furniture(pages: list[PageText]) -> list[PageText]:
    """Return the pages without page numbers and without lines that stand at the same place on most pages."""
    seen = Counter(key for page in pages for key in {_key(line, page) for line in page.lines if _at_edge(line, page)})
    most = max(2, len(pages) * 0.5)
    running = {key for key, count in seen.items() if count >= most}
    return [
        replace(page, lines=tuple(line for line in page.lines if not _is_furniture(line, page, running)))
        for page in pages
    ]


def _is_furniture(line: Line, page: PageText, running: set[tuple[str, int]]) -> bool:
    return _at_edge(line, page) and (bool(NUMBER.match(line.text)) or _key(line, page) in running)


def _at_edge(line: Line, page: PageText) -> bool:
    return not EDGE * page.height < line.middle < (1 - EDGE) * page.height


def _key(line: Line, page: PageText) -> tuple[str, int]:
    """Return what makes two lines of different pages the same: the words without figures, and the height."""
    return DIGITS.sub("0", line.text), round(line.middle / 4)
