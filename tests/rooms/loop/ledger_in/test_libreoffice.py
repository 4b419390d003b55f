"""A ledger goes out, is edited in LibreOffice, and comes back with three faults named by row."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bihuan.loop.ledger_in.models import Does, ImportState
from bihuan.loop.ledger_in.queries import rows_of
from bihuan.loop.ledger_in.taking import take_ledger
from bihuan.loop.ledger_in.template import cases_for, progress_book, register_book
from tests.people import NOW, TODAY, SmallArea
from tests.rooms.loop.ledger_in.rooms import Story, bring, story, written

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on this machine")


@pytest.fixture
def told(small_area: SmallArea) -> Story:
    return story(small_area)


def saved_as(ending: str, file: Path, folder: Path) -> Path:
    """Let LibreOffice open a file and save it in another format."""
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    order = [str(SOFFICE), profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(file)]
    subprocess.run(order, check=True, capture_output=True, timeout=180)
    return folder / f"{file.stem}.{ending}"


def filled(flat: str, row_with: str, at: int, text: str) -> str:
    """Fill in cell `at` (from 0) of the row of a flat spreadsheet that begins with a number, as a person in the program would."""
    start = flat.rindex("<table:table-row", 0, flat.index(f"<text:p>{row_with}</text:p>"))
    end = flat.index("</table:table-row>", start)
    cells = re.findall(r"<table:table-cell\b[^>]*?/>|<table:table-cell\b.*?</table:table-cell>", flat[start:end], re.S)
    single: list[str] = []
    for cell in cells:
        many = re.search(r'table:number-columns-repeated="(\d+)"', cell)
        plain = re.sub(r' table:number-columns-repeated="\d+"', "", cell)
        single += [plain] * min(int(many[1]) if many else 1, 40)
    style = re.search(r'table:style-name="[^"]*"', single[at])
    single[at] = (
        f'<table:table-cell {style[0] if style else ""} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    )
    head = flat[start : start + flat[start:].index(">") + 1]
    return flat[:start] + head + "".join(single) + flat[end:]


def columns(told: Story, kind: str) -> list[str]:
    book = progress_book(told.round, cases_for(told.clerk, told.round, on=TODAY), at=NOW)
    return next([one.title for one in sheet.columns] for sheet in book.sheets if sheet.name == kind)


def test_what_libreoffice_saves_again_changes_nothing(told: Story, tmp_path: Path) -> None:
    for name, book in (
        ("progress", progress_book(told.round, cases_for(told.clerk, told.round, on=TODAY), at=NOW)),
        ("register", register_book(told.round, cases_for(told.office, told.round, on=TODAY), at=NOW)),
    ):
        file = tmp_path / f"{name}.xlsx"
        file.write_bytes(written(book))
        ods = saved_as("ods", file, tmp_path)
        folder = tmp_path / "again"
        folder.mkdir(exist_ok=True)
        for again in (ods, saved_as("xlsx", ods, folder)):
            by = told.clerk if name == "progress" else told.office
            ledger = bring(told, again.read_bytes(), by=by, name=again.name)
            assert ledger.state == ImportState.JUDGED
            assert set(ledger.counts) == {Does.SAME}, [row.faults or row.changes for row in rows_of(ledger)]


def test_a_ledger_edited_in_libreoffice_comes_back_with_three_faults_named_by_row(told: Story, tmp_path: Path) -> None:
    file = tmp_path / "填报.xlsx"
    file.write_bytes(written(progress_book(told.round, cases_for(told.clerk, told.round, on=TODAY), at=NOW)))
    flat = saved_as("fods", file, tmp_path).read_text(encoding="utf-8")
    first, second = (case.number for case in told.measures)
    finding = told.findings[0].number
    titles, above = columns(told, "整改措施"), columns(told, "反馈问题")
    flat = filled(flat, first, titles.index("是否完成"), "已完成")
    flat = filled(flat, second, titles.index("经办人"), "查无此人")
    flat = filled(flat, finding, above.index("是否完成"), "也许")
    edited = tmp_path / "edited.fods"
    edited.write_text(flat, encoding="utf-8")
    back = saved_as("xlsx", edited, tmp_path)
    ledger = bring(told, back.read_bytes(), by=told.clerk, name="填报.xlsx")
    found = [(row.sheet, row.number, row.faults[0][0]) for row in rows_of(ledger, does=Does.REFUSED)]
    assert found == [("反馈问题", 5, "是否完成"), ("整改措施", 5, "进展情况"), ("整改措施", 6, "经办人")]


def test_a_ledger_edited_in_libreoffice_is_taken(told: Story, tmp_path: Path) -> None:
    file = tmp_path / "填报.xlsx"
    file.write_bytes(written(progress_book(told.round, cases_for(told.clerk, told.round, on=TODAY), at=NOW)))
    flat = saved_as("fods", file, tmp_path).read_text(encoding="utf-8")
    at = columns(told, "整改措施").index("进展情况")
    edited = tmp_path / "edited.fods"
    edited.write_text(filled(flat, told.measures[0].number, at, "办法已印发，培训4场"), encoding="utf-8")
    ledger = bring(told, saved_as("xlsx", edited, tmp_path).read_bytes(), by=told.clerk, name="填报.xlsx")
    assert ledger.counts == {Does.CHANGE: 1, Does.SAME: 2}
    take_ledger(ledger=ledger, by=told.clerk, at=NOW)
    assert told.fresh(told.measures[0]).statement == "办法已印发，培训4场"
