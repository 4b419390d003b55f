"""Multi-level lists of word processors: what a level looks like, and how counting one level restarts those below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.documents.files.list_numbers import written

PLACEHOLDER = re.compile(r"%([1-9])")
LEVELS = 9

Counts = list[int | None]
"""How far each level has counted; None where a level has not begun since its last restart."""


@dataclass(frozen=True, slots=True)
class Level:
    """
    One level of a list.

    form: as `written` knows it; text: with %1 … %9 where the counts of the levels stand.
    legal: levels above are shown as plain figures. restart: the 1-based level that makes it start again, 0 for never, None
    for any above. style: the paragraph style that is this level.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    legal: bool = False
    restart: int | None = None
    style: str | None = None


def restart_below(counts: Counts, depth: int, levels: Sequence[Level]) -> None:
    """Forget the counts of the levels that start again once this one has counted."""
    for deeper in range(depth + 1, LEVELS):
        restart = levels[deeper].restart if deeper < len(levels) else None
        if restart is None or depth < restart:
            counts[deeper] = None


def shown(depth: int, levels: Sequence[Level], counts: Counts) -> str:
    """Return the number in front of a paragraph as people see it, "" for a bullet."""
    own = levels[depth]
    if own.form == "bullet":
        return ""

    def fill(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index >= len(levels):
            return ""
        level = levels[index]
        count = counts[index]
        form = "decimal" if own.legal and index != depth else level.form
        return written(level.start if count is None else count, form)

    text = PLACEHOLDER.sub(fill, own.text).strip()
    # People see a gap after the number; only one that ends in a letter or digit needs it to stay apart.
    return text + " " if text and text[-1].isalnum() and text[-1].isascii() else text
