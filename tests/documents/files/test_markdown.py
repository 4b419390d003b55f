"""Markdown: its marks go, its text stays."""

from __future__ import annotations

from bihuan.documents.files import read_file


def lines(text: str) -> list[str]:
    return [block.text for block in read_file(text.encode(), "报告.md").blocks]


def test_headings_keep_their_level() -> None:
    source = read_file("# 通报\n\n二级\n----\n\n### 一、问题 ###\n正文".encode(), "报告.md")
    assert [(block.text, block.level) for block in source.blocks] == [
        ("通报", 1),
        ("二级", 2),
        ("一、问题", 3),
        ("正文", None),
    ]


def test_marks_links_and_tags_are_removed() -> None:
    text = "**一、**关于*会风*问题,见[公示](http://example.com),`3`次<u>整改</u>&nbsp;![图](a.png)\\*完"
    assert lines(text) == ["一、关于会风问题,见公示,3次整改 *完"]


def test_wrapped_lines_are_joined_and_numbered_ones_are_not() -> None:
    text = "局党组高度重视,研究制定\n整改措施12条。\n一是加强学习。\n二是建章立制,\n落实到人。\n\n- 公开\n- 监督\n"
    assert lines(text) == [
        "局党组高度重视,研究制定整改措施12条。",
        "一是加强学习。",
        "二是建章立制,落实到人。",
        "公开",
        "监督",
    ]


def test_numbers_of_lists_stay() -> None:
    assert lines("1. 第一条\n2. 第二条\n\n> 引文") == ["1.第一条", "2.第二条", "引文"]


def test_a_pipe_table_becomes_rows_with_the_lines_of_a_cell() -> None:
    table = "|序号|问题|措施|\n|:--|--|--|\n|1|会风不实|一是压减。<br>二是合并。|\n|2|**台账**不全|a\\|b|\n\n完"
    source = read_file(table.encode(), "整改清单")
    assert [block.cells for block in source.blocks] == [
        ("序号", "问题", "措施"),
        ("1", "会风不实", "一是压减。\n二是合并。"),
        ("2", "台账不全", "a|b"),
        (),
    ]
    assert [block.table for block in source.blocks] == [1, 1, 1, None]
    assert source.blocks[0].text == "序号\t问题\t措施"


def test_code_and_front_matter() -> None:
    assert lines("---\ntitle: x\n---\n```\n# 不是标题\n```\n---\n完") == ["# 不是标题", "完"]
