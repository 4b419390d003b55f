"""Paragraph styles: heading levels and the numbering they carry, followed through the styles they are based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from bihuan.documents.files.docx.names import MAIN, child, number, value

HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
TITLE = frozenset({"title", "标题"})
BODY_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Said:
    """What a style says. numbering: id and level; id 0 where it turns numbering off, None where no style speaks."""

    level: int | None
    title: bool
    numbering: tuple[int, int | None] | None


class Styles:
    """
    What the styles of a document say about a paragraph.

        styles.of("2").level → 1
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self.usual: str | None = None
        for style in root.iterfind(MAIN + "style") if root is not None else ():
            key = style.get(MAIN + "styleId", "")
            self._styles[key] = style
            if style.get(MAIN + "type") == "paragraph" and style.get(MAIN + "default") in ("1", "true", "on"):
                self.usual = key
        self._known: dict[str | None, Said] = {}

    def of(self, key: str | None) -> Said:
        """Return what a style says, looked up once."""
        if key not in self._known:
            title = (value(self._styles.get(key or ""), "name") or "").lower() in TITLE
            self._known[key] = Said(self._level(key), title, self._numbering(key))
        return self._known[key]

    def _level(self, key: str | None) -> int | None:
        """Return the heading level 1–9 of a style, None for running text."""
        for style in self._chain(key):
            outline = number(style, "pPr", "outlineLvl")
            if outline is not None:
                return outline + 1 if 0 <= outline < BODY_LEVEL else None
            named = HEADING.match(value(style, "name") or "")
            if named:
                return int(named[1])
        return None

    def _numbering(self, key: str | None) -> tuple[int, int | None] | None:
        """Return numbering id and level of a style; (0, …) where it turns numbering off, None where none speaks."""
        for style in self._chain(key):
            properties = child(style, "pPr", "numPr")
            identity = number(properties, "numId")
            if identity is not None:
                return identity, number(properties, "ilvl")
        return None

    def _chain(self, key: str | None) -> Iterator[etree._Element]:
        """Return a style and those it is based on; a circle ends."""
        seen: set[str] = set()
        while key and key not in seen and key in self._styles:
            seen.add(key)
            yield self._styles[key]
            key = value(self._styles[key], "basedOn")
