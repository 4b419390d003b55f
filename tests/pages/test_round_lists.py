"""The lists of a round on pages: all of them, one on the screen, as files, and what the office sets of them."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.jobs.models import Job
from bihuan.loop.lists.files import AT_ONCE
from bihuan.loop.lists.queries import list_of
from tests.pages.board_stories import Board, board, hand_out, measure
from tests.pages.stories import address, clock
from tests.people import SmallArea, browser_of


@pytest.fixture
def round_board(small_area: SmallArea) -> Board:
    return board(small_area)


def at(round_board: Board, list_id: str = "", part: str = "") -> str:
    base = address(round_board.round, "round") + "lists/"
    return f"{base}{list_id}/{part}" if list_id else base


def text(page: bytes) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.decode())
    return re.sub(r"\s+", " ", plain)


def test_the_board_of_a_round_leads_to_its_lists(small_area: SmallArea, round_board: Board) -> None:
    page = browser_of(small_area.people.office).get(address(round_board.round, "round")).content.decode()
    assert f'href="{at(round_board)}"' in page


def test_the_overview_says_how_many_rows_each_list_has(small_area: SmallArea, round_board: Board) -> None:
    page = browser_of(small_area.people.office).get(at(round_board)).content
    assert "12张清单" in text(page)
    assert "任务清单 5" in text(page)
    assert "立行立改清单 0" in text(page)
    assert "整改公开清单 可公开 1" in text(page)


def test_a_list_has_merged_heads_groups_totals_and_links_to_its_cases(
    small_area: SmallArea, round_board: Board
) -> None:
    page = browser_of(small_area.people.office).get(at(round_board, "tasks")).content.decode()
    assert '<th scope="colgroup" colspan="3" class="band">整改措施</th>' in page
    assert 'rowspan="5" class="stick tight">2026-01-01</td>' in page
    assert f'<a href="{address(round_board.done)}">{round_board.done.number}</a>' in page
    assert "整改措施5条；已完成措施1条；措施完成率20%；超期未完措施0条" in page
    assert "措施完成率＝已完成措施÷全部措施" in page


def test_an_english_page_shows_english_titles(small_area: SmallArea, round_board: Board) -> None:
    page = text(browser_of(small_area.people.office, language="en").get(at(round_board, "tasks")).content)
    assert "Tasks" in page
    assert "Under way" in page
    assert "Measures: 5; Measures done: 1; Rate of measures done: 20%" in page


def test_a_list_is_shown_at_any_day_and_for_one_unit(small_area: SmallArea, round_board: Board) -> None:
    browser, units = browser_of(small_area.people.office), small_area.units
    of_unit = browser.get(at(round_board, "tasks"), {"unit": units.planning.pk}).content.decode()
    assert round_board.handed.number in of_unit
    assert round_board.working.number not in of_unit
    assert "发展和改革局，共1条" in of_unit
    before = (local_day(clock()) - timedelta(days=9)).isoformat()
    earlier = browser.get(at(round_board, "tasks"), {"asof": before}).content.decode()
    assert "截至这一天没有事项" in earlier
    assert f'value="{before}"' in earlier


@pytest.mark.parametrize(
    "query", [{"asof": "9999-12-31"}, {"asof": "yesterday"}, {"unit": "x"}, {"unit": "99999"}, {"page": "900"}]
)
def test_what_cannot_be_read_in_an_address_is_left_out(
    small_area: SmallArea, round_board: Board, query: dict[str, str]
) -> None:
    page = browser_of(small_area.people.office).get(at(round_board, "tasks"), query)
    assert page.status_code == 200
    assert round_board.working.number in page.content.decode()


def test_a_unit_sees_its_own_rows_and_sets_nothing(small_area: SmallArea, round_board: Board) -> None:
    browser = browser_of(small_area.people.clerk)
    page = browser.get(at(round_board, "tasks")).content.decode()
    assert round_board.working.number in page
    assert round_board.handed.number not in page
    assert "整改措施4条" in page
    assert at(round_board, "tasks", "set/") not in page
    assert browser.get(at(round_board, "tasks", "set/")).status_code == 404
    assert browser.post(at(round_board, "tasks", "set/"), {"name": "我的", "column": "number"}).status_code == 404


def test_a_list_there_is_not_is_a_missing_page(small_area: SmallArea, round_board: Board) -> None:
    browser = browser_of(small_area.people.office)
    for part in ("", "set/"):
        assert browser.get(at(round_board, "wishes", part)).status_code == 404
    assert browser.post(at(round_board, "wishes", "file/"), {"form": "xlsx"}).status_code == 404
    finding = address(round_board.finding, "round_lists")
    assert browser.get(finding).status_code == 404


def test_a_list_is_given_as_a_workbook_of_the_day_and_unit_shown(small_area: SmallArea, round_board: Board) -> None:
    unit = small_area.units.planning
    answer = browser_of(small_area.people.office).post(
        at(round_board, "tasks", "file/"), {"form": "xlsx", "unit": unit.pk, "language": "en"}
    )
    assert answer.status_code == 200
    assert "filename*=utf-8''Tasks" in answer.headers["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Tasks: 2026年市委巡察 (发展和改革局)"
    assert rows[4][2] == round_board.handed.number


def test_a_list_is_given_as_a_word_file(small_area: SmallArea, round_board: Board) -> None:
    answer = browser_of(small_area.people.office).post(at(round_board, "problems", "file/"), {"form": "docx"})
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.content.startswith(b"PK")


def test_one_workbook_for_each_unit_is_left_to_a_worker(small_area: SmallArea, round_board: Board) -> None:
    answer = browser_of(small_area.people.office).post(at(round_board, "-", "file/"), {"form": "units"})
    job = Job.objects.get(area=small_area.area)
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    assert job.given["by_unit"] is True
    assert len(job.given["lists"]) == 12


def test_a_long_list_is_left_to_a_worker(small_area: SmallArea, round_board: Board) -> None:
    (one,) = Case.objects.filter(area=small_area.area, pk=round_board.draft.pk).values()
    same = {name: value for name, value in one.items() if name != "id"}
    many = (Case(**{**same, "number": f"{one['number']}-{n}"}) for n in range(AT_ONCE))
    Case.objects.bulk_create(many, batch_size=500)
    browser = browser_of(small_area.people.office)
    assert browser.post(at(round_board, "tasks", "file/"), {"form": "xlsx"}).headers["Location"].startswith("/jobs/")
    assert browser.post("/ledger/file/?kind=measure", {"form": "xlsx"}).headers["Location"].startswith("/jobs/")
    kinds = Job.objects.filter(area=small_area.area).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["list", "ledger"]
    second = browser.get(at(round_board, "tasks"), {"page": "2"}).content.decode()
    assert "第201至400条，共2005条" in second


def test_the_office_names_a_list_and_chooses_its_columns(small_area: SmallArea, round_board: Board) -> None:
    browser = browser_of(small_area.people.office)
    form = browser.get(at(round_board, "tasks", "set/")).content.decode()
    assert 'name="place:subject"' in form
    typed = {
        "name": "整改任务分解表",
        "shown": "1",
        "column": ["number", "subject", "handler"],
        "place:number": "2",
        "place:subject": "1",
        "title:subject": "整改任务",
    }
    assert browser.post(at(round_board, "tasks", "set/"), typed).headers["Location"] == at(round_board, "tasks")
    one = list_of(round_board.round, "tasks")
    assert [column.path for column in one.columns] == ["subject", "number", "handler"]
    page = browser.get(at(round_board, "tasks")).content.decode()
    assert "<h1>整改任务分解表</h1>" in page
    assert '<th scope="col">整改任务</th>' in re.sub(r' rowspan="\d"', "", page)
    trail = browser.get(address(round_board.round, "case_trail")).content.decode()
    assert "设定清单" in trail
    assert "整改任务分解表" in trail


def test_a_refused_form_keeps_what_was_typed(small_area: SmallArea, round_board: Board) -> None:
    browser = browser_of(small_area.people.office)
    typed = {"name": "任务", "shown": "1", "title:subject": "整改任务"}
    answer = browser.post(at(round_board, "tasks", "set/"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请至少选一栏。" in page
    assert 'value="任务"' in page
    assert 'value="整改任务"' in page


def test_the_office_takes_the_list_of_the_pack_again(small_area: SmallArea, round_board: Board) -> None:
    browser = browser_of(small_area.people.office)
    browser.post(at(round_board, "tasks", "set/"), {"name": "改名", "column": ["number"], "shown": "1"})
    browser.post(at(round_board, "tasks", "set/"), {"reset": "1"})
    assert list_of(round_board.round, "tasks").title("zh-hans") == "任务清单"


def test_a_list_switched_off_is_offered_to_the_office_alone(small_area: SmallArea, round_board: Board) -> None:
    office = browser_of(small_area.people.office)
    office.post(at(round_board, "reopened", "set/"), {"column": ["number"]})
    assert "已停用" in text(office.get(at(round_board)).content)
    assert "重启清单" in text(office.get(at(round_board)).content)
    assert "重启清单" not in text(browser_of(small_area.people.clerk).get(at(round_board)).content)


def test_lists_are_moved_with_buttons(small_area: SmallArea, round_board: Board) -> None:
    browser = browser_of(small_area.people.office)
    browser.post(at(round_board, "-", "order/"), {"list": "tasks", "up": ""})
    page = text(browser.get(at(round_board)).content)
    assert page.index("任务清单") < page.index("问题清单")
    assert browser.post(at(round_board, "-", "order/"), {"list": "wishes", "up": ""}).status_code == 404


def test_the_ledger_is_exported_as_it_is_filtered(small_area: SmallArea, round_board: Board) -> None:
    browser = browser_of(small_area.people.office)
    query = "kind=measure&state=working&col=responsible&col=due"
    assert f"/ledger/file/?{query.replace('&', '&amp;')}" in browser.get(f"/ledger/?{query}").content.decode()
    answer = browser.post(f"/ledger/file/?{query}", {"form": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[2] == ["编号", "整改措施", "责任单位", "期限"]
    assert [row[0] for row in rows[3:] if row[0]] == [round_board.working.number]


def test_the_number_of_queries_does_not_grow_with_the_rows(
    small_area: SmallArea, round_board: Board, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browser_of(small_area.people.office)
    for subject in ("走访企业", "清理台账", "完善制度"):
        hand_out(small_area, measure(small_area, round_board.finding, subject))
    for list_id, most in (("ledger", 37), ("tasks", 37), ("results", 37), ("problems", 32)):
        browser.get(at(round_board, list_id))
        with django_assert_max_num_queries(most):
            browser.get(at(round_board, list_id))
    with django_assert_max_num_queries(24):
        browser.get(at(round_board))
