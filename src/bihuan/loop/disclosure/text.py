"""What stands in the two texts of a disclosure: its passages, less what is left out, with what is covered covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.documents.blocks import Block
from bihuan.documents.checks import masked, personal_data_in
from bihuan.documents.checks.masking import PERSONAL
from bihuan.documents.checks.remark import Remark
from bihuan.loop.disclosure.models import Channel, Omission, Redaction

Passage = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cover:
    """Letters of one passage to be covered."""

    start: int
    end: int
    cover: str


def text_for(
    channel: Channel, passages: Iterable[Passage], redactions: Sequence[Redaction], omissions: Sequence[Omission]
) -> list[dict[str, Any]]:
    """
    Return the passages as one channel prints them.

    Left out is what an omission that was granted names, for the inner copy only where it concerns both; letters are covered in both.
    """
    out = {
        anchor
        for omission in omissions
        if omission.granted and (omission.both or channel == Channel.PUBLIC)
        for anchor in omission.anchors
    }
    covers: dict[str, list[Cover]] = {}
    for one in redactions:
        if not one.kept:
            covers.setdefault(one.anchor, []).append(Cover(one.start, one.end, one.cover))
    return [
        {**passage, "text": covered(passage["text"], covers.get(passage["anchor"], ()))}
        for passage in passages
        if passage["anchor"] not in out
    ]


def covered(text: str, covers: Iterable[Cover]) -> str:
    """Return a text with letters covered; covers may overlap, the later in the text wins nothing: a letter stays covered."""
    letters = list(text)
    for one in covers:
        for place in range(one.start, min(one.end, len(letters))):
            letters[place] = one.cover[place - one.start] if place - one.start < len(one.cover) else "*"
    return "".join(letters)


def blocks_of(passages: Sequence[Passage]) -> tuple[Block, ...]:
    """Return the passages as the blocks that checks read, numbered from 1 in their order."""
    return tuple(
        Block(
            number=number,
            text=passage["text"].replace("\t", "　") if passage["kind"] in {"row", "columns"} else passage["text"],
            kind="heading" if passage["kind"] == "heading" else "paragraph",
        )
        for number, passage in enumerate(passages, start=1)
    )


def suggested_covers(passages: Sequence[Passage]) -> list[tuple[str, Remark, str]]:
    """Return where personal data stands: anchor of the passage, the remark, and what would cover it."""
    blocks = blocks_of(passages)
    found = []
    for remark in personal_data_in(blocks):
        place = remark.place
        if remark.check not in PERSONAL or place is None:
            continue
        text = blocks[place.paragraph - 1].text
        cover = masked(text, [remark], paragraph=place.paragraph)[place.start : place.end]
        found.append((passages[place.paragraph - 1]["anchor"], remark, cover))
    return found
