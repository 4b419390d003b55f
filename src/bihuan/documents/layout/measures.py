"""Sizes and places that depend on the length of a text: red head, signature and date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bihuan.documents.layout.lines import written_day
from bihuan.documents.layout.sheet import SheetColumn

TYPE_AREA = 442.2  # points: 156 mm
LARGEST, USUAL, SMALLEST = 62, 44, 30  # points; 62 is 22 mm, the most the standard allows
LEAST, DAY = 760, 1260  # twentieths of a point: three characters of 五号, ten figures
BESIDE_FIGURES = 1.25  # characters: a quarter at each of the five places where figures of a date meet 年, 月 or 日
NARROWEST = 50  # percent of its width that a character keeps


def head_size(text: str, *, letter: bool = False) -> tuple[int, int]:
    """
    Return size in points and width in percent of a red head, so that it stays on one line.

    Source: GB/T 9704-2012, 7.2.4: 推荐使用小标宋体字, 颜色为红色, 以醒目、美观、庄重为原则.
    """
    width = max(characters(text), 1)
    room = TYPE_AREA * (0.94 if not letter else 0.9)
    size = int(max(SMALLEST, min(USUAL if width > 8 else LARGEST - 6, room / width / 0.7)))
    scale = int(100 * room / (size * width))
    return size, max(NARROWEST, min(100, scale))


def signature_margins(signature: str, day: date | None) -> tuple[float, float]:
    """
    Return how many characters stay free to the right of signature and date.

    Source: GB/T 9704-2012, 7.3.5.2: no seal: 署名右空二字, 成文日期首字比署名首字右移二字; a date that is longer stands 右空二字 itself.
    """
    signed, dated = characters(signature), characters(written_day(day)) + BESIDE_FIGURES if day else 0.0
    if not signed:
        return 2, 4
    if not dated:
        return 2, 2
    if signed - dated >= 2:
        return 2, signed - dated
    return max(2.0, dated + 4 - signed), 2


def characters(text: str) -> float:
    """Return the width of a text in full-width characters."""
    return sum(1 if ord(sign) > 0x2000 else 0.5 for sign in text)


def shared_widths(columns: Sequence[SheetColumn], width: int) -> list[int]:
    """
    Return the widths of columns that share `width` as they ask, all in twentieths of a point.

    No column becomes so narrow that a day or three characters of 五号 break, as long as there is room.
    """
    narrowest = [min(DAY if column.kind == "date" else LEAST, width // max(len(columns), 1)) for column in columns]
    asked = sum(column.width for column in columns) or 1
    shared = [max(least, round(column.width * width / asked)) for column, least in zip(columns, narrowest, strict=True)]
    over, room = sum(shared) - width, sum(shared) - sum(narrowest)
    if over > 0 and room > 0:
        shared = [one - round((one - least) * over / room) for one, least in zip(shared, narrowest, strict=True)]
    return shared
