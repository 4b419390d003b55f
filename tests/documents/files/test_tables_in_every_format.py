"""A ledger, and a report whose problems stand in a table, give the same draft whatever file they arrive in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.documents.draft import Draft
from bihuan.documents.files import read_file
from bihuan.documents.reading import read_draft
from tests.documents.files import makers, table_makers
from tests.documents.files.table_makers import ASOF, LEFT, PAPERS, SHEETS, TITLE, UP

LEDGERS: dict[str, Callable[[], bytes]] = {
    **PAPERS,
    **SHEETS,
    "saved.doc": lambda: makers.made("ledger.doc"),
    "saved.wps": lambda: makers.made("ledger.doc"),
    "saved.xls": lambda: makers.made("ledger.xls"),
}
Told = tuple[str | None, str, str | None, str | None, tuple[str, ...]]


def told(draft: Draft) -> tuple[Told, ...]:
    return tuple(
        (one.number, one.title, one.aspect, one.status, tuple(measure.text for measure in one.measures))
        for one in draft.findings
    )


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_gives_the_same_draft_from_every_format(name: str) -> None:
    draft = read_draft(read_file(LEDGERS[name](), name))
    assert told(draft) == table_makers.FINDINGS
    assert (draft.title, draft.genre) == (TITLE, "report")


@pytest.mark.parametrize("name", [*PAPERS, *SHEETS, "saved.doc"])
def test_a_report_whose_problems_stand_in_a_table_gives_the_same_draft_from_every_format(name: str) -> None:
    write = {**PAPERS, **SHEETS}.get(name)
    content = (table_makers.BEFORE, table_makers.LEDGER, table_makers.AFTER)
    draft = read_draft(read_file(write(*content) if write else makers.made("table.doc"), name))
    assert told(draft) == table_makers.FINDINGS
    assert (draft.genre, draft.title, draft.warnings) == ("report", table_makers.BEFORE[0], ())
    assert dict(draft.contacts) == {"telephone": "0500-7654321"}
    assert str(draft.published_on) == "2025-12-10"


@pytest.mark.parametrize("name", ["typed.docx", "page.html", "codepage.rtf", "book.xlsx", "gb18030.csv", "printed.pdf"])
def test_every_measure_says_where_it_stands(name: str) -> None:
    source = read_file(LEDGERS[name](), name)
    for finding in read_draft(source).findings:
        assert finding.title in source.at(finding.place)
        for measure in finding.measures:
            assert measure.text in source.at(measure.place)


HAN = st.text("清理核对修订完善建立公示督办通报培训整顿", min_size=4, max_size=30)
MEASURES = st.lists(HAN, min_size=1, max_size=4)
PROBLEMS = st.lists(st.tuples(HAN, MEASURES, st.booleans()), min_size=1, max_size=5, unique_by=lambda one: one[0])


def ledger_of(problems: list[tuple[str, list[str], bool]]) -> tuple[tuple[str, ...], ...]:
    """Return rows: the measures of a problem in one cell, or each in a row of its own beside a merged cell."""
    rows: list[tuple[str, ...]] = [("序号", "反馈问题", "整改措施", "责任单位", "整改状态")]
    for number, (problem, measures, apart) in enumerate(problems, start=1):
        listed = [f"{at}.{measure}。" for at, measure in enumerate(measures, start=1)]
        cells = listed if apart else ["\n".join(listed)]
        for at, cell in enumerate(cells):
            head = (str(number), f"{problem}不到位") if at == 0 else (UP, UP)
            rows.append((*head, cell, "办公室", "已完成"))
    rows.append(("合计", LEFT, str(sum(len(measures) for _, measures, _ in problems)), "", ""))
    return tuple(rows)


@settings(max_examples=15, deadline=None)
@given(problems=PROBLEMS)
def test_any_ledger_gives_the_same_draft_from_every_format(problems: list[tuple[str, list[str], bool]]) -> None:
    expected = tuple(
        (str(number), f"{problem}不到位", None, "已完成", tuple(f"{measure}。" for measure in measures))
        for number, (problem, measures, _) in enumerate(problems, start=1)
    )
    rows = ledger_of(problems)
    for name, write in {**PAPERS, **SHEETS}.items():
        assert told(read_draft(read_file(write((TITLE, ASOF), rows), name))) == expected, name


def test_a_ledger_of_many_pages_is_one_table_without_its_repeated_headings() -> None:
    rows = list(table_makers.HEAD)
    long = "清理未拨付资金并逐笔核对,公开办理结果接受社会监督,"
    for number in range(1, 25):
        aspect = "资金管理" if number % 5 == 1 else UP
        words = f"{long * (number % 4 + 1)}直至全部办结"
        rows.append(
            (str(number), aspect, f"第{number}项资金拨付缓慢", words, "陈立群", "财务科", "2026年3月底前", "已完成")
        )
    source = read_file(table_makers.pdf(rows=rows), "台账.pdf")
    draft = read_draft(source)
    assert (source.pages or 0) > 3
    assert {block.table for block in source.blocks if block.cells} == {1}
    assert [finding.number for finding in draft.findings] == [str(number) for number in range(1, 25)]
    assert all(finding.measures[0].text.endswith("直至全部办结") for finding in draft.findings)
    assert [len(finding.measures) for finding in draft.findings] == [1] * 24
