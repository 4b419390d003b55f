"""Paragraph styles: which are headings, and which carry a list."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.documents.files.doc.binary import STYLES, Frame, properties, u16

NO_STYLE = 0xFFF
TITLE = 62
PARAGRAPH_STYLE = 1
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its number among those built in, the style it is based on, and the properties it sets."""

    built_in: int = 0xFFF
    base: int = NO_STYLE
    changes: dict[int, bytes] = field(default_factory=dict)


class Styles:
    """
    The style sheet of a document. Source: [MS-DOC] 2.9.271, STSH.

        styles.level(3), styles.is_title(4), styles.property(3, 0x460B)
    """

    def __init__(self, frame: Frame) -> None:
        self._styles: list[Style] = []
        sheet = frame.part(STYLES)
        if len(sheet) < 6:
            return
        at = 2 + u16(sheet, 0)
        count, base_size = u16(sheet, 2), u16(sheet, 4)
        while at + 2 <= len(sheet) and len(self._styles) < count:
            size = u16(sheet, at)
            self._styles.append(_style(sheet[at + 2 : at + 2 + size], base_size))
            at += 2 + size + size % 2

    def level(self, number: int) -> int | None:
        """Return the heading level 1–9 of a style or of those it is based on."""
        return next((style.built_in for style in self._chain(number) if 1 <= style.built_in <= 9), None)

    def is_title(self, number: int) -> bool:
        """Return whether a style is that of titles."""
        return any(style.built_in == TITLE for style in self._chain(number))

    def property(self, number: int, code: int) -> bytes | None:
        """Return a property that a style sets or inherits."""
        return next((style.changes[code] for style in self._chain(number) if code in style.changes), None)

    def _chain(self, number: int) -> list[Style]:
        found: list[Style] = []
        while 0 <= number < len(self._styles) and len(found) < DEEPEST:
            found.append(self._styles[number])
            number = found[-1].base
        return found


def _style(data: bytes, base_size: int) -> Style:
    """Return one style; an empty place in the sheet is a style that says nothing."""
    if len(data) < 10 or base_size < 10:
        return Style()
    kind, base = u16(data, 2) & 0xF, u16(data, 2) >> 4
    built_in = u16(data, 0) & 0xFFF
    if kind != PARAGRAPH_STYLE or len(data) < base_size + 2:
        return Style(built_in, base)
    at = base_size + 2 + 2 * u16(data, base_size) + 2  # the name and the zero behind it
    if at + 4 > len(data):
        return Style(built_in, base)
    size = u16(data, at)
    return Style(built_in, base, dict(properties(data[at + 4 : at + 2 + size])))
