"""The documents and letters of a pack for its manual page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bihuan.packspec.bilingual import Text
from bihuan.packspec.document import Document
from bihuan.packspec.model import Pack
from bihuan.packspec.vocabulary import LAYOUTS

Say = Callable[[str, str], str]
Row = tuple[str, ...]


def document_rows(pack: Pack, say: Say, text: Callable[[Text], str]) -> Iterator[Row]:
    """Yield title, what it is about, its parts, what is asked for, and id of each document."""
    comma = say("、", ", ")
    for one in pack.documents.values():
        about = comma.join(text(pack.kinds[kind].title) for kind in one.of)
        if one.unit:
            about += say("（按单位）", " (for one unit)")
        public = say("（可公开）", " (may be published)") if one.public else ""
        yield (
            f"**{text(one.title)}**{public}",
            about,
            text(LAYOUTS[one.layout]),
            comma.join(_parts(pack, one, text)),
            comma.join(text(asked) for asked in one.asks.values()),
            f"`{one.id}`",
        )


def _parts(pack: Pack, document: Document, text: Callable[[Text], str]) -> Iterator[str]:
    """Yield the headings of the parts, and the kinds that are told one by one."""
    for part in document.parts:
        if part.each:
            yield f"*{text(pack.kinds[part.each].title)}*"
        elif part.heading:
            yield part.heading


def letter_rows(pack: Pack, say: Say, text: Callable[[Text], str], told: Callable[[str], str]) -> Iterator[Row]:
    """Yield title, number, addressees, days for the receipt, and id of each letter."""
    for one in pack.letters.values():
        days = (
            say(f"{one.receipt_workdays}个工作日", f"{one.receipt_workdays} workdays") if one.receipt_workdays else ""
        )
        to = say("、", ", ").join(told(relation) for relation in one.to)
        yield (f"**{text(one.title)}**", f"`{one.number}`", to, days, f"`{one.id}`")
