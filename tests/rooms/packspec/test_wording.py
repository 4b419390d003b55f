"""Paths, conditions and lengths in words."""

import pytest

from bihuan.packspec.load import load_texts
from bihuan.packspec.model import Clause, Comparison, Length, Pack
from bihuan.packspec.wording import clause_in_words, condition_in_words, length_in_words, title_of_path
from tests.rooms.packspec.samples import RUNNING, SHARED


@pytest.fixture
def pack() -> Pack:
    return load_texts({"errands": RUNNING, "shared": SHARED})["errands"]


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("subject", "内容", "What"),
        ("cost", "费用(元)", "Cost"),
        ("lead", "牵头单位", "Lead"),
        ("due", "期限", "Due"),
        ("spent", "费用", "Spent"),
        ("entered.done", "办结日期", "Done on"),
        ("entered.working", "进入“办理中”的日期", "date of entering “Working”"),
        ("batch.days", "批次的签收天数", "Days of the Batch"),
        ("nothing.here", "nothing.here", "nothing.here"),
    ],
)
def test_a_path_has_a_title_in_both_languages(pack: Pack, path: str, zh: str, en: str) -> None:
    title = title_of_path(pack, pack.kinds["errand"], path)
    assert (title.zh, title.in_("en")) == (zh, en)


@pytest.mark.parametrize(
    ("clause", "zh", "en"),
    [
        (Clause("weight", ("plain", "urgent")), "等级为“一般”或“紧急”", "Weight is Plain or Urgent"),
        (Clause("state", ("done",)), "状态为“已办结”", "State is Done"),
        (Clause("category", ("open",)), "阶段为“办理中”", "Stage is Open"),
        (Clause("batch.state", ("going",)), "批次的状态为“进行”", "State of the Batch is Going"),
        (Clause("late", False), "是否超期为“否”", "Late is not so"),
        (Clause("late", True), "是否超期为“是”", "Late is so"),
        (Clause("cost", Comparison(at_most="spent")), "费用(元)不超过费用", "Cost at most Spent"),
        (Clause("cost", Comparison(1, 9)), "费用(元)不少于1且不超过9", "Cost at least 1 and at most 9"),
        (Clause("cost", Comparison(less_than=9)), "费用(元)小于9", "Cost less than 9"),
        (Clause("seen_on", Comparison(less_than="due")), "查看日期早于期限", "Seen on before Due"),
        (Clause("seen_on", Comparison(at_most="due")), "查看日期不晚于期限", "Seen on not after Due"),
        (Clause("seen_on", Comparison(at_least="due")), "查看日期不早于期限", "Seen on not before Due"),
        (Clause("lead", Comparison(empty=False)), "牵头单位已填写", "Lead is filled in"),
        (Clause("phone", Comparison(empty=True)), "电话为空", "Phone is empty"),
        (Clause("phone", ("x",)), "电话为“x”", "Phone is x"),
    ],
)
def test_a_clause_reads_as_a_phrase(pack: Pack, clause: Clause, zh: str, en: str) -> None:
    said = clause_in_words(pack, pack.kinds["errand"], clause)
    assert (said.zh, said.in_("en")) == (zh, en)


def test_a_condition_joins_its_clauses(pack: Pack) -> None:
    said = condition_in_words(pack, pack.kinds["errand"], (Clause("late", True), Clause("weight", ("plain",))))
    assert said.zh == "是否超期为“是”，且等级为“一般”"


@pytest.mark.parametrize(
    ("length", "zh", "en"),
    [
        (Length("workdays", 3), "3个工作日", "3 workdays"),
        (Length("until", path="due"), "至“期限”", "until “Due”"),
        (Length("workdays", path="batch.days"), "“批次的签收天数”所定工作日数", "workdays as “Days of the Batch” says"),
    ],
)
def test_a_length_reads_as_a_phrase(pack: Pack, length: Length, zh: str, en: str) -> None:
    said = length_in_words(pack, pack.kinds["errand"], length)
    assert (said.zh, said.in_("en")) == (zh, en)
