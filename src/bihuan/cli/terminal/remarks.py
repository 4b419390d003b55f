"""Remarks on a document as a person reads them on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.cli.terminal.columns import shortened
from bihuan.documents.blocks import SourceText
from bihuan.documents.checks.catalogue import BY_ID
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.documents.checks.remark_json import words_of
from bihuan.packspec.bilingual import Text

SEVERITIES: dict[Severity, Text] = {
    "error": Text("必须处理（{count} 处）", "Must not go out as it is ({count})"),
    "warning": Text("请核对（{count} 处）", "Probably wrong ({count})"),
    "question": Text("请确认（{count} 处）", "To be answered ({count})"),
}
LINE = Text("第 {line} 段", "line {line}")
ALSO = Text("另见第 {lines} 段", "see also line {lines}")
WHOLE = Text("全文", "whole text")
NOTHING = Text("没有发现需要处理的问题。", "Nothing to look at was found.")
MOST_ALSO = 8


def remark_lines(remarks: Sequence[Remark], source: SourceText, *, language: str, most: int = 100) -> Iterator[str]:
    """Return the lines that show remarks, the gravest first, `most` columns wide."""
    yield source.name
    if not remarks:
        yield NOTHING.in_(language)
    for severity, title in SEVERITIES.items():
        own = [remark for remark in remarks if remark.severity == severity]
        if own:
            yield ""
            yield title.format(count=len(own)).in_(language)
        for remark in own:
            yield from _remark(remark, source, language, most)


def _remark(remark: Remark, source: SourceText, language: str, most: int) -> Iterator[str]:
    place = remark.place
    where = (
        LINE.format(line=place.paragraph)
        if place
        else Text(remark.where, BY_ID[remark.check].title.en)
        if remark.where
        else WHOLE
    )
    yield f"  {where.in_(language)}  {remark.sentence.in_(language)} [{remark.check}]"
    words = words_of(remark, source)
    if words:
        yield f"    “{shortened(words, max(most - 8, 20))}”"
    also = sorted({other.paragraph for other in remark.also} - ({place.paragraph} if place else set()))
    if also:
        shown = "、".join(map(str, also[:MOST_ALSO])) + ("…" if len(also) > MOST_ALSO else "")
        yield f"    {ALSO.format(lines=shown).in_(language)}"
