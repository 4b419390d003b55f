"""The sentences of documents: optional parts, noughts, order of classes, numbers and dates as officials write them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bihuan.loop.outcomes.queries import OutcomeTotals, People
from bihuan.loop.writing.composing import fill
from bihuan.loop.writing.outcomes import dispositions_in_words, titles_in_words
from bihuan.loop.writing.settings import Settings
from bihuan.loop.writing.values import Told
from bihuan.loop.writing.words import in_wan, numeral, one_run, plain_number, term
from tests.rooms.loop.writing.rounds import ASOF, F, M, rows_with

TOTALS = OutcomeTotals(
    ASOF,
    dispositions={
        "party": {"warning": People(2, 2), "serious_warning": People(1, 1)},
        "administrative": {"demerit": People(2, 3)},
        "first_form": {"admonition": People(3, 3), "criticism": People(6, 6)},
    },
    by_class={"party": People(3, 3), "administrative": People(2, 3), "first_form": People(9, 9)},
    people=People(13, 15),
)


def said(text: str, *findings: F) -> list[str]:
    rows = rows_with(findings, "report")
    return [line for _, line in fill(rows, text, Told(rows.subject))]


def test_an_optional_part_is_left_out_when_a_figure_in_it_is_nought() -> None:
    text = "共{fed_back}个[，其中超期{overdue}个]。"
    assert said(text, F("甲")) == ["共1个。"]


def test_a_line_of_nothing_but_punctuation_is_left_out() -> None:
    assert said("[超期{overdue}个]。\n共{fed_back}个。", F("甲")) == ["共1个。"]


def test_a_place_may_ask_without_printing() -> None:
    assert said("[{measures?}整改措施：]", F("甲", measures=[M("办")])) == ["整改措施："]
    assert said("[{measures?}整改措施：]", F("甲")) == []


def test_of_two_places_the_first_that_says_anything_stands() -> None:
    assert said("{leader|inspector}", F("甲")) == ["市委第三巡察组"]


def test_an_answer_that_was_not_given_is_a_gap_to_fill() -> None:
    assert said("{addressee}", F("甲")) == ["（待填：主送机关）"]


def test_the_full_stop_of_a_template_is_dropped_behind_a_whole_sentence() -> None:
    rows = rows_with([F("甲", statement="已办结。")], "report", about="finding")
    assert [line for _, line in fill(rows, "{statement}。", Told(rows.subject))] == ["已办结。"]


def test_a_value_of_several_lines_becomes_several_paragraphs() -> None:
    rows = rows_with([F("甲", statement="一\n\n二")], "report", about="finding")
    assert fill(rows, "情况：{statement}", Told(rows.subject)) == [("1.1", "情况：一"), ("1.2", "二")]


def test_marks_inside_marks_become_the_inner_ones() -> None:
    rows = rows_with([F("“第一议题”落实不够")], "report", about="finding")
    told = [line for _, line in fill(rows, "关于“{subject}”的问题，即{subject}。", Told(rows.subject))]
    assert told == ["关于“‘第一议题’落实不够”的问题，即“第一议题”落实不够。"]


def test_a_span_of_days_says_its_year_once() -> None:
    days = {"inspected_from": "2026-03-02", "inspected_to": "2026-05-29", "feedback_on": "2026-07-24"}
    rows = rows_with([F("甲")], "report")
    told = fill(rows, "{inspected_from}至{inspected_to}；{feedback_on}", Told(replace(rows.subject, fields=days)))
    assert told == [("1", "2026年3月2日至5月29日；2026年7月24日")]


def test_lines_of_a_field_are_one_run() -> None:
    assert one_run("隐患清零。\n会商制度连续运行一个季度。") == "隐患清零；会商制度连续运行一个季度。"


def test_classes_that_share_nobody_need_no_word_about_it() -> None:
    apart = OutcomeTotals(
        ASOF, dispositions={"party": {"warning": People(2, 2)}}, by_class={"party": People(2, 2)}, people=People(2, 2)
    )
    assert dispositions_in_words(apart, Settings()) == "党纪处分2人（警告2人）"


def test_dispositions_name_class_and_kind_and_person_times_where_they_differ() -> None:
    text = dispositions_in_words(TOTALS, Settings())
    assert (
        text
        == "党纪处分3人（警告2人、严重警告1人），政务处分2人3人次（记过2人3人次），诫勉3人，批评教育6人（同一人受到多种处理的，分别计入各类）"
    )


def test_the_order_of_classes_and_the_noughts_follow_the_setting() -> None:
    text = dispositions_in_words(TOTALS, Settings(zeros=True, order=("administrative", "party")))
    assert text.startswith("政务处分2人3人次（记过2人3人次），党纪处分3人")
    assert "组织处理0人" in text


def test_titles_of_rules_stand_in_their_marks() -> None:
    assert titles_in_words(["兑付管理办法", "《印章管理办法》"]) == "《兑付管理办法》《印章管理办法》"
    assert titles_in_words([f"办法{n}" for n in range(20)]).endswith("》等")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (33, "三十三"),
        (105, "一百零五"),
        (110, "一百一十"),
        (164, "一百六十四"),
    ],
)
def test_numbers_are_counted_in_chinese(number: int, words: str) -> None:
    assert numeral(number) == words


def test_money_is_written_in_wan_to_the_fen() -> None:
    assert in_wan(Decimal("71320.00")) == "7.132"
    assert in_wan(Decimal("234716000")) == "23471.6"
    assert plain_number(Decimal("33.333"), 1) == "33.3"


def test_a_time_limit_is_written_as_plans_do() -> None:
    due = date(2026, 12, 20)
    assert term("by_date", due) == "2026年12月20日前完成"
    assert term("at_once", None) == "立行立改"
    assert term("standing", due) == "2026年12月20日前，并长期坚持"
