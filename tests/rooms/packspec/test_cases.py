"""Worked cases are read as typed stories, and what they touch is measured."""

from datetime import date

import pytest

from bihuan.packspec.cases import CasesError, Looks, Opens, Proves, SetsStandard, Takes, Ticks, WorkedCases, read_cases
from bihuan.packspec.coverage import coverage_of
from bihuan.packspec.load import load_texts
from tests.rooms.packspec.samples import RUNNING, SHARED

HEAD = """
pack = "errands"
[people]
office = { desks = ["office"] }
chief = { desks = ["chief"] }
clerk = { unit = "住房建设局" }
head = { unit = "住房建设局", head = true }
[[case]]
title = "一件事 | One errand"
steps = [
"""
STORY = """
  { on = 2025-03-03, by = "office", opens = "batch", as = "B" },
  { on = 2025-03-03, by = "office", opens = "errand", under = "B", as = "E", gives = { cost = 5, before = ["x"] } },
  { on = 2025-03-03, by = "office", takes = "send", of = "E", refused = "请先确定完成标准" },
  { on = 2025-03-03, by = "office", standard = ["一"], of = "E" },
  { on = 2025-03-03, by = "office", takes = "send", of = "E", state = "sent", due = { receipt = 2025-03-06 } },
  { on = 2025-03-04, by = "clerk", takes = "accept", of = "E", state = "working" },
  { on = 2025-03-05, by = "head", takes = "submit", of = "E", evidence = ["proof"], refused = true },
  { on = 2025-03-05, by = "clerk", proves = ["一"], of = "E" },
  { on = 2025-03-05, by = "head", takes = "submit", of = "E", evidence = ["proof"], state = "checking" },
  { on = 2025-03-06, by = "office", takes = "return", of = "E", state = "working" },
  { on = 2025-03-06, by = "head", takes = "submit", of = "E", state = "checking" },
  { on = 2025-03-07, by = "office", takes = "pass", of = "E", refused = "完成标准尚有未佐证的要点。" },
  { on = 2025-03-07, by = "office", takes = "pass", of = "E", refused = "费用(元)为9000" },
  { on = 2025-03-07, by = "office", takes = "pass", of = "E" },
  { on = 2025-03-07, by = "chief", takes = "pass", of = "E", state = "done", figures = { ended = 1 } },
  { on = 2025-03-08, by = "office", takes = "end", of = "B", state = "ended" },
  { on = 2025-03-09, by = "office", takes = "redo", of = "E", state = "working", turn = 2, light = "red" },
  { on = 2025-03-09, of = "B", state = "going" },
  { on = 2025-03-10, by = "head", takes = "submit", of = "E", state = "checking" },
  { on = 2025-03-11, by = "office", takes = "refuse", of = "E", state = "dropped" },
  { on = 2025-03-12, tick = true, of = "E" },
"""


def told(story: str) -> WorkedCases:
    return read_cases(f"{HEAD}{story}]\n")


def test_people_and_lines_are_typed() -> None:
    cases = told(STORY)
    assert (cases.pack, cases.people["head"].unit, cases.people["head"].head) == ("errands", "住房建设局", True)
    (story,) = cases.stories
    assert story.title.in_("en") == "One errand"
    opens, send = story.lines[1], story.lines[4]
    assert opens.act == Opens("errand", "B", {"cost": 5, "before": ("x",)})
    assert opens.of == "E"
    assert send.act == Takes("send", {}, ())
    assert send.expected.due == {"receipt": date(2025, 3, 6)}
    assert story.lines[3].act == SetsStandard(("一",))
    assert story.lines[7].act == Proves(("一",))
    assert isinstance(story.lines[-1].act, Ticks)
    assert isinstance(story.lines[17].act, Looks)
    assert story.lines[6].expected.refused is True


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{ on = 2025-03-03, by = "office", opens = "batch" }', "says no case"),
        ('{ by = "office", opens = "batch", as = "B" }', "says no day"),
        ('{ on = 2025-03-03, opens = "batch", as = "B" }', "says nobody"),
        ('{ on = 2025-03-03, by = "nobody", opens = "batch", as = "B" }', "nobody is called nobody"),
        ('{ on = 2025-03-03, by = "office", opens = "batch", under = "A", as = "B" }', "no case is known as A"),
        ('{ on = 2025-03-03, by = "office", takes = "end", of = "B" }', "no case is known as B"),
        ('{ on = 2025-03-03, by = "office", takes = "end", proves = [], of = "B" }', "one line, one act"),
        ('{ on = 2025-03-03, by = "office", task = "end", of = "B" }', "unknown task"),
        ("{ on = 2025-03-03 ", "line"),
    ],
)
def test_a_line_that_cannot_be_told_is_named(line: str, said: str) -> None:
    with pytest.raises(CasesError, match=said):
        told(line)


def test_a_file_without_stories_is_refused() -> None:
    with pytest.raises(CasesError, match="case"):
        read_cases('pack = "errands"')


def test_coverage_names_what_no_line_touches() -> None:
    pack = load_texts({"errands": RUNNING, "shared": SHARED})["errands"]
    coverage = coverage_of(pack, told(STORY))
    assert set(coverage.missing) == {
        "batch: end refused by children_closed",
        "errand: opening refused by its condition",
        "errand: move lapse",
        "errand: move tire",
        "errand: clock work",
        "errand: clock look",
        "step: opened",
        "step: move finish",
        "step: clock work",
    }
    assert 0.5 < coverage.share < 1


def test_a_return_from_the_first_step_does_not_count() -> None:
    chain = RUNNING.replace(", when = { lead = { empty = false } } },\n", " },\n")
    pack = load_texts({"errands": chain, "shared": SHARED})["errands"]
    assert "errand: checking, return from the last step" in coverage_of(pack, told(STORY)).missing
