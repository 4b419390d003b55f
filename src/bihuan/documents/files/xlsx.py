"""
Workbooks of Excel and WPS (.xlsx, .xlsm, .xltx).

    >>> read(data, "台账.xlsx", Limits()).blocks[0].cells
    ('序号', '反馈问题', '整改措施', '整改状态')

Each sheet that is not hidden is a table. Stored values of formulas, dates as 2026-03-31, whole numbers without a point,
percentages as the sheet shows them; cells covered by a merged one are empty.
"""

from __future__ import annotations

from bihuan.documents.blocks import SourceText
from bihuan.documents.files.archive import has_part
from bihuan.documents.files.limits import Limits

NAME = "xlsx"


def sniff(data: bytes, name: str) -> bool:
    """Return whether these bytes are a zip with the parts of a workbook, damaged or not."""
    return has_part(data, "xl/workbook.xml")


def read(data: bytes, name: str, limits: Limits) -> SourceText:
    """Return the rows of all sheets; raise Unreadable if the workbook is damaged, encrypted or a trap."""
    from bihuan.documents.files.workbook.formats import Formats
    from bihuan.documents.files.workbook.package import Package
    from bihuan.documents.files.workbook.sheets import read_sheets

    package = Package(data, limits)
    package.check_extent()
    return SourceText(name, NAME, read_sheets(data, limits, Formats(package)))
