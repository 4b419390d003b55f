"""Automatic numbering: definitions, counters, and the number each paragraph shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from bihuan.documents.files.docx.names import COMPATIBILITY, MAIN, child, number, on, value
from bihuan.documents.files.docx.styles import Styles
from bihuan.documents.files.list_levels import LEVELS, Counts, Level, restart_below, shown


@dataclass(slots=True)
class Counters:
    """How far a list has counted; None where a level has not begun since its last restart."""

    now: Counts = field(default_factory=lambda: [None] * LEVELS)


class Numbering:
    """
    The lists of a document, counted while its paragraphs are read in order.

        numbering.next(properties, style) → "一、" | "(一)" | "1." | ""
    """

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[int, etree._Element] = {}
        self._nums: dict[int, etree._Element] = {}
        self._levels: dict[int, tuple[Level, ...]] = {}
        self._counters: dict[int, Counters] = {}
        self._begun: set[tuple[int, int]] = set()
        for element in root if root is not None else ():
            key = element.get(MAIN + ("abstractNumId" if element.tag == MAIN + "abstractNum" else "numId"), "")
            if key.isdecimal():
                (self._abstract if element.tag == MAIN + "abstractNum" else self._nums)[int(key)] = element

    def next(self, properties: etree._Element | None, style: str | None) -> str:
        """Return the number in front of the next paragraph, "" if it has none; counts on."""
        found = self._list_of(properties, style)
        if found is None:
            return ""
        num, depth = found
        levels = self._levels_of(num)
        if depth >= len(levels):
            return ""
        now = self._count(num, depth, levels)
        return shown(depth, levels, now)

    def _list_of(self, properties: etree._Element | None, style: str | None) -> tuple[int, int] | None:
        """Return numbering id and 0-based level of a paragraph: its own, else that of its style."""
        direct = child(properties, "numPr")
        num, depth = number(direct, "numId"), number(direct, "ilvl")
        if num is None:
            styled = self._styles.of(style).numbering
            if styled is None:
                return None
            num = styled[0]
            if depth is None:
                depth = self._depth_of_style(num, style) if styled[1] is None else styled[1]
        if num == 0 or num not in self._nums:
            return None
        return num, min(max(depth or 0, 0), LEVELS - 1)

    def _depth_of_style(self, num: int, style: str | None) -> int:
        """Return the level that names a style as its own."""
        return next((depth for depth, level in enumerate(self._levels_of(num)) if style and level.style == style), 0)

    def _levels_of(self, num: int) -> tuple[Level, ...]:
        if num not in self._levels:
            self._levels[num] = self._read_levels(num)
        return self._levels[num]

    def _read_levels(self, num: int) -> tuple[Level, ...]:
        abstract = self._abstract_of(num)
        levels: dict[int, Level] = {}
        for element in abstract.iterfind(MAIN + "lvl") if abstract is not None else ():
            levels[_depth(element)] = _level(element)
        for override in self._nums[num].iterfind(MAIN + "lvlOverride") if num in self._nums else ():
            replaced = override.find(MAIN + "lvl")
            if replaced is not None:
                levels[_depth(override)] = _level(replaced)
        return tuple(levels.get(depth, Level()) for depth in range(max(levels, default=-1) + 1))[:LEVELS]

    def _abstract_of(self, num: int) -> etree._Element | None:
        """Return the definition of a list, followed once through a numbering style."""
        abstract = self._abstract.get(self._abstract_id(num))
        link = value(abstract, "numStyleLink")
        if link is None:
            return abstract
        styled = self._styles.of(link).numbering
        return self._abstract.get(self._abstract_id(styled[0])) if styled else None

    def _abstract_id(self, num: int) -> int:
        found = number(self._nums.get(num), "abstractNumId")
        return -1 if found is None else found

    def _count(self, num: int, depth: int, levels: tuple[Level, ...]) -> Counts:
        # Lists of one definition count on together, unless one says where it starts.
        now = self._counters.setdefault(self._abstract_id(num), Counters()).now
        start = self._start_override(num, depth)
        if start is not None and (num, depth) not in self._begun:
            now[depth] = start
        else:
            current = now[depth]
            now[depth] = levels[depth].start if current is None else current + 1
        self._begun.add((num, depth))
        restart_below(now, depth, levels)
        return now

    def _start_override(self, num: int, depth: int) -> int | None:
        for override in self._nums[num].iterfind(MAIN + "lvlOverride"):
            if _depth(override) == depth:
                return number(override, "startOverride")
        return None


def _depth(element: etree._Element) -> int:
    text = element.get(MAIN + "ilvl", "")
    return min(int(text), LEVELS - 1) if text.isdecimal() else 0


def _level(element: etree._Element) -> Level:
    start = number(element, "start")
    return Level(
        form=_form(element),
        text=value(element, "lvlText") or "",
        start=1 if start is None else start,
        legal=on(element, "isLgl"),
        restart=number(element, "lvlRestart"),
        style=value(element, "pStyle"),
    )


def _form(element: etree._Element) -> str:
    direct = value(element, "numFmt")
    if direct:
        return direct
    # Newer forms are written twice; the fallback is what older programs show.
    fallback = element.find(f"{COMPATIBILITY}AlternateContent/{COMPATIBILITY}Fallback/{MAIN}numFmt")
    return "decimal" if fallback is None else value(fallback) or "decimal"
