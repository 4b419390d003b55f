"""What the reader says a sentence states, sentence by sentence, and where it says it stands."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from bihuan.documents.blocks import Block, SourceText
from bihuan.documents.draft_json import facts_json
from bihuan.documents.facts.collected import Facts, doubtful, facts_of
from bihuan.documents.facts.dated import deadline_of
from bihuan.documents.facts.dispositions import CLASSES, class_and_kind
from bihuan.documents.facts.quantity import Quantity, quantities_in
from tests.documents.facts.corpus import PARTS, Labelled, labelled, read, scores

SENTENCES = [one for part in PARTS for one in labelled(part)]


def of(*texts: str) -> Facts:
    return facts_of([Block(number, text) for number, text in enumerate(texts, 1)])


def figure(text: str) -> Quantity:
    (one,) = of(text).quantities
    return one


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.text[:24])
def test_a_sentence_states_its_facts_and_no_others(sentence: Labelled) -> None:
    assert read(sentence.text) == sentence.facts


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(SENTENCES) >= 150
    assert all(score.precision > 0.99 and score.recall > 0.99 for part in PARTS for score in scores(part).values())


@pytest.mark.parametrize("sentence", [one for one in SENTENCES if one.facts], ids=lambda sentence: sentence.text[:24])
def test_a_place_points_to_the_characters_of_the_fact_however_they_are_spaced(sentence: Labelled) -> None:
    spaced = "　" + " ".join(sentence.text)
    blocks = (Block(1, "引言"), Block(2, spaced))
    source = SourceText("report.txt", "txt", blocks)
    found = facts_of(source)
    for one in found.quantities:
        there = source.at(one.place).replace(" ", "").replace("％", "%")
        assert there.rstrip("余多以上下内左右").endswith(one.unit) or not one.unit or one.kind in {"percent", "rank"}
    for word in found.dates:
        assert source.at(word.place).replace(" ", "").replace(",", "，") == word.written
    for body in found.bodies:
        assert source.at(body.place).replace(" ", "") == body.name


@pytest.mark.parametrize(
    ("text", "what"),
    [("制定整改措施164条", "整改措施"), ("反馈的39个具体问题已整改", "具体问题"), ("清退款项78.52万元", "清退款项"), ("给予党纪处分5人", "党纪处分"),
     ("建立完善制度30项", "制度"), ("对2名同志进行批评教育", "批评教育"), ("检查在建工地812处", "在建工地"), ("立案处罚25起", "立案处罚"),
     ("六个街道均已完成", "街道"), ("空气优良率为78.6%", "空气优良率"), ("走访12家规上企业征集意见", "规上企业征集意见")],
)  # fmt: skip
def test_what_a_figure_counts(text: str, what: str) -> None:
    assert figure(text).what == what


def test_a_figure_is_of_the_period_and_the_day_its_sentence_names() -> None:
    first, second, third = of("2023年共办件147件。截至2023年底，已建成24个项目；2022年5月以来问责3人。").quantities
    assert first.period == (date(2023, 1, 1), date(2023, 12, 31))
    assert (second.as_of, second.period) == (date(2023, 12, 31), None)
    assert third.period == (date(2022, 5, 1), None)


def test_a_change_says_against_what_and_of_what() -> None:
    rate, change = of("全年优良率为78.6%，同比改善1.3个百分点").quantities
    assert (change.against, change.what, change.direction, change.change) == ("同比", rate.what, "up", "by")
    assert figure("办结率较去年同期下降2%").against == "较去年同期"


def test_money_is_given_in_yuan_too() -> None:
    said = {
        text: figure(f"追缴{text}").yuan
        for text in ("7.132万元", "1.2亿元", "3亿5千万元", "1,369.5元", "三万元", "5万美元")
    }
    assert said == {
        "7.132万元": Decimal(71320), "1.2亿元": Decimal(120_000_000), "3亿5千万元": Decimal(350_000_000),
        "1,369.5元": Decimal("1369.5"), "三万元": Decimal(30000), "5万美元": None,
    }  # fmt: skip


def test_parts_in_brackets_belong_to_their_total() -> None:
    whole, *parts = of("给予党纪处分5人(党内严重警告2人,警告3人),诫勉4人。").dispositions
    assert [(part.cls, part.kind, part.persons) for part in parts] == [
        ("party", "serious_warning", 2), ("party", "warning", 3), ("first_form", "admonition", 4),
    ]  # fmt: skip
    assert [part.part_of for part in parts] == [whole.place, whole.place, None]


def test_a_warning_alone_does_not_tell_its_class() -> None:
    (alone,) = of("给予警告2人").dispositions
    assert (alone.cls, alone.kind, alone.persons) == ("", "warning", 2)


def test_every_kind_belongs_to_a_class_and_is_found_by_its_title() -> None:
    for cls, told in CLASSES.items():
        for kind, title in told.kinds.items():
            assert of(f"给予{title.zh}3人").dispositions[0].kind == kind or cls == "referral"
    assert class_and_kind("党内严重警告") == ("party", "serious_warning")
    assert class_and_kind("诫勉谈话") == ("first_form", "admonition")
    assert class_and_kind("行政记大过") == ("civil", "serious_demerit")
    assert class_and_kind("表扬") == ("", "")


def test_cells_of_a_row_are_read_one_by_one() -> None:
    header, row = (
        ("序号", "整改措施", "责任单位", "完成时限"),
        ("5", "开展检查12次", "县财政局、县审计局", "2025年底前,长期坚持"),
    )
    rows = [
        Block(number, "\t".join(cells), "row", cells=cells, table=1) for number, cells in enumerate((header, row), 1)
    ]
    found = facts_of(rows)
    assert [(one.value, one.unit, one.place.start) for one in found.quantities] == [(Decimal(12), "次", 6)]
    assert [(body.name, body.role) for body in found.bodies] == [
        ("县财政局", "responsible"),
        ("县审计局", "responsible"),
    ]
    assert [(word.due, word.standing) for word in found.dates] == [(date(2025, 12, 31), True)]


@pytest.mark.parametrize(
    ("written", "due", "standing", "at_once", "doubt"),
    [("2025年底前,并长期坚持", date(2025, 12, 31), True, False, ""), ("立行立改，长期坚持", None, True, True, ""),
     ("2024年10月", date(2024, 10, 31), False, False, ""), ("立行立改，2024年6月30日前完成", date(2024, 6, 30), False, True, ""),
     ("3月底前", None, False, False, "no_year"), ("2025年6月前", None, False, False, "ambiguous"),
     ("2025.12.31", date(2025, 12, 31), False, False, "")],
)  # fmt: skip
def test_the_deadline_of_a_cell(written: str, due: date | None, standing: bool, at_once: bool, doubt: str) -> None:
    word = deadline_of(written)
    assert word is not None
    assert (word.due, word.standing, word.at_once, word.doubt) == (due, standing, at_once, doubt)


def test_a_cell_without_a_deadline_has_none() -> None:
    assert deadline_of("县财政局") is None


def test_lost_digits_are_null_and_named() -> None:
    found = of("追缴万元；202247日反馈。", "2024年2月30日前完成，3月底前报送。")
    assert [one.value for one in found.quantities] == [None]
    assert [rule for rule, _ in doubtful(found)] == ["lost_number", "lost_digits", "no_such_day", "date_not_whole"]


def test_facts_are_plain_values_in_the_form() -> None:
    text = json.dumps(
        facts_json(of("2025年底前由县财政局负责追缴7.132万元，给予诫勉2人，印发《管理办法》。")), ensure_ascii=False
    )
    said = json.loads(text)
    assert {key: len(value) for key, value in said.items()} == {
        "quantities": 2, "dates": 1, "dispositions": 1, "instruments": 1, "bodies": 1,
    }  # fmt: skip
    assert said["quantities"][0] | {"place": None} == {
        "value": 7.132, "unit": "万元", "kind": "money", "what": "追缴", "approx": False, "bound": None, "direction": None, "change": None,
        "against": None, "period": None, "as_of": None, "yuan": 71320, "place": None,
    }  # fmt: skip


def test_quantities_alone_can_be_asked_for() -> None:
    assert [one.unit for one in quantities_in([Block(1, "问题3个，措施9条")])] == ["个", "条"]
