"""Any text at all gives a draft: no exception, no endless search, places inside the text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft_json import draft_json
from bihuan.documents.reading import read_draft

PIECES = (
    "一、", "（一）", "1.", "（1）", "①", "一是", "二是", "首先，", "问题1：",
    "关于“", "”问题", "关于", "问题的整改情况", "整改措施：", "整改状态：", "下一步，", "联系电话：", "党纪处分5人（",
    "其中", "2023年3月2日至", "反馈", "县委第一巡察组", "对", "方面", "不到位", "。", "；",
    "，", "“", "”", "（", "）", "|", "--", "\t", " ",
    "\n", "<br>", "#", "關(guān)", "?F", "０", "1", "人", "万元",
    "附件",
)  # fmt: skip


def source(*lines: str) -> SourceText:
    return SourceText("hostile", "txt", tuple(Block(number, line) for number, line in enumerate(lines, 1)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), max_size=12))
def test_any_mixture_of_tokens_is_read_and_places_stay_inside(lines: list[str]) -> None:
    text = source(*lines)
    draft = read_draft(text)
    draft_json(draft)
    places = [finding.place for finding in draft.findings] + [total.place for total in draft.totals]
    places += [measure.place for finding in draft.findings for measure in finding.measures]
    places += [warning.place for warning in draft.warnings if warning.place]
    for place in places:
        assert 0 <= place.start <= place.end <= len(text.block(place.paragraph).text)


@pytest.mark.parametrize("piece", PIECES)
def test_endless_repetition_ends(piece: str) -> None:
    read_draft(source(piece * (8000 // len(piece))))
    read_draft(source("一、关于" + piece * (4000 // len(piece)) + "问题", "（一）整改。"))
