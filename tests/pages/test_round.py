"""The board of a round: every figure equals the rows it leads to."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.models import Case
from tests.pages import board_stories, stories
from tests.pages.board_stories import Board, hand_out, measure, overdue
from tests.people import PACK, SmallArea, actor, browser_of


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Settings) -> None:
    settings.BIHUAN_HOME = tmp_path


@pytest.fixture
def board(small_area: SmallArea) -> Board:
    return board_stories.board(small_area)


def address(board: Board) -> str:
    return reverse("round", kwargs={"pack": board.round.pack, "number": board.round.number})


def stats(page: str) -> dict[str, int]:
    """The figures at the head of the board by name."""
    found = re.findall(r'stat__name">(.*?)</span>\s*<span class="stat__fig[^>]*>(\d+)', page, re.S)
    return {re.sub(r"<.*?>", "", name).strip(): int(figure) for name, figure in found}


def counted(browser: Client, url: str) -> int:
    """How many rows a ledger says it has."""
    page = browser.get(html.unescape(url)).text
    found = re.search(r'<p class="sub small mb-0">\D*(\d+)', page)
    assert found is not None, page[page.index("<h1") :][:400]
    return int(found[1])


def test_the_figures_at_the_head_count_the_round(small_area: SmallArea, board: Board) -> None:
    overdue(board.working)
    figures = stats(browser_of(small_area.people.office).get(address(board)).text)
    # The feedback was given in July, so the two months of the report are over.
    assert figures.pop("报告超期") > 0
    assert figures == {
        "应整改问题": 1,
        "整改措施": 5,
        "已完成措施": 1,
        "已报完成（含审核中）": 2,
        "超期": 1,
        "临期": 0,
    }


def test_every_figure_leads_to_as_many_rows_as_it_says(small_area: SmallArea, board: Board) -> None:
    overdue(board.working)
    browser = browser_of(small_area.people.office)
    page = browser.get(address(board)).text
    page = re.sub(
        r"<tr><th[^>]*>[^<]*（元）</th>.*?</tr>", "", page, flags=re.S
    )  # a sum of money leads to rows, and is no number of them
    links = re.findall(r'<a class="stat" href="(/ledger/[^"]*)">.*?stat__fig[^>]*>(\d+)', page, re.S)
    links += re.findall(r'<a href="(/ledger/[^"]*)"[^>]*>(?:<svg.*?</svg>)?(\d+)</a>', page)
    assert len(links) > 30
    assert [(url, figure) for url, figure in links if counted(browser, url) != int(figure)] == []


def test_the_numbers_of_a_unit_add_up_and_lead_to_its_rows(small_area: SmallArea, board: Board) -> None:
    browser = browser_of(small_area.people.office)
    page = browser.get(address(board)).text
    table = page[page.index('id="h-units"') : page.index('id="h-late"')]
    rows = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', table, re.S)
    numbers = {
        re.sub(r"<.*?>", "", name): [int(one) for one in re.findall(r'<td class="n[^"]*">(?:<a[^>]*>)?(\d+)<', cells)]
        for name, cells in rows
    }
    # all, closed, under review, under way, pending
    assert numbers["住建局"][:5] == [4, 1, 1, 1, 1]
    assert numbers["发改局"][:5] == [1, 0, 0, 0, 1]
    assert numbers["合计"][:5] == [5, 1, 1, 1, 2]


def test_the_weeks_end_with_what_is_closed_today(small_area: SmallArea, board: Board) -> None:
    page = browser_of(small_area.people.office).get(address(board)).text
    chart = page[page.index('id="h-weeks"') : page.index('id="h-units"')]
    closed = re.search(r'data-role="closed">(.*?)</tr>', chart, re.S)
    assert closed is not None
    values = re.findall(r"<td[^>]*>([^<]*)</td>", closed[1])
    assert [value for value in values if value != "—"][-1] == "1"
    assert "—" in values, "the weeks to come have no figure yet"


def test_overdue_measures_are_named_with_their_unit(small_area: SmallArea, board: Board) -> None:
    overdue(board.working)
    page = browser_of(small_area.people.office).get(address(board)).text
    side = page[page.index('id="h-late"') : page.index('id="h-lights"')]
    assert "压缩兑付时限" in side
    assert "住建局" in side
    assert "没有超期的措施。" not in side


def test_a_finding_folds_out_into_its_measures(small_area: SmallArea, board: Board) -> None:
    browser = browser_of(small_area.people.office)
    page = browser.get(address(board)).text
    part = re.search(r'hx-get="([^"]+)"', page)
    assert part is not None
    rows = browser.get(part[1]).text
    for subject in ("清点积压申请", "公示兑付清单", "压缩兑付时限", "印发兑付办法", "设立兑付专窗"):
        assert subject in rows
    assert "<html" not in rows


def test_the_measures_of_a_finding_show_only_what_somebody_may_see(small_area: SmallArea, board: Board) -> None:
    part = address(board) + f"{board.finding.number}/measures/"
    assert browser_of(small_area.people.stranger).get(part).status_code == 404
    rows = browser_of(small_area.people.clerk).get(part).text
    assert "压缩兑付时限" in rows
    assert "公示兑付清单" not in rows


def test_closed_findings_can_be_left_out(small_area: SmallArea) -> None:
    closed = stories.struck_off(small_area)
    root = Case.objects.get(area=small_area.area, pk=closed.ancestors[0])
    browser = browser_of(small_area.people.office)
    url = reverse("round", kwargs={"pack": PACK, "number": root.number})
    assert closed.subject in browser.get(url).text
    left = browser.get(url, {"open": "1"}).text
    assert closed.subject not in left[left.index('id="findings"') :]
    assert "问题已全部销号。" in left


def test_an_empty_round_has_zeros_and_a_way_on(small_area: SmallArea) -> None:
    case = stories.opened_round(small_area)
    page = browser_of(small_area.people.office).get(
        reverse("round", kwargs={"pack": PACK, "number": case.number})
    ).text  # fmt: skip
    assert stats(page)["整改措施"] == 0
    assert "还没有措施。" in page
    assert reverse("case_open", kwargs={"pack": PACK, "number": case.number, "kind": "finding"}) in page


def test_only_the_office_is_offered_what_only_it_may_do(small_area: SmallArea, board: Board) -> None:
    levels = reverse(
        "case_chain", kwargs={"pack": PACK, "number": board.round.number, "kind": "finding", "state": "checking"}
    )
    assert levels in browser_of(small_area.people.office).get(address(board)).text
    assert levels not in browser_of(small_area.people.clerk).get(address(board)).text


def test_a_stranger_finds_no_board_and_no_case_is_a_round(small_area: SmallArea, board: Board) -> None:
    assert browser_of(small_area.people.stranger).get(address(board)).status_code == 404
    as_round = reverse("round", kwargs={"pack": PACK, "number": board.finding.number})
    assert browser_of(small_area.people.office).get(as_round).status_code == 404
    assert browser_of(small_area.people.office).get("/rounds/nopack/2026-01/").status_code == 404


def test_the_board_takes_few_queries_however_many_cases(
    small_area: SmallArea, board: Board, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = actor(small_area.people.office)
    for number in range(32):
        finding = open_case(
            pack=PACK,
            kind="finding",
            parent=board.round,
            subject=f"问题{number}",
            given={"aspect": "履职", "responsible": small_area.units.housing},
            standard=["办结"],
            by=office,
            at=stories.clock(),
        )
        for place in range(2):
            case = measure(small_area, finding, f"措施{number}-{place}")
            if place:
                hand_out(small_area, case)
    for person in (small_area.people.office, small_area.people.clerk):
        browser = browser_of(person)
        with django_assert_max_num_queries(27):
            assert browser.get(address(board)).status_code == 200
