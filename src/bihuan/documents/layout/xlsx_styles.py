"""How the cells of a workbook look: fonts, borders and tints, each made once a workbook."""

from __future__ import annotations

from functools import cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from bihuan.documents.layout.sheet import SheetColumn

SONG, HEI = "宋体", "黑体"
BODY_SIZE = 10.5  # 五号
TITLE_SIZE = 16
FILLED, TINT, LINE = "#DDE6F0", "#FFF8E1", "#8C96A3"
NUMBERS = {"money": "#,##0.00##", "percent": '0.0#"%"', "date": "yyyy-mm-dd"}
NARROW = 10  # half-width characters: up to here a column of text is centred


class Styles:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.of = cache(self._of)
        self.title = self._made(font_name=SONG, font_size=TITLE_SIZE, bold=True, align="center", valign="vcenter")
        self.asof = self._made(font_name=SONG, font_size=BODY_SIZE, align="right", valign="vcenter")
        self.note = self._made(font_name=SONG, font_size=BODY_SIZE, align="left", valign="top", text_wrap=True)
        head: dict[str, Any] = {"font_name": HEI, "font_size": BODY_SIZE, "align": "center", "valign": "vcenter"}
        head |= {"text_wrap": True, "border": 1, "border_color": LINE}
        self.head = self._made(**head, bg_color=FILLED)
        self.head_fill = self._made(**head, bg_color="#FBE7B2")

    def _made(self, **properties: Any) -> Format:
        return self._workbook.add_format(properties)

    def _of(self, column: SheetColumn, kind: str, *, bold: bool = False, merged: bool = False) -> Format:
        """Return the format of a cell of `column` whose value is of that kind; call it as `of`."""
        given: dict[str, Any] = {"font_name": SONG, "font_size": BODY_SIZE, "valign": "vcenter" if merged else "top"}
        given |= {"text_wrap": True, "border": 1, "border_color": LINE, "bold": bold, "align": _align(column, kind)}
        if merged:
            given["align"] = "center"
        if kind in NUMBERS:
            given["num_format"] = NUMBERS[kind]
        if column.fill and not bold:
            given |= {"bg_color": TINT, "locked": False}
            if kind == "text":
                given["num_format"] = "@"  # what is typed stays text: 3-2 is no day in March
        return self._made(**given)


def _align(column: SheetColumn, kind: str) -> str:
    if kind in ("money", "percent"):
        return "right"
    if kind in ("date", "number"):
        return "center"
    return "center" if column.width <= NARROW and not column.fill else "left"
