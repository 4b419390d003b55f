"""Remarks as the JSON form `bihuan.remarks/1`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bihuan.documents.blocks import Place, SourceText
from bihuan.documents.checks.masking import PERSONAL, masked
from bihuan.documents.checks.remark import Remark

FORMAT = "bihuan.remarks/1"


def remarks_json(remarks: Iterable[Remark], source: SourceText) -> list[dict[str, Any]]:
    """Return remarks as plain values for `json.dumps`, each with the words it points to."""
    return [remark_json(remark, source) for remark in remarks]


def remark_json(remark: Remark, source: SourceText) -> dict[str, Any]:
    """Return one remark; `words` is "" where it points to no text."""
    return {
        "check": remark.check,
        "severity": remark.severity,
        "sentence": remark.sentence.zh,
        "sentence_en": remark.sentence.en,
        "place": _place(remark.place),
        "also": [_place(place) for place in remark.also],
        "where": remark.where,
        "words": words_of(remark, source),
    }


def words_of(remark: Remark, source: SourceText) -> str:
    """Return the words a remark points to; personal data masked, as a list of remarks travels further than the document."""
    place = remark.place
    if place is None:
        return ""
    text = source.block(place.paragraph).text
    if remark.check in PERSONAL:
        text = masked(text, [remark], paragraph=place.paragraph)
    return " ".join(text[place.start : place.end].split())


def _place(place: Place | None) -> dict[str, int] | None:
    return {"paragraph": place.paragraph, "start": place.start, "end": place.end} if place else None
