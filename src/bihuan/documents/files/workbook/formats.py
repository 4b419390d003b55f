"""Number formats that change what people read in a cell: percentages, leading zeros, months without a day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bihuan.documents.files.markup import parse_part
from bihuan.documents.files.workbook.package import Package, column_number

QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
CELL = rb"<(?:[A-Za-z]\w*:)?c\s(?=[^<>]*?\bs\s*=\s*[\"'](%s)[\"'])[^<>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']"
# Built in, so they stand in no file. Source: ISO/IEC 29500-1, 18.8.30.
BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
MOST_STYLES = 2_000


@dataclass(frozen=True, slots=True)
class Shown:
    """How a number is shown. digits: behind the point of a percentage, or of a padded number in all."""

    kind: Literal["percent", "padded", "month"]
    digits: int = 0


class Formats:
    """The cells of an xlsx file whose format matters, sheet by sheet; nothing is looked up where no style has one."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = dict(list(_styles(package))[:MOST_STYLES])
        self._sheets = package.sheets() if self._styles else {}

    def of(self, sheet: str) -> dict[tuple[int, int], Shown]:
        """Return the formats of the cells of a sheet by their 0-based row and column."""
        part = self._sheets.get(sheet)
        if part is None:
            return {}
        wanted = b"|".join(str(number).encode() for number in self._styles)
        return {
            (int(match[3]) - 1, column_number(match[2]) - 1): self._styles[int(match[1])]
            for match in re.finditer(CELL % wanted, self._package.sheet(part))
        }


def _styles(package: Package) -> Iterator[tuple[int, Shown]]:
    """Yield the styles of cells whose format matters."""
    data = package.styles()
    if not data:
        return
    root = parse_part(data, "xl/styles.xml", package.limits)
    codes = dict(BUILT_IN)
    for element in root.iterfind("{*}numFmts/{*}numFmt"):
        key = element.get("numFmtId", "")
        if key.isdecimal():
            codes[int(key)] = element.get("formatCode", "")
    for number, element in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        key = element.get("numFmtId", "")
        shown = shown_as(codes.get(int(key), "")) if key.isdecimal() else None
        if shown is not None:
            yield number, shown


def shown_as(code: str) -> Shown | None:
    """Return what a format code makes of a number, None where the plain number says it all."""
    plain = QUOTED.sub("", code.partition(";")[0])
    if "%" in plain:
        return Shown("percent", len(re.findall("[0#?]", plain.partition(".")[2])))
    if re.fullmatch("0{2,20}", plain):
        return Shown("padded", len(plain))
    lower = plain.lower()
    if "y" in lower and "m" in lower and not re.search("[dhs]", lower):
        return Shown("month")
    return None
