"""Ledgers as xlsx, read back with two libraries that did not write them."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from bihuan.documents.layout.mark import mark_of
from bihuan.documents.layout.sheet import Book, Sheet, SheetColumn
from bihuan.documents.layout.xlsx import write_xlsx
from bihuan.documents.layout.xlsx_cells import CUT
from tests.documents.layout.papers import COLUMNS, ROWS, odd_text, sheet

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(*sheets: Sheet, mark: str = "") -> bytes:
    target = BytesIO()
    write_xlsx(Book(sheets, mark), target)
    return target.getvalue()


def rows(data: bytes, number: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_object(BytesIO(data)).get_sheet_by_index(number).to_python(skip_empty_area=False)


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def merges(data: bytes) -> set[str]:
    return {cell.get("ref", "") for cell in part(data).iter(MAIN + "mergeCell")}


def plain(*texts: str | None) -> Sheet:
    """Return a sheet of one column with these cells and nothing around them."""
    columns = (SheetColumn("a", "甲"),)
    return Sheet("一", "", "", columns, [(text,) for text in texts])


def test_title_date_head_rows_totals_and_notes_stand_in_order() -> None:
    read = rows(written(sheet()))
    assert read[0][0] == "云湖新区问题清单"
    assert read[1][0] == "截至2024年02月22日"
    assert read[2] == ["序号", "责任清单", "", "整改时限", "状态"]
    assert read[3] == ["", "问题", "金额", "", ""]
    assert read[4] == ["", "", "问题金额（万元）", "", ""]
    assert read[5] == [1, "学习贯彻不够深入", 7.132, date(2024, 6, 30), "已完成"]
    assert read[8] == ["合计", "", 1376.632, "", ""]
    assert read[9][0] == "注：金额按决算口径。"


def test_bands_and_titles_are_merged_over_three_rows() -> None:
    assert merges(written(sheet())) >= {"A1:E1", "A2:E2", "A3:A5", "B3:C3", "B4:B5", "D3:D5", "E3:E5", "A10:E10"}


def test_equal_neighbours_of_the_group_are_merged_and_no_filter_stands_in_the_way() -> None:
    grouped = [(number, f"第{number // 3}组", None, None, None) for number in range(7)]
    data = written(sheet(rows=grouped, group="problem"))
    assert {"B6:B8", "B9:B11"} <= merges(data)
    assert [row[1] for row in rows(data)[5:12]] == ["第0组", "", "", "第1组", "", "", "第2组"]
    assert part(data).find(MAIN + "autoFilter") is None


def test_a_run_longer_than_a_page_says_its_group_again() -> None:
    data = written(
        sheet(rows=[(number, "同一组", None, None, None) for number in range(70)], group="problem", totals={}, notes=())
    )
    assert [row[1] for row in rows(data)[5:]].count("同一组") == 3


def test_without_a_group_the_last_row_of_the_head_filters() -> None:
    found = part(written(sheet())).find(MAIN + "autoFilter")
    assert found is not None
    assert found.get("ref") == "A5:E8"


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("a")', "<r>红</r>", "_x0041_", " 前后 ", "https://example.cn", "007"],
)
def test_text_stays_the_text_it_is(text: str) -> None:
    data = written(plain(text))
    assert rows(data)[1] == [text]
    assert not list(part(data).iter(MAIN + "f"))
    assert not list(part(data).iter(MAIN + "hyperlink"))


@settings(max_examples=150, deadline=None)
@given(st.lists(odd_text, min_size=1, max_size=5))
def test_any_text_gives_a_workbook_that_opens(texts: list[str]) -> None:
    book = written(
        Sheet(texts[0], texts[-1], "", (SheetColumn("a", texts[0], bands=(texts[-1],)),), [(text,) for text in texts])
    )
    assert len(CalamineWorkbook.from_object(BytesIO(book)).sheet_names) == 2


def test_signs_that_xml_forbids_are_left_out() -> None:
    assert rows(written(plain("甲\x00乙\x1f丙\ufffe\r\n丁")))[1] == ["甲乙丙\n丁"]


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    cell = rows(written(plain("字" * 40_000)))[1][0]
    assert len(cell) == 32_767
    assert cell.endswith(CUT)


def test_numbers_that_a_spreadsheet_cannot_keep_are_written_as_text() -> None:
    columns = (SheetColumn("a", "甲", "number"), SheetColumn("b", "乙", "date"))
    read = rows(
        written(
            Sheet(
                "一", "", "", columns, [(12345678901234567890, date(1899, 5, 1)), (Decimal("0.25"), date(2024, 2, 29))]
            )
        )
    )
    assert read[1:] == [["12345678901234567890", "1899-05-01"], [0.25, date(2024, 2, 29)]]


def test_only_what_a_unit_fills_in_is_unlocked() -> None:
    data = written(sheet())
    protection = part(data).find(MAIN + "sheetProtection")
    assert protection is not None
    assert (protection.get("password"), protection.get("formatRows"), protection.get("formatColumns")) == (
        None,
        "0",
        "0",
    )
    locked = unlocked_columns(data)
    assert locked == {"E"}


def unlocked_columns(data: bytes) -> set[str]:
    """Return the columns whose cells in the first row of data may be changed."""
    styles = [
        child is not None and child.get("locked") == "0"
        for child in (
            style.find(MAIN + "protection") for style in part(data, "xl/styles.xml").iterfind(f"{MAIN}cellXfs/{MAIN}xf")
        )
    ]
    row = next(row for row in part(data).iter(MAIN + "row") if row.get("r") == "6")
    return {cell.get("r", "")[0] for cell in row if styles[int(cell.get("s", "0"))]}


def test_a_ledger_that_nobody_fills_in_is_not_locked() -> None:
    assert (
        part(written(sheet(columns=COLUMNS[:4], rows=[row[:4] for row in ROWS]))).find(MAIN + "sheetProtection") is None
    )


def test_choices_are_offered_even_where_they_hold_commas() -> None:
    data = written(sheet())
    rule = next(part(data).iter(MAIN + "dataValidation"))
    assert (rule.get("type"), rule.get("sqref")) == ("list", "E6:E8")
    source = rule.findtext(MAIN + "formula1") or ""
    assert source == "_bihuan!$A$3:$B$3"
    assert rows(data, 1)[2][:2] == ["已完成", "正在整改，未到时限"]


def test_a_template_without_rows_has_room_to_write() -> None:
    data = written(sheet(rows=(), totals={}))
    assert unlocked_columns(data) == {"E"}
    assert next(part(data).iter(MAIN + "dataValidation")).get("sqref") == "E6:E105"


def test_the_mark_names_book_sheets_and_columns() -> None:
    found = mark_of(BytesIO(written(sheet(), plain("甲"), mark='{"list": 7}')))
    assert found is not None
    assert found.text == '{"list": 7}'
    assert [(one.name, one.header, one.first) for one in found.sheets] == [("问题清单", 2, 5), ("一", 0, 1)]
    assert found.sheets[0].columns == ("n", "problem", "amount", "due", "state")


def test_a_mark_longer_than_a_cell_comes_back_whole() -> None:
    long = "问题" * 40_000
    found = mark_of(BytesIO(written(plain("甲"), mark=long)))
    assert found is not None
    assert found.text == long


def test_tabs_get_names_that_a_spreadsheet_allows_and_no_two_the_same() -> None:
    names = ["问题/措施[1]", "同名", "同名", "长" * 40, "", "_bihuan"]
    sheets = [Sheet(name, "", "", (SheetColumn("a", "甲"),), ()) for name in names]
    found = CalamineWorkbook.from_object(BytesIO(written(*sheets))).sheet_names
    assert found == ["问题-措施-1-", "同名", "同名（2）", "长" * 31, "Sheet", "_bihuan（2）", "_bihuan"]


def test_it_prints_one_page_wide_with_head_and_page_numbers() -> None:
    root = part(written(sheet()))
    setup = root.find(MAIN + "pageSetup")
    assert setup is not None
    assert (setup.get("orientation"), setup.get("paperSize"), setup.get("fitToHeight")) == ("landscape", "9", "0")
    assert "第 &P 页 共 &N 页" in (root.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") or "")
    titles = [name.text for name in part(written(sheet()), "xl/workbook.xml").iter(MAIN + "definedName")]
    assert "问题清单!$3:$5" in titles


def test_a_ledger_too_wide_to_read_goes_on_to_further_pages_with_its_first_columns() -> None:
    columns = (SheetColumn("n", "序号", width=6), *(SheetColumn(f"c{n}", f"列{n}", width=30) for n in range(19)))
    data = written(Sheet("一", "", "", columns, ()))
    setup = part(data).find(MAIN + "pageSetup")
    assert setup is not None
    assert (setup.get("fitToWidth"), setup.get("fitToHeight")) == ("3", "0")
    assert "$A:$B" in "".join(name.text or "" for name in part(data, "xl/workbook.xml").iter(MAIN + "definedName"))


def test_rows_are_as_high_as_their_text_needs_but_not_fixed() -> None:
    data = written(Sheet("一", "", "", (SheetColumn("a", "甲", width=10),), [("短",), ("字" * 30,)]))
    heights = [(row.get("ht"), row.get("customHeight")) for row in part(data).iter(MAIN + "row")]
    assert heights[1] == (None, None)
    assert float(heights[2][0] or 0) > 60
    assert heights[2][1] is None


def test_the_same_book_gives_the_same_bytes() -> None:
    assert written(sheet(), mark="甲") == written(sheet(), mark="甲")


def test_rows_are_read_one_by_one_and_progress_is_told() -> None:
    told: list[int] = []

    def many() -> Any:
        for number in range(1200):
            if number == 1100:
                assert told == [500, 1000]
            yield (number, "", None, None, None)

    write_xlsx(Book((sheet(rows=many()),)), BytesIO(), progress=told.append)
    assert told == [500, 1000, 1200]


def test_a_row_with_a_cell_too_few_is_refused_and_leaves_no_file(tmp_path: Any) -> None:
    with pytest.raises(ValueError, match="row 1 has 2 cells for 5 columns"):
        write_xlsx(Book((sheet(rows=[("1", "2")]),)), tmp_path / "清单.xlsx")
    assert not list(tmp_path.iterdir())
