"""The same list as a workbook, a Word file, one workbook for each unit, and written by a worker."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from bihuan.documents.layout.cells import shown
from bihuan.loop.evidence.store import open_file
from bihuan.loop.jobs.actions import start_job
from bihuan.loop.jobs.models import Job, JobState
from bihuan.loop.jobs.worker import work_off
from bihuan.loop.lists.errors import ListNotFound
from bihuan.loop.lists.files import Wanted, file_name, prepare, units_taking_part
from bihuan.loop.lists.listing import listing_of
from bihuan.loop.lists.queries import lists_of
from tests.pages.board_stories import Board, board
from tests.pages.stories import clock
from tests.people import SmallArea, actor
from tests.rooms.loop.lists.test_listing import today


@pytest.fixture
def round_board(small_area: SmallArea) -> Board:
    return board(small_area)


def wanted(round_board: Board, *lists: str, **more: Any) -> Wanted:
    return Wanted(round_board.round.pk, lists, today(), **more)


def sheets_of(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def written(small_area: SmallArea, asked: Wanted, round_board: Board) -> bytes:
    buffer = BytesIO()
    prepare(actor(small_area.people.office), round_board.round, asked, today=today()).write(buffer)
    return buffer.getvalue()


def test_a_workbook_says_what_the_list_says(small_area: SmallArea, round_board: Board) -> None:
    by = actor(small_area.people.office)
    listing = listing_of(by, round_board.round, "results", asof=today(), today=today())
    rows = sheets_of(written(small_area, wanted(round_board, "results"), round_board))["成效清单"]
    assert rows[0][0] == "2026年市委巡察成效清单"
    assert rows[1][0] == listing.asof_line
    ids = [column.id for column in listing.columns]
    ((_, cells),) = listing.rows()
    assert rows[4][ids.index("measures")] == 5
    assert rows[4][ids.index("subject")] == cells[ids.index("subject")]
    assert rows[5][ids.index("number")] == "合计"
    assert rows[5][ids.index("subject")] == listing.totals["subject"]
    assert [row[0] for row in rows[6:8]] == list(listing.notes)


def test_a_word_file_says_what_the_list_says(small_area: SmallArea, round_board: Board) -> None:
    listing = listing_of(actor(small_area.people.office), round_board.round, "tasks", asof=today(), today=today())
    document = Document(BytesIO(written(small_area, wanted(round_board, "tasks", form="docx"), round_board)))
    text = [paragraph.text for paragraph in document.paragraphs]
    assert listing.title in text
    assert listing.asof_line in text
    table = document.tables[0]
    body = [[cell.text for cell in row.cells] for row in table.rows][2:]
    for (_, cells), row in zip(listing.rows(), body, strict=False):
        said = [shown(cell, column.kind) for cell, column in zip(cells, listing.columns, strict=True)]
        assert row[2:] == said[2:]
    assert "整改措施5条；已完成措施1条；措施完成率20%；超期未完措施0条" in body[len(list(listing.rows()))]


def test_all_lists_stand_in_one_workbook(small_area: SmallArea, round_board: Board) -> None:
    lists = lists_of(round_board.round)
    asked = wanted(round_board, *(one.id for one in lists))
    sheets = sheets_of(written(small_area, asked, round_board))
    assert [name for name in sheets if not name.startswith("_")] == [one.title("zh-hans") for one in lists]


def test_an_english_workbook_has_english_words(small_area: SmallArea, round_board: Board) -> None:
    rows = sheets_of(written(small_area, wanted(round_board, "tasks", language="en"), round_board))["Tasks"]
    assert rows[2][0] == "Finding"
    assert rows[-2][0] == "Total"


def test_a_worker_writes_one_workbook_for_each_unit_with_its_rows_alone(
    small_area: SmallArea, round_board: Board, home: Path
) -> None:
    by, lists = actor(small_area.people.office), lists_of(round_board.round)
    asked = wanted(round_board, *(one.id for one in lists), by_unit=True)
    job = start_job(kind="list", given=asked.given(), by=by, at=clock())
    assert work_off(now=clock) == 1
    done = Job.objects.select_related("file").get(area=small_area.area, pk=job.pk)
    assert (done.state, done.said) == (JobState.DONE, "共2个工作簿，每个单位一个。")
    assert done.file is not None
    with open_file(done.area_id, done.file.digest) as stream, zipfile.ZipFile(BytesIO(stream.read())) as archive:
        names = archive.namelist()
        books = {name: sheets_of(archive.read(name)) for name in names}
    assert [name.split("（")[0] for name in names] == ["01 住房和城乡建设局", "02 发展和改革局"]
    planning = books[names[1]]["任务清单"]
    assert planning[0][0] == "2026年市委巡察任务清单（发展和改革局）"
    assert [row[2] for row in planning[4:] if row[2]] == [round_board.handed.number]
    assert "超期清单" not in books[names[1]]


def test_a_worker_says_that_a_list_is_gone(small_area: SmallArea, round_board: Board, home: Path) -> None:
    asked = wanted(round_board, "wishes")
    job = start_job(kind="list", given=asked.given(), by=actor(small_area.people.office), at=clock())
    work_off(now=clock)
    done = Job.objects.get(area=small_area.area, pk=job.pk)
    assert (done.state, done.said) == (JobState.FAILED, "这张清单已经找不到。")


def test_units_that_take_part_are_those_of_the_rows(small_area: SmallArea, round_board: Board) -> None:
    units = small_area.units
    found = units_taking_part(actor(small_area.people.office), round_board.round, asof=today(), today=today())
    assert found == {units.housing.pk: units.housing.name, units.planning.pk: units.planning.name}


def test_a_unit_there_is_not_is_not_found(small_area: SmallArea, round_board: Board) -> None:
    with pytest.raises(ListNotFound):
        prepare(
            actor(small_area.people.office), round_board.round, wanted(round_board, "tasks", unit=0 - 1), today=today()
        )


def test_a_wish_comes_back_from_a_job_as_it_went_in(round_board: Board) -> None:
    asked = wanted(round_board, "tasks", "ledger", form="docx", unit=7, language="en", by_unit=True)
    assert Wanted.of(asked.given()) == asked


def test_the_name_of_a_file_has_no_sign_that_some_system_forbids() -> None:
    day = today()
    assert file_name('2026/省委: "巡视"', day, "xlsx") == f"2026 省委 巡视（截至{day:%Y%m%d}）.xlsx"
