"""Numbers of ordered lists, which a browser writes and the file does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from bihuan.documents.files.list_numbers import written

STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
TYPES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
STYLES = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "simp-chinese-formal": "chineseLegalSimplified",
    "cjk-heavenly-stem": "ideographTraditional",
    "cjk-earthly-branch": "ideographZodiac",
    "none": "none",
}
IDEOGRAPHIC = frozenset(
    {"chineseCountingThousand", "ideographDigital", "chineseLegalSimplified", "ideographTraditional", "ideographZodiac"}
)


@dataclass(slots=True)
class _List:
    form: str
    next: int


class ListNumbers:
    """The lists one stands in while walking a page; `start` gives the number to write."""

    def __init__(self) -> None:
        self._lists: list[_List] = []

    def start(self, tag: str, element: etree._Element) -> str:
        """Take an element in and return the number in front of it, "" for all but items of ordered lists."""
        if tag in ("ul", "menu"):
            self._lists.append(_List("none", 1))
        elif tag == "ol":
            self._lists.append(_List(_form(element), _whole(element.get("start"), 1)))
        elif tag == "li" and self._lists:
            return self._item(element)
        return ""

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag in ("ol", "ul", "menu") and self._lists:
            self._lists.pop()

    def _item(self, element: etree._Element) -> str:
        current = self._lists[-1]
        count = _whole(element.get("value"), current.next)
        current.next = count + 1
        number = written(count, current.form)
        return number and number + ("、" if current.form in IDEOGRAPHIC else ".")


def _form(element: etree._Element) -> str:
    style = STYLE.search(element.get("style", ""))
    if style and style[1].lower() in STYLES:
        return STYLES[style[1].lower()]
    return TYPES.get(element.get("type", "1"), "decimal")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise
