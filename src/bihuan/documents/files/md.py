"""
Markdown: headings, paragraphs, lists and pipe tables; emphasis, links and HTML tags are removed, their text stays.

    >>> read("## 一、**问题**\\n\\n1. 已整改".encode(), "报告.md", Limits()).blocks[0].text
    '一、问题'
"""

from __future__ import annotations

import re
from html import unescape

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.encodings import decode
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.page import Page
from bihuan.documents.files.wrapping import begins_paragraph, glue

NAME = "md"
HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?=[^#\s\d!]))(.*?)[ \t]*#*[ \t]*$")
RULE = re.compile(r"^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
UNDERLINE = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
SEPARATOR = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
BULLET = re.compile(r"^\s*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
NUMBERED = re.compile(r"^\s*(\d{1,9}[.)])[ \t]+")
QUOTE = re.compile(r"^(?: {0,3}>[ \t]?)+")
FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
HEADINGS = re.compile(rb"^#{1,6} +\S", re.MULTILINE)
MARKS = re.compile(rb"^[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t:|-]*$", re.MULTILINE)
PIPE = re.compile(r"(?<!\\)\|")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+|[\w.+-]+@[\w.-]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->"), ""),
    (re.compile(r"(\*\*\*|\*\*|___|__|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![A-Za-z0-9*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?!\*)"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def sniff(data: bytes, name: str) -> bool:
    """Return whether a text is called Markdown or holds what only Markdown holds: headings, the rule below a head."""
    head = data[:65_536]
    if b"\0" in head:
        return False
    if name.lower().endswith((".md", ".markdown")):
        return not head.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rtf"))
    return bool(head.startswith(b"# ") or MARKS.search(head) or len(HEADINGS.findall(head)) > 1)


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the blocks of a Markdown text; raise Unreadable if its encoding is unknown."""
    text, encoding = decode(data)
    page = Page(limits)
    lines = _without_front_matter(text.splitlines())
    position = 0
    while position < len(lines):
        add = _table if _is_table(lines, position) else _paragraph
        position = add(lines, position, page)
    return SourceText(name, NAME, page.blocks(), encoding=encoding)


def plain(text: str) -> str:
    """Return the text of a line of Markdown without its marks."""
    for pattern, replacement in INLINE:
        text = pattern.sub(replacement, text)
    return unescape(text)


def _without_front_matter(lines: list[str]) -> list[str]:
    if lines and lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:60]):
        return lines[lines.index("---", 1) + 1 :] if "---" in lines[1:60] else lines
    return lines


def _is_table(lines: list[str], position: int) -> bool:
    below = lines[position + 1] if position + 1 < len(lines) else ""
    return "|" in lines[position] and "|" in below and bool(SEPARATOR.match(below))


def _table(lines: list[str], position: int, page: Page) -> int:
    """Add the rows of the table that begins here; return the position after it."""
    number = page.next_table()
    page.row(_cells(lines[position]), table=number)
    position += 2
    while position < len(lines) and "|" in lines[position]:
        page.row(_cells(lines[position]), table=number)
        position += 1
    return position


def _cells(line: str) -> list[str]:
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return ["\n".join(plain(part).strip() for part in LINE_BREAK.split(cell)) for cell in PIPE.split(line)]


def _paragraph(lines: list[str], position: int, page: Page) -> int:
    """Add the paragraph, heading or code that begins here; return the position after it."""
    line = QUOTE.sub("", lines[position])
    if fence := FENCE.match(line):
        return _code(lines, position + 1, fence[1], page)
    heading = HEADING.match(line)
    if heading:
        page.paragraph(plain(heading[2]), level=len(heading[1]))
        return position + 1
    if RULE.match(line) or not line.strip():
        return position + 1
    parts, level, position = _wrapped(lines, position)
    for part in parts:
        page.paragraph(plain(part), level=level)
    return position


def _code(lines: list[str], position: int, fence: str, page: Page) -> int:
    while position < len(lines) and not lines[position].lstrip().startswith(fence):
        page.paragraph(lines[position])
        position += 1
    return position + 1


def _wrapped(lines: list[str], position: int) -> tuple[list[str], int | None, int]:
    """Return the paragraphs up to the next blank line, their level if they are underlined, and the position after."""
    parts: list[str] = []
    broken = True
    while position < len(lines):
        line = QUOTE.sub("", lines[position])
        if parts and (underline := UNDERLINE.match(line)):
            return parts, 1 if underline[1].startswith("=") else 2, position + 1
        if (
            not line.strip()
            or HEADING.match(line)
            or RULE.match(line)
            or FENCE.match(line)
            or _is_table(lines, position)
        ):
            break
        for number, piece in enumerate(LINE_BREAK.split(_unlisted(line))):
            if broken or number or line != _unlisted(line) or begins_paragraph(piece, after=parts[-1]):
                parts.append(piece.strip())
            else:
                parts[-1] = glue(parts[-1], piece.strip())
        broken = line.endswith(("  ", "\\"))
        parts[-1] = parts[-1].removesuffix("\\")
        position += 1
    return parts, None, position


def _unlisted(line: str) -> str:
    """Return a line of a list as it is shown: bullets dropped, numbers kept close to their text."""
    line = BULLET.sub("", line)
    return NUMBERED.sub(r"\1", line)
