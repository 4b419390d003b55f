"""Whole numbers as addresses and forms bring them."""

from __future__ import annotations

MOST_DIGITS = 18  # more do not fit the whole numbers of a database


def number_in(text: str | None) -> int | None:
    """Return the number that a text is; None for anything else: signs, ² and ３, and more digits than a database keeps."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
