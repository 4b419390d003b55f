"""The ledger of the screen as a sheet: exactly its rows, its columns, its order."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.loop.cases.ledger import LedgerFilter, filtered, page_of
from bihuan.loop.lists.ledger import LedgerWanted, ledger_for_job, ledger_of_job, ledger_sheet
from tests.pages.board_stories import Board, board
from tests.people import PACK, SmallArea, actor
from tests.rooms.loop.lists.test_listing import today


@pytest.fixture
def round_board(small_area: SmallArea) -> Board:
    return board(small_area)


def asked(**conditions: object) -> LedgerWanted:
    return LedgerWanted(
        wanted=LedgerFilter(pack=PACK, kind="measure", **conditions),  # type: ignore[arg-type]
        columns=(("responsible", "责任单位"), ("stage", "进度"), ("due", "期限"), ("f.content", "具体内容")),
        sort="-urgency",
        title="整改措施台账",
        number_title="编号",
        subject_title="整改措施",
    )


def test_a_sheet_has_the_rows_of_the_filter_in_the_order_of_the_page(small_area: SmallArea, round_board: Board) -> None:
    by, wish = actor(small_area.people.office), asked(categories=("open", "review"))
    rows = list(ledger_sheet(by, wish, today=today()).rows)
    page = page_of(filtered(by, wish.wanted, today()), wish.sort, 50)
    assert [row[0] for row in rows] == [case.number for case in page.rows]
    assert len(rows) == 3


def test_a_sheet_has_the_columns_of_the_page(small_area: SmallArea, round_board: Board) -> None:
    sheet = ledger_sheet(actor(small_area.people.office), asked(states=("handed_out",)), today=today())
    assert [column.title for column in sheet.columns] == ["编号", "整改措施", "责任单位", "进度", "期限", "具体内容"]
    ((number, subject, unit, stage, due, content),) = sheet.rows
    assert (number, subject, unit, stage, content) == (
        round_board.handed.number, "公示兑付清单", "发展和改革局", "待签收", None,
    )  # fmt: skip
    assert due == round_board.handed.runs_until


def test_only_what_a_person_may_see_is_written(small_area: SmallArea, round_board: Board) -> None:
    assert len(list(ledger_sheet(actor(small_area.people.clerk), asked(), today=today()).rows)) == 4
    assert list(ledger_sheet(actor(small_area.people.stranger), asked(), today=today()).rows) == []


@pytest.mark.parametrize(
    "conditions",
    [{}, {"units": (3,), "typed": "兑付"}, {"due_from": date(2026, 1, 1), "fields": {"text_1": ("a", "b")}, "root": 4}],
)
def test_a_wish_comes_back_from_a_job_as_it_went_in(conditions: dict[str, object]) -> None:
    wish = asked(**conditions)
    assert ledger_of_job(ledger_for_job(wish, "docx")) == (wish, "docx")
