"""What a cell says as text, the same in every format; and what may not stand in a text at all."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from bihuan.documents.layout.sheet import Cell, CellKind

NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """
    Return a text without what no file format can hold; every kind of line break becomes one line feed.

    Source: XML 1.0 (Fifth Edition), 2.2 Characters.
    """
    if text.isprintable():
        return text
    return NOT_TEXT.sub("", BREAKS.sub("\n", text))


def shown(value: Cell, kind: CellKind = "text") -> str:
    """
    Return a cell as a reader sees it: 2024-02-22, 1,369.50, 85.3%.

    Money has two decimals, and up to four where it has them, so that 7.132万元 stays what it is.
    """
    match value:
        case None:
            return ""
        case str():
            return clean(value)
        case date():
            return value.isoformat()
        case int() | Decimal():
            return _number(value, kind)


def _number(value: int | Decimal, kind: CellKind) -> str:
    exact = Decimal(value)
    if kind == "money":
        return f"{exact:,.{max(2, min(4, decimals(exact)))}f}"
    written = f"{exact:.{decimals(exact)}f}"
    return f"{written}%" if kind == "percent" else written


def decimals(value: Decimal) -> int:
    """Return how many digits behind the point a number needs; zeros at its end do not count."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
