"""Workbooks and separated values: every cell as people read it in the sheet."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO

import pytest
import xlsxwriter

from bihuan.documents.errors import Unreadable
from bihuan.documents.files import read_file
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.worksheets import read_worksheets
from tests.documents.files import makers, ole_makers, table_makers

Fill = Callable[[xlsxwriter.Workbook], object]


def made(fill: Fill) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        fill(book)
    return file.getvalue()


def rows(data: bytes, name: str = "台账.xlsx") -> list[tuple[str, ...]]:
    return [block.cells for block in read_file(data, name).blocks]


def written(*cells: tuple[object, str]) -> tuple[str, ...]:
    """Return what is read of one row of values with their formats."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for column, (value, code) in enumerate(cells):
            sheet.write(0, column, value, book.add_format({"num_format": code}))

    return rows(made(fill))[0]


def test_numbers_are_read_as_the_sheet_shows_them() -> None:
    assert written((5, "0"), (5.0, "General"), (0.1 + 0.2, "General"), (1234567.5, "#,##0.00"), (-3, "General")) == (
        "5",
        "5",
        "0.3",
        "1234567.5",
        "-3",
    )
    assert written((0.256, "0.0%"), (1, "0%"), (0.5, "0.00%"), (7, "000"), (True, "General")) == (
        "25.6%",
        "100%",
        "50.00%",
        "007",
        "TRUE",
    )


def test_days_months_and_times_are_read_as_the_sheet_shows_them() -> None:
    assert written(
        (date(2026, 3, 31), 'yyyy"年"m"月"d"日"'),
        (date(2026, 3, 1), 'yyyy"年"m"月"'),
        (datetime(2026, 3, 31, 14, 30), "yyyy-mm-dd hh:mm"),  # noqa: DTZ001  a sheet knows no zone
        (time(9, 5), "hh:mm"),
    ) == ("2026-03-31", "2026年3月", "2026-03-31 14:30", "09:05")


def test_formulas_are_read_by_their_stored_values() -> None:
    assert rows(made(lambda book: book.add_worksheet().write_formula(0, 0, "=1+1", None, 2))) == [("2",)]


def test_merged_cells_are_empty_where_they_are_covered_and_empty_edges_are_dropped() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:D2", "标题")
        sheet.merge_range("B3:B4", "甲")
        sheet.write("D3", "乙")
        sheet.write("C4", "丙")
        sheet.write_blank("H20", None, book.add_format({"bold": True}))

    assert rows(made(fill)) == [("标题", "", ""), ("甲", "", "乙"), ("", "丙", "")]


def test_every_sheet_is_a_table_and_hidden_ones_are_left_out() -> None:
    def fill(book: xlsxwriter.Workbook, *, all_hidden: bool = False) -> None:
        for number, word in enumerate(("甲", "藏", "乙")):
            sheet = book.add_worksheet()
            sheet.write(0, 0, word)
            if number == 1:
                sheet.hide()

    source = read_file(made(fill), "台账.xlsx")
    assert [(block.text, block.table, block.kind) for block in source.blocks] == [("甲", 1, "row"), ("乙", 2, "row")]


def test_hidden_sheets_are_read_where_there_are_no_others() -> None:
    whole = made(lambda book: book.add_worksheet().write(0, 0, "甲"))
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'sheetId="1"', b'sheetId="1" state="hidden"'))
    assert rows(file.getvalue()) == [("甲",)]


def test_an_old_workbook_reads_as_the_new_one() -> None:
    old = rows(makers.made("ledger.xls"), "台账.xls")
    assert old == rows(table_makers.workbook())
    assert read_file(makers.made("ledger.xls"), "台账.et").format == "xls"


def test_a_workbook_with_a_password_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(ole_makers.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "台账.xlsx")
    assert refusal.value.rule == "encrypted"


def test_two_cells_at_the_ends_of_a_sheet_are_refused_before_room_is_made_between_them() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", 1)
        sheet.write("XFD1048576", 1)

    with pytest.raises(Unreadable) as refusal:
        read_file(made(fill), "台账.xlsx")
    assert refusal.value.rule == "too_many_cells"
    assert refusal.value.place == "xl/worksheets/sheet1.xml"


def test_a_wide_sheet_of_few_rows_and_a_long_one_of_few_columns_are_read() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_row(0, 0, ["甲"] * 3_000)
        book.add_worksheet().write_column("A100001", ["乙"] * 3)

    assert [len(cells) for cells in rows(made(fill))] == [3_000, 1, 1, 1]


def test_more_rows_than_the_limit_are_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(
            made(lambda book: book.add_worksheet().write_column(0, 0, range(30))), "台账.xlsx", limits=Limits(blocks=20)
        )
    assert refusal.value.rule == "too_large_text"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_separated_values_are_read_in_every_encoding(encoding: str, delimiter: str) -> None:
    lines = ("序号,反馈问题,措施", '1,"账目不清,手续不全","补齐""佐证""\n并公示"', "2,会风不实,")
    data = "\r\n".join(lines).replace(",", delimiter).replace(f"不清{delimiter}", "不清,").encode(encoding)
    assert rows(data, "台账.csv") == [
        ("序号", "反馈问题", "措施"),
        ("1", "账目不清,手续不全", '补齐"佐证"\n并公示'),
        ("2", "会风不实", ""),
    ]


def test_text_of_sentences_is_no_table_whatever_its_commas() -> None:
    data = "一、问题一,二,三\n二、问题,四,五\n".encode()
    assert read_file(data, "报告.txt").format == "txt"
    assert read_file(data, "报告.csv").format == "csv"


def test_a_quotation_that_never_ends_is_damaged_and_says_where() -> None:
    with pytest.raises(Unreadable) as refusal:
        read_file(('序号,问题\n1,"' + "甲" * 200_000).encode(), "台账.csv")
    assert refusal.value.rule == "damaged"
    assert "第 2 行" in refusal.value.sentence.zh


@pytest.mark.parametrize("cell", ['"' + "不" * 200_000, "长" * 200_000])
def test_a_value_without_an_end_is_said_before_any_row_is_read(cell: str) -> None:
    with pytest.raises(Unreadable):
        read_worksheets(f"反馈问题,要求\n{cell}".encode(), "台账.csv")
