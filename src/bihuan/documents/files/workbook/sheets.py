"""The sheets of a workbook, read by calamine → rows."""

from __future__ import annotations

from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from bihuan.documents.blocks import Block
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.page import Page
from bihuan.documents.files.refusals import refuse
from bihuan.documents.files.workbook.formats import Formats, Shown
from bihuan.documents.files.workbook.values import text_of
from bihuan.packspec.bilingual import Text

STRUCTURE = Text("工作簿的内部结构不完整", "the inner structure of the workbook is incomplete")
MOST_COVERED = 1_000_000


def read_sheets(data: bytes, limits: Limits, formats: Formats | None = None) -> tuple[Block, ...]:
    """
    Return the rows of all sheets that can be seen, or of all where every sheet is hidden.

    formats: of the cells, where the format of the file tells them. Raises Unreadable: "encrypted", "damaged", "no_sheets".
    """
    page = Page(limits)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            for name in _names(workbook):
                sheet = workbook.get_sheet_by_name(name)
                _add(sheet, page, formats.of(name) if formats else {}, limits)
    except PasswordError:
        raise refuse("encrypted") from None
    except (CalamineError, OSError, ValueError, OverflowError, UnicodeError):
        raise refuse("damaged", detail=STRUCTURE) from None
    except BaseException as error:
        # What panics in the library below comes as an exception of its own that is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise refuse("damaged", detail=STRUCTURE) from None
    return page.blocks()


def _names(workbook: CalamineWorkbook) -> list[str]:
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if not sheets:
        raise refuse("no_sheets")
    seen = [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    return [sheet.name for sheet in seen or sheets]


def _add(sheet: CalamineSheet, page: Page, shown: dict[tuple[int, int], Shown], limits: Limits) -> None:
    if sheet.start is None:
        return
    first = sheet.start[1]
    covered = _covered(sheet)
    rows: list[list[str]] = []
    width = 0
    for number, values in enumerate(sheet.iter_rows()):
        row = [
            "" if (number, column) in covered else text_of(value, shown.get((number, column)))
            for column, value in enumerate(values, start=first)
        ]
        while row and not row[-1].strip():
            row.pop()
        if row:
            rows.append(row)
            width = max(width, len(row))
        if len(rows) > limits.rows:
            raise refuse("too_many_rows", rows=limits.rows)
        if len(rows) > limits.blocks:
            raise refuse("too_large_text", blocks=limits.blocks, characters=limits.characters)
    table = page.next_table()
    for row in rows:
        page.row([*row, *[""] * (width - len(row))], table=table)


def _covered(sheet: CalamineSheet) -> set[tuple[int, int]]:
    """Return the cells that merged ones cover; a merge over whole columns is cut at the end of the sheet."""
    last_row, last_column = sheet.end or (0, 0)
    found: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, min(bottom, last_row) + 1):
            for column in range(left, min(right, last_column) + 1):
                found.add((row, column))
        found.discard((top, left))
        if len(found) > MOST_COVERED:
            break
    return found
