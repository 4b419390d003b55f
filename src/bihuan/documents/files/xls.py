"""
Workbooks of Excel 97–2003 (.xls) and of WPS Spreadsheets (.et), which have the same structure.

    >>> read(data, "台账.xls", Limits()).blocks[0].cells
    ('序号', '反馈问题', '整改措施', '整改状态')
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.limits import Limits
from bihuan.documents.files.ole import has_stream

NAME = "xls"


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes are a compound file with a workbook, damaged or not."""
    return has_stream(data, "Workbook", "Book")


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the rows of all sheets; raise Unreadable if the workbook is damaged or encrypted."""
    from bihuan.documents.files.workbook.sheets import read_sheets

    return SourceText(name, NAME, read_sheets(data, limits))
