"""A comparison as a person reads it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bihuan.cli.terminal.columns import shortened
from bihuan.documents.blocks import SourceText
from bihuan.documents.compare.comparison import Comparison, Difference, Span
from bihuan.packspec.bilingual import Text

COMPARED = {
    "plan": Text("方案与反馈比对", "plan compared with feedback"),
    "previous": Text("本期报告与上期比对", "report compared with the last one"),
    "ledger": Text("报告与台账比对", "report compared with the ledger"),
}
SUM = Text("对应问题 {matched} 个，差异 {count} 处。", "Problems found in both: {matched}. Differences: {count}.")
LINE = Text("第 {line} 段", "line {line}")
NOWHERE = Text("无", "none")
LONGEST = 160


def comparison_lines(comparison: Comparison, old: SourceText, new: SourceText, *, language: str) -> Iterator[str]:
    """Return the lines that show what differs, with the line in both documents."""
    yield f"{old.name} → {new.name} ({COMPARED[comparison.compared_as].in_(language)})"
    yield SUM.format(matched=comparison.matched, count=len(comparison.differences)).in_(language)
    for one in comparison.differences:
        yield ""
        where = f"{_line(one, language, old=True)} → {_line(one, language, old=False)}"
        yield f"  {where}  {one.remark.sentence.in_(language)} [{one.remark.check}]"
        if one.spans:
            yield f"    - {_marked(one.old, one.spans, old=True)}"
            yield f"    + {_marked(one.new, one.spans, old=False)}"


def _line(one: Difference, language: str, *, old: bool) -> str:
    place = one.before if old else one.remark.place
    return (LINE.format(line=place.paragraph) if place else NOWHERE).in_(language)


def _marked(text: str, spans: Sequence[Span], *, old: bool) -> str:
    """The words with what differs in brackets."""
    opening, closing = ("[-", "-]") if old else ("{+", "+}")
    pieces, at = [], 0
    for span in spans:
        start, end = (span.old_start, span.old_end) if old else (span.new_start, span.new_end)
        pieces += [text[at:start], f"{opening}{text[start:end]}{closing}" if end > start else ""]
        at = end
    return shortened("".join([*pieces, text[at:]]), LONGEST)
