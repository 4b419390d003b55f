"""What is stored in a cell → what people read there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bihuan.documents.files.workbook.formats import Shown

Value = int | float | str | bool | date | datetime | time | timedelta
SIGNIFICANT = 15  # digits a spreadsheet keeps


def text_of(value: Value, shown: Shown | None = None) -> str:
    """
    Return a value as text: 5, 12.5, 25.6%, 2026-03-31, 14:30, TRUE.

        text_of(0.256, Shown("percent", 1)) → "25.6%"
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, shown)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    return _moment(value, shown)


def _number(value: float, shown: Shown | None) -> str:
    if shown is not None and shown.kind == "percent":
        return f"{value * 100:.{min(shown.digits, SIGNIFICANT)}f}%"
    if isinstance(value, float):
        plain = format(Decimal(f"{value:.{SIGNIFICANT}g}"), "f") if value - value == 0 else ""
        text = plain.rstrip("0").rstrip(".") if "." in plain else plain
        text = "0" if text == "-0" else text
    else:
        text = str(value)
    return text.zfill(shown.digits) if shown is not None and shown.kind == "padded" else text


def _moment(value: date | datetime | time, shown: Shown | None) -> str:
    if isinstance(value, time):
        return value.isoformat("seconds" if value.second else "minutes")
    if shown is not None and shown.kind == "month":
        return f"{value.year}年{value.month}月"
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
