"""The manual of a pack as a page: what `packspec.draw` prints as Markdown, cut into the parts that a template draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from bihuan.packspec.draw import draw_kind, manual
from bihuan.packspec.model import Pack

PICTURE = re.compile(r"!\[.*\]\((?P<pack>[\w-]+)-(?P<kind>\w+)\.(?:zh|en)\.svg\)")
CELL_END = re.compile(r"(?<!\\)\|")
CODE = re.compile(r"`([^`]*)`")
BOLD = re.compile(r"\*\*(.+?)\*\*")
NOTHING = SafeString()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the manual: a heading, a paragraph, a list, a table or the picture of a lifecycle."""

    sort: Literal["h2", "h3", "text", "list", "table", "picture"]
    text: SafeString = NOTHING
    id: str = ""
    items: tuple[SafeString, ...] = ()
    rows: tuple[tuple[SafeString, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the manual under one heading of the second level, as the contents list it."""

    id: str
    title: SafeString
    parts: tuple[Part, ...]


def sections_of(pack: Pack, language: str) -> tuple[Section, ...]:
    """Return the manual of a pack in sections; the first has no title and holds what stands before the first heading."""
    sections: list[Section] = []
    parts: list[Part] = []
    title, name = SafeString(), "top"
    for part in _parts(pack, language):
        if part.sort == "h2":
            sections.append(Section(name, title, tuple(parts)))
            title, name, parts = part.text, f"part-{len(sections)}", []
        else:
            parts.append(part)
    return (*sections, Section(name, title, tuple(parts)))


def _parts(pack: Pack, language: str) -> Iterator[Part]:
    # The first line names the pack, the second says which command prints the file; a page needs neither.
    blocks = manual(pack, language).strip().split("\n\n")[2:]
    for block in blocks:
        lines = block.split("\n")
        picture = PICTURE.match(lines[0])
        if picture:
            yield Part("picture", mark_safe(draw_kind(pack, pack.kinds[picture["kind"]], language)))  # noqa: S308 drawn here
        elif lines[0].startswith("### "):
            yield Part("h3", _shown(lines[0][4:]))
        elif lines[0].startswith("## "):
            yield Part("h2", _shown(lines[0][3:]))
        elif lines[0].startswith("- "):
            yield Part("list", items=tuple(_shown(line[2:]) for line in lines))
        elif lines[0].startswith("|"):
            yield Part("table", rows=tuple(_cells(line) for at, line in enumerate(lines) if at != 1))
        else:
            yield Part("text", _shown(" ".join(lines)))


def _cells(line: str) -> tuple[SafeString, ...]:
    cells: Sequence[str] = CELL_END.split(line)[1:-1]
    return tuple(_shown(cell.strip().replace("\\|", "|")) for cell in cells)


def _shown(text: str) -> SafeString:
    """Return a line of the manual as HTML: ids in their own type, names of moves bold, everything else escaped."""
    found = BOLD.sub(r"<b>\1</b>", CODE.sub(r"<code>\1</code>", str(escape(text))))
    return mark_safe(found)  # noqa: S308 escaped above
