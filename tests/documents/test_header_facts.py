"""The head of a report: who inspected, when, and when it was fed back; what is not whole is not filled in."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft import Draft
from bihuan.documents.reading import read_draft

BODY = ("一、关于“学习不够深入”问题的整改情况", "（一）组织学习12次。")


def read(*lines: str) -> Draft:
    return read_draft(SourceText("head", "txt", tuple(Block(number, line) for number, line in enumerate(lines, 1))))


def day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


@pytest.mark.parametrize(
    ("told", "inspector", "since", "to", "back"),
    [
        (
            "2023年3月2日至5月31日，省委第八巡视组对某区开展了巡视。2023年7月26日，反馈了意见。",
            "省委第八巡视组",
            "2023-03-02",
            "2023-05-31",
            "2023-07-26",
        ),
        (
            "2023年3月2日至31日，县委第一巡察组对青溪村党支部开展了巡察，4月20日反馈了意见。",
            "县委第一巡察组",
            "2023-03-02",
            "2023-03-31",
            "2023-04-20",
        ),
        (
            "2023年5月10日—2023年7月10日市委第一巡察组对市审计局党组进行了为期两个月的巡察，并于2023年9月7日反馈意见。",
            "市委第一巡察组",
            "2023-05-10",
            "2023-07-10",
            "2023-09-07",
        ),
        (
            "市委第九巡察组自2021年10月18日至12月17日对云岫中学党委进行了巡察，反馈时间为2022年1月20日。",
            "市委第九巡察组",
            "2021-10-18",
            "2021-12-17",
            "2022-01-20",
        ),
        (
            "县委第一巡察组于2022年11月7日至2023年1月6日对我局进行了巡察，3月10日反馈。",
            "县委第一巡察组",
            "2022-11-07",
            "2023-01-06",
            "2023-03-10",
        ),
        (
            "2021年12月1日至1月14日，市委巡察二组对我院开展巡察，并于2月22日反馈了意见。",
            "市委巡察二组",
            "2021-12-01",
            "2022-01-14",
            "2022-02-22",
        ),
        (
            "按照部署，2023年，区委第三巡察组于4月3日至6月2日对我局开展巡察。",
            "区委第三巡察组",
            "2023-04-03",
            "2023-06-02",
            None,
        ),
        ("2023.3.6—2023.5.5，县委第二巡察组对我镇开展巡察。", "县委第二巡察组", "2023-03-06", "2023-05-05", None),
        (
            "二〇二三年三月六日至五月五日，县委第二巡察组对我镇开展巡察。",
            "县委第二巡察组",
            "2023-03-06",
            "2023-05-05",
            None,
        ),
        (
            "2023年3月至5月，县委第二巡察组对我镇开展巡察。2023年6月30日反馈。",
            "县委第二巡察组",
            None,
            None,
            "2023-06-30",
        ),
        ("2023年2月中旬至4月上旬，市委4个巡察组对我市开展巡察。", "市委4个巡察组", None, None, None),
        (
            "2023年5月8日，中央第三生态环境保护督察组对我省开展督察并反馈情况。",
            "中央第三生态环境保护督察组",
            None,
            None,
            "2023-05-08",
        ),
        (
            "2022年9月1日至10月15日，日照市委第一巡察组对经开区开展巡察。",
            "日照市委第一巡察组",
            "2022-09-01",
            "2022-10-15",
            None,
        ),
        (
            "2022年9月1日至10月15日，经开区党工委第二巡察组对社区开展巡察。",
            "经开区党工委第二巡察组",
            "2022-09-01",
            "2022-10-15",
            None,
        ),
        (
            "根据安排，由校党委派出第五巡察组自2024年3月11日起对图书馆开展为期30天的巡察。",
            "第五巡察组",
            "2024-03-11",
            None,
            None,
        ),
        ("2月30日至3月5日，县委巡察组对我局开展巡察。", "县委巡察组", None, None, None),
    ],
)
def test_inspection_is_read_from(
    told: str, inspector: str, since: str | None, to: str | None, back: str | None
) -> None:
    draft = read("关于巡察整改情况的通报", told, *BODY)
    assert draft.inspector == inspector
    assert (draft.inspected_from, draft.inspected_to, draft.feedback_on) == (day(since), day(to), day(back))


@pytest.mark.parametrize(
    "other_date",
    [
        "公示时间：2023年3月2日至2023年3月8日。",
        "截至2023年12月31日，已完成整改。",
        "2023年9月5日，召开专题民主生活会。",
    ],
)
def test_dates_of_other_things_are_not_the_inspection(other_date: str) -> None:
    draft = read("关于整改情况的公示", other_date, *BODY)
    assert (draft.inspected_from, draft.inspected_to, draft.feedback_on) == (None, None, None)


def test_month_only_is_left_out_and_warned_about() -> None:
    draft = read("2023年3月至5月，县委第二巡察组对我镇开展巡察。", *BODY)
    assert "date_not_whole" in {warning.rule for warning in draft.warnings}


def test_missing_year_is_left_out_and_warned_about() -> None:
    draft = read("3月2日至5月6日，县委第二巡察组对我镇开展巡察。", *BODY)
    assert draft.inspected_from is None
    assert "year_missing" in {warning.rule for warning in draft.warnings}


def test_empty_source_is_no_report() -> None:
    assert read("").genre == "other"
    assert read_draft(SourceText("none", "txt", ())).findings == ()
