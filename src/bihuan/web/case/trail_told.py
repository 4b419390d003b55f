"""An event of the trail in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words: `verb` is bold, `quote` is what a person wrote. key: a move, drawn with a filled dot."""

    verb: str
    what: str = ""
    quote: str = ""
    key: bool = False
