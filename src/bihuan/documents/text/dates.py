"""Dates as Chinese documents write them; a date that is not whole is never completed by guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bihuan.documents.text.numerals import whole_number

DATE = re.compile(
    r"(?:(?P<year>\d{4}|[零〇一二三四五六七八九]{4}|今|去|当|同)年)?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月"
    r"(?:(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|(?P<part>上旬|中旬|下旬|初|底|末))?"
    r"|(?<![\d.])(?P<m3>\d{1,2})\.(?P<d3>\d{1,2})(?=[日号])"
    r"|(?P<y2>20\d\d|19\d\d)[-./](?P<m2>\d{1,2})[-./](?P<d2>\d{2}(?=\d{1,2}：\d{2})|\d{1,2}(?!\d))"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: year None if left out, day None if only a month or a third of it is named; start and end in the canonical text."""

    year: int | None
    month: int
    day: int | None
    start: int
    end: int

    def on(self, year: int | None = None) -> date | None:
        """Return the day it names, in its own year or else in `year`; None if that is no day of the calendar."""
        known = self.year or year
        if known is None or self.day is None:
            return None
        try:
            return date(known, self.month, self.day)
        except ValueError:
            return None


def dates_in(text: str, start: int = 0, end: int | None = None) -> list[Written]:
    """Return the dates written in canonical text between two offsets, in order."""
    found = []
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        one = _written(match)
        if one is not None:
            found.append(one)
    return found


def after(earlier: date, later: Written) -> date | None:
    """Return the day `later` names, with the year of `earlier` (or the next one) where the text leaves the year out."""
    if later.year is not None:
        return later.on()
    same = later.on(earlier.year)
    return same if same is None or same >= earlier else later.on(earlier.year + 1)


def _written(match: re.Match[str]) -> Written | None:
    if match["y2"]:
        return Written(int(match["y2"]), int(match["m2"]), int(match["d2"]), match.start(), match.end())
    if match["m3"]:
        return Written(None, int(match["m3"]), int(match["d3"]), match.start(), match.end() + 1)
    month = whole_number(match["month"])
    day = whole_number(match["day"]) if match["day"] else None
    year = match["year"]
    if month is None or not 1 <= month <= 12:
        return None
    known = whole_number(year) if year and year not in "今去当同" else None
    return Written(known, month, day, match.start(), match.end())
