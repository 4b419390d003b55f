"""What the trail calls the parts of a score, and how their values read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.scorecards.cards import card_of

PREFIX = "item."


def score_title(file: CaseFile, attribute: str) -> str:
    """Return what an attribute such as `item.work.score` is called."""
    id_, _, part = attribute.removeprefix(PREFIX).rpartition(".")
    card = card_of(file)
    item = card.items.get(id_) if card is not None else None
    titles = {
        "value": gettext("%(item)s: figure"),
        "reckoned": gettext("%(item)s: points by the figure"),
        "counts": gettext("%(item)s: is scored"),
        "self_score": gettext("%(item)s: self-score"),
        "self_note": gettext("%(item)s: grounds of the unit"),
        "score": gettext("%(item)s: score"),
        "note": gettext("%(item)s: reason"),
        "evidence": gettext("%(item)s: material"),
    }
    return titles[part] % {"item": words(item.title) if item is not None else id_} if part in titles else attribute


def score_value(file: CaseFile, attribute: str, value: Any) -> str:
    """Return a value of such an attribute, or of the fact `grade`, in words."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return gettext("%(n)d files") % {"n": len(value)}
    card = card_of(file)
    titles = file.pack.options.get(card.options, {}) if card is not None else {}
    return words(titles[value]) if attribute.endswith(".grade") and value in titles else str(value)
