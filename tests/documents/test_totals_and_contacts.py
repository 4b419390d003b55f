"""Figures of the whole rectification and the ways to reach the issuer, sentence by sentence."""

from __future__ import annotations

import pytest

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft import Draft
from bihuan.documents.reading import read_draft

TITLE = "云岫县档案局党组关于巡察整改情况的通报"
BODY = ("一、反馈问题整改情况", "（一）关于“学习不深入”的问题", "一是组织学习12次，开通热线电话12345，受理来电320件。")
SIGNED = ("中共云岫县档案局党组", "2023年12月1日")


def read(*lines: str) -> Draft:
    return read_draft(SourceText("report", "txt", tuple(Block(number, line) for number, line in enumerate(lines, 1))))


def figures(sentence: str) -> list[str]:
    draft = read(TITLE, sentence, *BODY)
    return [f"{total.name} {total.value} {total.unit}" for total in draft.totals]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "反馈的4个方面12类39个具体问题，已完成整改37个；共制定整改措施146条。",
            ["方面 4 个", "具体问题 39 个", "已完成整改 37 个", "整改措施 146 条"],
        ),
        ("市委巡察组移交问题线索8件，已办结6件，诫勉0人。", ["移交问题线索 8 件", "已办结 6 件", "诫勉 0 人"]),
        (
            "清退、收缴款项共计3,256,780.50元，挽回经济损失1.2亿元。",
            ["清退、收缴款项 3256780.50 元", "挽回经济损失 1.2 亿元"],
        ),
        (
            "巡察反馈的二十一个具体问题，制定整改措施一百零五条，给予党纪处分五人，追缴资金三十二万元。",
            ["具体问题 21 个", "整改措施 105 条", "党纪处分 5 人", "追缴资金 32 万元"],
        ),
        ("梳理形成三张清单，落实两个责任，明确五项整改落实机制。", []),
        ("反馈问题54项，截至2023年12月底已完成整改50项。", ["问题 54 项", "已完成整改 50 项"]),
        (
            "36个问题已完成整改33个，持续推进1个，2个问题取得阶段性成效。",
            ["问题 36 个", "已完成整改 33 个", "持续推进 1 个"],
        ),
        ("给予党纪处分人，清退资金万元。", ["党纪处分 None 人", "清退资金 None 万元"]),
        ("反馈共性问题2个、个性问题3个，制定措施19条。", ["共性问题 2 个", "个性问题 3 个", "措施 19 条"]),
        ("全县共排查隐患1260处，整改1250处。", []),
        ("党组召开会议8次，研究整改事项17项。", []),
    ],
)
def test_figures_of_the_whole_are_totals(sentence: str, wanted: list[str]) -> None:
    assert [found for found in figures(sentence) if found in wanted] == wanted
    if not wanted:
        assert figures(sentence) == []


def test_parts_of_a_total_keep_their_figures() -> None:
    sentence = "问责处理党员干部23人，其中给予党内严重警告处分2人，党内警告处分5人，诫勉谈话6人，通报批评10人。"
    (total,) = read(TITLE, sentence, *BODY).totals
    assert [f"{part.name}{part.value}{part.unit}" for part in total.parts] == [
        "严重警告处分2人",
        "警告处分5人",
        "诫勉谈话6人",
        "通报批评10人",
    ]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (
            ("如有意见建议，请及时反映。联系方式：0572-2590000；地址：云岫路6号，邮编：313000。",),
            {"telephone": "0572-2590000", "address": "云岫路6号", "postcode": "313000"},
        ),
        (
            ("监督方式：", "1.电话：0871-63000000", "2.邮箱：yx@example.org"),
            {"telephone": "0871-63000000", "email": "yx@example.org"},
        ),
        (
            ("可通过以下方式反映：来信请寄：云岫县政府路1号县纪委收，邮政编码：730000；来电请拨：0931-8800000。",),
            {"telephone": "0931-8800000", "address": "云岫县政府路1号县纪委收", "postcode": "730000"},
        ),
        (("监督举报电话:12388；邮箱地址:yx@example.org",), {"telephone": "12388", "email": "yx@example.org"}),
        (
            ("公示期间，如有异议，请反映至云岫县水务局（地址：云岫县江堤路8号），电话：027-82800000。",),
            {"telephone": "027-82800000", "address": "云岫县江堤路8号"},
        ),
        (("联系方式：云岫镇党政办，电话0579—89000000。",), {"telephone": "0579—89000000"}),
    ],
)
def test_contacts_are_read_and_belong_to_no_measure(lines: tuple[str, ...], wanted: dict[str, str]) -> None:
    draft = read(TITLE, *BODY, *lines, *SIGNED)
    assert dict(draft.contacts) == wanted
    assert [measure.text for measure in draft.findings[0].measures] == [
        "组织学习12次，开通热线电话12345，受理来电320件。"
    ]


def test_contacts_below_the_signature_are_read_but_not_those_of_the_page() -> None:
    below = read(TITLE, *BODY, *SIGNED, "（联系人：刘某，联系电话：0500-1234567）")
    assert dict(below.contacts) == {"telephone": "0500-1234567"}
    page = read(TITLE, *BODY, *SIGNED, "主办：云岫县人民政府办公室 电话：0500-7654321")
    assert dict(page.contacts) == {}


def test_date_and_time_of_publication_glued_together_is_read() -> None:
    draft = read(TITLE, "发布时间：2024-02-22 10:11 来源：县档案局", *BODY, "公示时间：2024年3月2日至3月7日")
    assert str(draft.published_on) == "2024-02-22"
    assert read(TITLE, *BODY, "公示时间：2024年3月2日至3月7日").published_on is None
