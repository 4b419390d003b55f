"""
Writing a document anew without losing what was written by hand.

Each part is settled by itself, by its anchor, from three texts: what the rows said before (`base`), what stands there (the hand), what
the rows say now. Where only one side changed, that side is kept; where both did, both are shown and a person chooses.
"""

from __future__ import annotations

from dataclasses import replace

from bihuan.loop.writing.passages import Part, Passage


def merged(old: list[Part], new: list[Passage]) -> list[Part]:
    """
    Return the parts of a document after it was made anew from the rows.

    A part taken out stays out. What a person added stays behind the part it stood behind. A text written by hand on a part of which the
    rows say nothing any more is kept and marked, for a person to keep or drop.
    """
    known = {part.anchor: part for part in old if not part.added}
    settled = [_settled(known.get(passage.anchor), passage) for passage in new]
    said = {passage.anchor for passage in new}
    return _with_left_over(old, settled, said)


def _settled(old: Part | None, new: Passage) -> Part:
    if old is None:
        return Part(new, new.text)
    if old.gone:
        return Part(replace(new, text=old.passage.text if old.by_hand else new.text), new.text, old.by_hand, gone=True)
    if not old.by_hand or old.passage.text == new.text:
        return Part(new, new.text)
    kept = replace(new, text=old.passage.text)
    if old.base == new.text:
        return Part(kept, old.base, by_hand=True)
    return Part(kept, old.base, by_hand=True, offered=new.text)


def _with_left_over(old: list[Part], settled: list[Part], said: set[str]) -> list[Part]:
    """Put what the rows do not say, and a person wrote, behind the nearest part before it that is still there."""
    behind: dict[str, list[Part]] = {}
    last = ""
    for part in old:
        if part.added:
            behind.setdefault(last, []).append(part)
        elif part.anchor in said:
            last = part.anchor
        elif part.by_hand and not part.gone:
            behind.setdefault(last, []).append(replace(part, orphan=True, offered=None))
    found = list(behind.get("", ()))
    for part in settled:
        found.append(part)
        found += behind.get(part.anchor, ())
    return found


def taken(part: Part, *, hand: bool) -> Part | None:
    """
    Return a part after a person chose between the text by hand and that of the rows; None when it is to go.

    A kept text is from now on measured against what the rows say now, so that the same change is not asked about twice.
    """
    if part.orphan:
        passage = replace(part.passage, anchor=f"kept:{part.anchor}")  # the row may come back one day
        return replace(part, passage=passage, base=None, orphan=False) if hand else None
    if part.offered is None:
        return part
    if hand:
        return replace(part, base=part.offered, offered=None)
    return Part(replace(part.passage, text=part.offered), part.offered)
