"""What a unit may fill in: help and checks of the cells, and the lock on all others."""

from __future__ import annotations

from datetime import date
from typing import Any

from bihuan.documents.layout.sheet import SheetColumn
from bihuan.documents.layout.xlsx_rows import FittedSheet

FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2099, 12, 31)
MOST = 10**12
HELP_CHARS, TITLE_CHARS = 250, 30  # Excel takes 255 and 32
MAY = ("format_cells", "format_columns", "format_rows", "autofilter", "sort")


def lock(worksheet: FittedSheet) -> None:
    """Lock all cells but those that are filled in; no password, since it guards against slips and not against people."""
    worksheet.protect("", dict.fromkeys(MAY, True))


def guard(worksheet: FittedSheet, column: SheetColumn, number: int, rows: tuple[int, int], choices: str) -> None:
    """
    Check what is typed into one column.

    rows: first and last, 0-based. choices: where they stand (“=_bihuan!$A$3:$D$3”), empty where the column has none.
    """
    rule = _rule(column, choices)
    usual = rule.pop("help", "")
    help_text = column.note or usual
    rule |= {"ignore_blank": True}
    if help_text:
        rule |= {"input_title": column.title[:TITLE_CHARS], "input_message": help_text[:HELP_CHARS]}
    if rule["validate"] != "any" or help_text:
        worksheet.data_validation(rows[0], number, rows[1], number, rule)


def _rule(column: SheetColumn, choices: str) -> dict[str, Any]:
    if choices:
        said = "请从下拉列表中选择"
        return {"validate": "list", "source": choices, "help": said, **_refusal("内容不在列表中", f"{said}一项。")}
    match column.kind:
        case "date":
            days = {"minimum": FIRST_DAY, "maximum": LAST_DAY, "help": "请填写日期，如 2024-02-22"}
            return {
                "validate": "date",
                "criteria": "between",
                **days,
                **_refusal("日期有误", "请填写日期，如 2024-02-22。"),
            }
        case "number" | "money" | "percent":
            unit = f"，单位为{column.unit}" if column.unit else ""
            said = f"请填写数字{unit}，不写单位"
            numbers = {"minimum": -MOST, "maximum": MOST, "help": said}
            return {"validate": "decimal", "criteria": "between", **numbers, **_refusal("数字有误", f"{said}。")}
        case _:
            return {"validate": "any"}


def _refusal(title: str, sentence: str) -> dict[str, Any]:
    return {"error_type": "stop", "error_title": title, "error_message": sentence}
