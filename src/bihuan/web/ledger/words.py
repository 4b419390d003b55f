"""Short words for the last change of a row."""

from __future__ import annotations

from bihuan.loop.cases.values import words
from bihuan.loop.trail.verbs import VERB_WORDS, Verb


def verb_word(verb: str) -> str:
    """Return the short word of a verb, empty for none."""
    return words(VERB_WORDS[Verb(verb)]) if verb else ""
