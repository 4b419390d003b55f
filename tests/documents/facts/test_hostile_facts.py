"""Text made to be slow, or of any characters at all, is read in time that grows with its length, and never breaks the reader."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.facts.collected import facts_of

GLYPHS = (
    "一二三十百千万亿两半0123456789.，,、。；：（）()《》〈〉“”‘’〔〕年月日底前季度上半%个项条人次名元"
    "分之第前倒数处分警告诫勉由牵头配合责任单位\t \n第约余多至以上达到提高下降同比截"
)


@settings(max_examples=300)
@given(st.text(GLYPHS, max_size=80))
def test_every_fact_of_any_text_stands_where_it_says(text: str) -> None:
    source = SourceText("any.txt", "txt", (Block(1, text),))
    facts = facts_of(source)
    places = [one.place for kind in (facts.quantities, facts.dates, facts.dispositions, facts.bodies) for one in kind]
    places += [one.place for one in facts.instruments]
    for place in places:
        assert 0 <= place.start < place.end <= len(text)
        assert source.at(place).strip()


def test_long_runs_of_digits_are_tried_once() -> None:
    # Each of these took more than a minute when a run was tried from every one of its characters.
    for text in ("1" * 20_000, "一" * 20_000, "1万" * 8_000, "2023年3月" * 3_000, "《" * 20_000, "由甲、" * 6_000):
        assert len(facts_of([Block(1, text)]).quantities) <= 1
