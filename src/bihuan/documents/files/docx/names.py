"""Names of the elements and attributes of WordprocessingML."""

from __future__ import annotations

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
VALUE = MAIN + "val"


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the element at the end of a path of local names, or None where one is missing."""
    for name in path:
        if element is None:
            return None
        element = element.find(MAIN + name)
    return element


def value(element: etree._Element | None, *path: str) -> str | None:
    """Return `w:val` of the element at the end of a path."""
    found = child(element, *path)
    return None if found is None else found.get(VALUE)


def number(element: etree._Element | None, *path: str) -> int | None:
    """Return `w:val` of the element at the end of a path as a whole number, None where it is none."""
    text = value(element, *path)
    return int(text) if text and text.lstrip("-").isdecimal() and len(text) < 9 else None


def on(element: etree._Element | None, *path: str) -> bool:
    """Return whether a switch such as `w:vanish` is there and not turned off."""
    found = child(element, *path)
    return found is not None and found.get(VALUE, "true") not in ("0", "false", "off")
