"""The fingerprint of a final document: what its event in the trail names, and what verification computes again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bihuan.loop.trail.canonical import canonical
from bihuan.loop.trail.digest import algorithm_of, chosen_algorithm, digest


def seal_of(parts: Iterable[Mapping[str, Any]], *, number: str, asof: str, like: str = "") -> str:
    """
    Return the fingerprint of the text of a document, with the name of its method in front.

    parts: as the database keeps them; those taken out do not count. asof: ISO text. like: a digest whose method is used; the chosen one
    by default.
    """
    told = [[part["kind"], part["text"]] for part in parts if not part.get("gone")]
    text = canonical({"number": number, "asof": asof, "text": told})
    return digest(text.encode(), algorithm_of(like) if like else chosen_algorithm())
