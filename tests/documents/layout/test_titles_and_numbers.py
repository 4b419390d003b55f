"""Where titles break, how headings are counted, how cells are said, how much room a signature leaves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.documents.layout.cells import shown
from bihuan.documents.layout.header import header_cells
from bihuan.documents.layout.measures import characters, head_size, shared_widths, signature_margins
from bihuan.documents.layout.numbering import numbered
from bihuan.documents.layout.paper import Heading, Paragraph, Part
from bihuan.documents.layout.sheet import CellKind, SheetColumn
from bihuan.documents.layout.titles import PER_LINE, title_lines
from tests.documents.layout.papers import COLUMNS


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于巡视反馈问题整改落实情况的报告", 1),
        ("云湖新区党工委关于区委第三巡察组巡察反馈问题整改进展情况的报告", 2),
        ("云湖新区党工委关于落实《市委第三巡察组关于巡察云湖新区党工委的反馈意见》的整改方案", 3),
    ],
)
def test_a_title_breaks_between_words_into_lines_unlike_in_length(title: str, lines: int) -> None:
    broken = title_lines(title)
    assert len(broken) == lines
    assert "".join(broken) == title
    assert all(characters(line) <= PER_LINE for line in broken)
    for word in ("巡察组", "党工委", "整改", "反馈", "报告", "方案", "关于"):
        assert sum(line.count(word) for line in broken) == title.count(word)


@given(st.text(st.sampled_from("整改情况的报告关于《》“”，。0123456789abc "), max_size=120))
def test_no_title_loses_a_character_or_begins_a_line_with_a_closing_sign(title: str) -> None:
    broken = title_lines(title)
    assert "".join("".join(broken).split()) == "".join(title.split())


def test_headings_are_counted_level_by_level() -> None:
    parts: list[Part] = [
        Heading(1, "甲"),
        Heading(2, "乙"),
        Heading(2, "丙"),
        Paragraph("文"),
        Heading(3, "丁"),
        Heading(4, "戊"),
        Heading(1, "己"),
    ]
    parts += [Heading(2, "庚"), Heading(1, ""), Heading(1, "辛", numbered=False), Heading(1, "壬")]
    assert [number for number, _ in numbered(parts)] == [
        "一、",
        "（一）",
        "（二）",
        "",
        "1.",
        "（1）",
        "二、",
        "（一）",
        "",
        "三、",
    ]


def test_hundreds_are_counted_as_people_do() -> None:
    numbers = [number for number, _ in numbered([Heading(1, "甲")] * 112)]
    assert [numbers[place - 1] for place in (10, 11, 20, 101, 112)] == [
        "十、",
        "十一、",
        "二十、",
        "一百零一、",
        "一百一十二、",
    ]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "text", ""),
        (Decimal("7.132"), "money", "7.132"),
        (Decimal("1369.5"), "money", "1,369.50"),
        (3, "money", "3.00"),
        (Decimal("85.30"), "percent", "85.3%"),
        (100, "percent", "100%"),
        (Decimal("1E+3"), "number", "1000"),
        (date(2024, 2, 9), "date", "2024-02-09"),
        ("甲\x00\r\n乙", "text", "甲\n乙"),
    ],
)
def test_a_cell_reads_the_same_everywhere(value: str | int | Decimal | date | None, kind: CellKind, text: str) -> None:
    assert shown(value, kind) == text


def test_bands_are_shared_by_neighbours_and_titles_reach_down() -> None:
    cells = [(cell.row, cell.column, cell.rows, cell.columns, cell.text) for cell in header_cells(COLUMNS)]
    assert cells == [
        (0, 0, 3, 1, "序号"),
        (0, 1, 1, 2, "责任清单"),
        (0, 3, 3, 1, "整改时限"),
        (0, 4, 3, 1, "状态"),
        (1, 1, 2, 1, "问题"),
        (1, 2, 1, 1, "金额"),
        (2, 2, 1, 1, "问题金额（万元）"),
    ]


def test_a_date_begins_two_characters_behind_the_signature() -> None:
    day = date(2024, 2, 22)  # 6.5 characters wide, and a quarter of one at each of its five joints
    long, short = "云湖新区党工委整改工作领导小组办公室", "区委办"
    for signature in (long, short):
        right, below = signature_margins(signature, day)
        assert right >= 2
        assert below >= 2
        assert (right + characters(signature)) - (below + 7.75) == 2


def test_a_red_head_stays_on_one_line() -> None:
    for length in range(1, 41):
        size, scale = head_size("云" * length)
        assert size * scale / 100 * length <= 442.2 or scale == 50


@given(
    st.lists(
        st.builds(
            SheetColumn, st.just("a"), st.just("甲"), st.sampled_from(["text", "date"]), width=st.integers(1, 90)
        ),
        min_size=1,
        max_size=60,
    )
)
def test_columns_share_the_width_there_is(columns: list[SheetColumn]) -> None:
    widths = shared_widths(columns, 8844)
    assert sum(widths) <= 8844 + len(columns)
    assert min(widths) > 0
