"""Tables for a terminal, where an ideograph is as wide as two letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

GAP = "  "


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` columns, its end replaced by “…” where something was cut off."""
    text = " ".join(text.split())
    if width(text) <= most:
        return text
    kept, used = "", 0
    for character in text:
        used += width(character)
        if used > most - 1:
            break
        kept += character
    return f"{kept}…"


def columns(rows: Sequence[Sequence[str]], *, most: int, stretch: int, right: Sequence[int] = ()) -> list[str]:
    """
    Return the lines of a table.

    rows: cells, the head first. most: columns of the terminal.
    stretch: the column that gives way when the table is too wide.
    right: the columns that are set to the right, counted from 0.
    """
    wide = [max(width(row[index]) for row in rows) for index in range(len(rows[0]))]
    others = sum(wide) - wide[stretch] + len(GAP) * (len(wide) - 1)
    wide[stretch] = min(wide[stretch], max(most - others, 16))
    return [
        GAP.join(_set(cell, wide[index], to_right=index in right) for index, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def _set(text: str, wide: int, *, to_right: bool) -> str:
    text = shortened(text, wide)
    space = " " * (wide - width(text))
    return space + text if to_right else text + space
