"""One line of text in one canonical form for matching, with a way back to the characters it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.documents.text.traditional import SIMPLIFIED

HAN = "\u3400-\u9fff"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_MARKS = str.maketrans(
    ",;:!?()．｡､「」『』〝〞＂﹝﹞［］[]－﹣‐‑–～＋％／〇○‧",
    '，；：！？（）.。、“”‘’“”"（）【】【】-----~+%/〇〇·',
)
_TABLE = {**SIMPLIFIED, **_NARROW, **_MARKS}
_JUNK = re.compile(
    rf"[\s\u200b-\u200f\u2060\ufeff\u00ad\u3000]+|\*\*+|(?<=[{HAN}?A-Za-z])（[A-Za-z]{{0,6}}[{_TONED}][A-Za-z{_TONED}]{{0,6}}）"
)
_LEAKED_ASCII = re.compile(rf"(?<=[{HAN}?A-Z])（[a-z]{{1,6}}）")
_LEAK = re.compile(rf"[(（][A-Za-z]{{0,6}}[{_TONED}][A-Za-z{_TONED}]{{0,6}}[)）]")


@dataclass(frozen=True, slots=True)
class Flat:
    """
    Canonical text of a stretch of source.

    text: simplified glyphs, Chinese punctuation, half-width digits, no spaces, no leaked pinyin.
    source: the characters it was made from; offsets: where each canonical character stands in `source`, None where nothing was taken out.
    """

    text: str
    source: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets into the source of canonical characters start..end (end exclusive)."""
        if self.offsets is None:
            return start, end
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.source)
            return at, at
        return self.offsets[start], self.offsets[end - 1] + 1

    def exact(self, start: int, end: int) -> str:
        """Return the source characters of start..end as they stand there, spaces and all."""
        first, last = self.span(start, end)
        return self.source[first:last]

    def clean(self, start: int, end: int) -> str:
        """Return the source glyphs of start..end without stray spaces, markup and leaked pinyin."""
        if self.offsets is None:
            return self.source[start:end]
        return "".join(self.source[at] for at in self.offsets[start:end])


def flatten(source: str, *, leaky: bool = False) -> Flat:
    """
    Return the canonical form of one line.

    leaky: the document shows leaked pinyin, so that a lone `(de)` after a Han character is taken out too.
    """
    text = source.translate(_TABLE)
    if '"' in text:
        text = _curl(text)
    gone = [match.span() for match in _JUNK.finditer(text) if not _parts_words(text, *match.span())]
    if leaky:
        gone = sorted(gone + [match.span() for match in _LEAKED_ASCII.finditer(text)])
    if not gone:
        return Flat(text, source)
    kept: list[int] = []
    at = 0
    for start, end in gone:
        kept.extend(range(at, start))
        at = max(at, end)
    kept.extend(range(at, len(text)))
    return Flat("".join([text[i] for i in kept]), source, tuple(kept))


def is_leaky(text: str) -> bool:
    """Return whether a text shows the pinyin that a bad converter leaves behind (`關(guān)`), at least three times."""
    return any(found == 3 for found, _ in enumerate(_LEAK.finditer(text), 1))


def _parts_words(text: str, start: int, end: int) -> bool:
    """A space between two Latin words stays."""
    if start == 0 or end >= len(text) or not text[start].isspace():
        return False
    before, after = text[start - 1], text[end]
    return before.isascii() and after.isascii() and before.isalpha() and after.isalpha()


def _curl(text: str) -> str:
    """Straight double quotes open and close in turn."""
    pieces = text.split('"')
    return pieces[0] + "".join(("“" if i % 2 == 0 else "”") + piece for i, piece in enumerate(pieces[1:]))
