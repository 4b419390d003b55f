"""What stands on every page and belongs to no text: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from bihuan.documents.files.printed.lines import Line, PageText

NUMBER = re.compile(
    r"^[\s\-–—―－_·.]*(?:第\s*)?(?:\d{1,4}|[ivxlIVXL]{1,6})\s*(?:页)?"
    r"(?:\s*[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?[\s\-–—―－_·.]*$|^page\s+\d+(?:\s+of\s+\d+)?$",
    re.IGNORECASE,
)
EDGE = 0.12  # share of the height in which headers and footers stand
LONGEST = 60  # letters of a running header
APART = 1.3  # distances of lines between a header and the text
OTHER_SIZE = 1.15
DIGITS = re.compile(r"\d+")

Key = tuple[str, int]


def without_furniture(pages: list[PageText]) -> list[PageText]:
    """Return the pages without page numbers and without lines that stand apart at the same place on most pages."""
    seen = Counter(key for page in pages for key in {_key(line) for line in page.lines if _may_run(line, page)})
    most = max(2, len(pages) * 0.5)
    running = {key for key, count in seen.items() if count >= most}
    return [_bare(page, running) for page in pages]


def _bare(page: PageText, running: set[Key]) -> PageText:
    repeated = [line for line in page.lines if _at_edge(line, page) and _repeats(line, running)]
    set_aside = {id(line) for line in repeated}
    text = [line for line in page.lines if id(line) not in set_aside]
    if not text and not all(NUMBER.match(line.text) for line in repeated):
        return page
    # The first or last lines of a text may be the same on two pages by chance; they stand as near as any lines do.
    step = _step(text)
    for line in sorted(repeated, key=lambda line: min((abs(line.middle - other.middle) for other in text), default=0)):
        if any(_near(line, other, step) for other in text):
            text.append(line)
    kept = {id(line) for line in text}
    return replace(page, lines=tuple(line for line in page.lines if id(line) in kept))


def _near(line: Line, other: Line, step: float) -> bool:
    """Return whether two lines are so near and so alike that both belong to the text."""
    alike = max(line.size, other.size) < OTHER_SIZE * min(line.size, other.size)
    return alike and abs(line.middle - other.middle) <= step


def _repeats(line: Line, running: set[Key]) -> bool:
    return bool(NUMBER.match(line.text)) or (len(line.text) <= LONGEST and _key(line) in running)


def _may_run(line: Line, page: PageText) -> bool:
    return len(line.text) <= LONGEST and _at_edge(line, page)


def _at_edge(line: Line, page: PageText) -> bool:
    return not EDGE * page.height < line.middle < (1 - EDGE) * page.height


def _key(line: Line) -> Key:
    """Return what makes lines of two pages the same: the words without figures, and the height."""
    return DIGITS.sub("0", line.text), round(line.middle / 4)


def _step(text: list[Line]) -> float:
    """Return the distance in points above which a line stands apart from a text."""
    if not text:
        return 0.0
    steps = [first.middle - second.middle for first, second in pairwise(text) if first.middle > second.middle]
    return APART * (median(steps) if len(steps) > 2 else 1.5 * text[0].size)
