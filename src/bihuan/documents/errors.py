"""Why a file cannot be read, as sentences for the person who brought it."""

from __future__ import annotations

from bihuan.packspec.bilingual import Text


class Unreadable(Exception):
    """
    The file cannot be read; nothing of it was kept.

    rule: stable id of the reason, e.g. "encrypted", "damaged", "empty", "too_large", "zip_bomb", "mislabelled", "unknown_format", "scan".
    sentence: what is wrong and what to do, in both languages.
    place: where, in words (“第3页”, “word/document.xml”), where it is known.
    """

    def __init__(self, rule: str, sentence: Text, place: str | None = None) -> None:
        super().__init__(sentence.zh)
        self.rule = rule
        self.sentence = sentence
        self.place = place
