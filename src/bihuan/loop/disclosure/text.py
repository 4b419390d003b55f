"""What stands in the two texts of a disclosure: its passages, less what is left out, with what is covered covered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bihuan.documents.blocks import Block
from bihuan.documents.checks import masked, personal_data_in
from bihuan.documents.checks.masking import PERSONAL
from bihuan.documents.checks.remark import Remark
from bihuan.documents.outline.frame import frame_of
from bihuan.documents.outline.lines import lines_of
from bihuan.loop.disclosure.models import Channel, Omission, Redaction
from bihuan.loop.writing.paper import paper_of, source_of
from bihuan.loop.writing.passages import part_of

Passage = Mapping[str, Any]
CLOSING = ("signature", "dated", "note", "copies")


@dataclass(frozen=True, slots=True)
class Cover:
    """Letters of one passage to be covered."""

    start: int
    end: int
    cover: str


def in_order(passages: Iterable[Passage]) -> list[dict[str, Any]]:
    """Return passages as they stand on the page: what closes a document behind its parts."""
    known = [dict(one) for one in passages]
    rank = {kind: place for place, kind in enumerate(CLOSING, start=1)}
    return sorted(known, key=lambda one: rank.get(one["kind"], 0))


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


def title_in(title: str, passages: Iterable[Passage], printed: Iterable[Passage]) -> str:
    """Return the title of one copy: as its passage reads there, "" where that is left out, `title` where no passage has one."""
    if all(one["kind"] != "title" for one in passages):
        return title
    return next((str(one["text"]) for one in printed if one["kind"] == "title"), "")


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


def personal_data(passages: Sequence[Passage]) -> list[tuple[str, Remark]]:
    """Return the personal data in passages, each with the anchor of its passage; how to reach the office is none."""
    found = []
    for remark in personal_data_in(blocks_of(passages), contacts=_contacts(passages)):
        if remark.check in PERSONAL and remark.place is not None:
            found.append((str(passages[remark.place.paragraph - 1]["anchor"]), remark))
    return found


def _contacts(passages: Sequence[Passage]) -> frozenset[int]:
    """Return the numbers of the passages that tell how to reach the issuer, as the reader of documents finds them."""
    source, anchors = source_of(paper_of((part_of(one) for one in passages), layout="notice"))
    lines = lines_of(source)
    closing = {anchors.get(line.block, "") for line in lines[frame_of(lines).contacts :]}
    return frozenset(number for number, one in enumerate(passages, start=1) if one["anchor"] in closing)


def suggested_covers(passages: Sequence[Passage]) -> list[tuple[str, Remark, str]]:
    """Return where personal data stands: anchor of the passage, the remark, and what would cover it."""
    blocks, found = blocks_of(passages), []
    for anchor, remark in personal_data(passages):
        # What is only asked about, such as a mobile among the office's own numbers, a person decides.
        if (place := remark.place) is not None and remark.severity != "question":
            text = blocks[place.paragraph - 1].text
            cover = masked(text, [remark], paragraph=place.paragraph)[place.start : place.end]
            found.append((anchor, remark, cover))
    return found
