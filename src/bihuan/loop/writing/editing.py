"""Edits of a document's parts: plain functions from parts to parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from bihuan.loop.cases.values import written
from bihuan.loop.errors import Refused
from bihuan.loop.writing.merging import taken
from bihuan.loop.writing.passages import BEFORE, CELL, Part, Passage

Edit = Callable[[list[Part]], list[Part]]
LONGEST: Final = 20_000  # characters of a paragraph
HAND: Final = "hand:"


def _at(parts: list[Part], anchor: str) -> int:
    for place, part in enumerate(parts):
        if part.anchor == anchor:
            return place
    raise Refused(gettext("This paragraph is not there any more."))


def as_paragraph(typed: str) -> str:
    """Return what was typed as the text of a paragraph, which is one line: several are joined."""
    return "".join(line.strip() for line in written(typed).replace(CELL, " ").splitlines())


def as_row(cells: Iterable[str]) -> str:
    """Return the cells of a row as its text; a row stays a row even when all of them are emptied."""
    return CELL.join(written(one).replace(CELL, " ") for one in cells)


def reworded(anchor: str, text: str) -> Edit:
    """Return the edit that gives a part another text; an empty text takes it out."""

    def edit(parts: list[Part]) -> list[Part]:
        place = _at(parts, anchor)
        if len(text) > LONGEST:
            raise Refused(gettext("A paragraph holds at most %(most)d characters.") % {"most": LONGEST})
        if not text:
            return removed(anchor)(parts)
        return [*parts[:place], parts[place].with_text(text), *parts[place + 1 :]]

    return edit


def added(after: str, text: str, *, level: int = 0) -> Edit:
    """Return the edit that adds a paragraph, or a heading of a level, behind a part."""

    def edit(parts: list[Part]) -> list[Part]:
        if not text:
            raise Refused(gettext("Write something first."), fields={"text": gettext("Write something first.")})
        place = _at(parts, after)
        while place + 1 < len(parts) and parts[place + 1].passage.kind in BEFORE:
            place += 1  # nothing stands between title and addressee
        number = 1 + max((_number(part) for part in parts), default=0)
        passage = Passage(f"{HAND}{number}", "heading" if level else "paragraph", text[:LONGEST], level=level)
        return [*parts[: place + 1], Part(passage, None, by_hand=True), *parts[place + 1 :]]

    return edit


def _number(part: Part) -> int:
    head, _, number = part.anchor.rpartition(HAND)
    return int(number) if not head and number.isdigit() else 0


def removed(anchor: str) -> Edit:
    """Return the edit that takes a part out; what a person added is gone with it, what the rows say can be put back."""

    def edit(parts: list[Part]) -> list[Part]:
        place = _at(parts, anchor)
        part = parts[place]
        rest = [] if part.added else [replace(part, gone=True)]
        return [*parts[:place], *rest, *parts[place + 1 :]]

    return edit


def put_back(anchor: str) -> Edit:
    """Return the edit that puts a part back which was taken out."""

    def edit(parts: list[Part]) -> list[Part]:
        place = _at(parts, anchor)
        return [*parts[:place], replace(parts[place], gone=False), *parts[place + 1 :]]

    return edit


def as_the_rows_say(anchor: str) -> Edit:
    """Return the edit that drops what was written by hand in a part."""

    def edit(parts: list[Part]) -> list[Part]:
        place = _at(parts, anchor)
        part = parts[place]
        if part.base is None:
            return parts
        new = replace(part.passage, text=part.offered if part.offered is not None else part.base)
        return [*parts[:place], Part(new, new.text), *parts[place + 1 :]]

    return edit


def chosen(anchor: str, *, hand: bool) -> Edit:
    """Return the edit that answers the question between the text by hand and what the rows say now."""

    def edit(parts: list[Part]) -> list[Part]:
        place = _at(parts, anchor)
        kept = taken(parts[place], hand=hand)
        return [*parts[:place], *([kept] if kept is not None else []), *parts[place + 1 :]]

    return edit
