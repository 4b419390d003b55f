"""Dates, periods and deadlines as people write them: “2025年底前，并长期坚持”, “一季度”, “立行立改”, “15个工作日内”."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.facts.stretches import Stretch, stretches_of
from bihuan.documents.outline.lines import Line
from bihuan.documents.text.numerals import whole_number

DatedKind = Literal["day", "period", "deadline", "as_of", "from", "within", "at_once", "standing"]
Doubt = Literal["", "no_year", "no_day", "ambiguous", "impossible", "lost_digits"]

_N = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR = r"(?P<year>(?:19|20)\d\d|[二一][零〇一二三四五六七八九]{3}|[今去当同本明次上])年"
_TIME = re.compile(
    r"(?=[\d一二三四五六七八九十今去当同本明次上下前第年月季])(?:"  # one look at the first character spares trying every form
    r"(?P<lost>(?<!\d)20\d{3,6}[日号](?!数)|(?<=[至到-])\d{3}[日号]|(?:(?:19|20)\d\d)?年(?:\d{0,2})月日|(?:19|20)\d\d年月(?:底|初|末|份|(?![均度平])))"
    rf"|(?:{_YEAR})?(?:(?P<month>{_N})(?:月份?)?[-—~至到](?P<month2>{_N})月份?"
    rf"|(?P<month1>{_N})月份?(?:(?P<day>{_N})[日号](?:[-—~至到](?P<day2>{_N})[日号])?|(?P<part>上旬|中旬|下旬|初|中(?=[，。；）旬前至]|$)|底|末))?"
    r"|第?(?P<quarter>[一二三四1-4])季度(?P<end>末|底)?|前(?P<quarters>[二三23两])季度|(?P<half>[上下])半年(?P<halfend>末|底)?)"
    rf"|{_YEAR.replace('year', 'year2')}度?(?P<ypart>底|末|初|内|全年)?"
    r"|(?P<bare>(?<!半)(?:年底|年末|年内)|月底|季末)"
    r"|(?<![\d.])(?P<m4>\d{1,2})\.(?P<d4>\d{1,2})[日号]"
    r"|(?P<y3>(?:19|20)\d\d)[-./](?P<m3>\d{1,2})[-./](?P<d3>\d{1,2})(?!\d))"
)
_BEFORE = re.compile(r"(?:之|以)?前|止(?![损住])")
_SINCE = re.compile(r"(?:以来|之?后|起(?!草|步|到|点|因)|开始)")
_AS_OF = re.compile(r"截[至止]到?$|截[至止]时间[：为]?$")
_LINK = re.compile(r"[-—~至到]")
_STANDING_WORD = (
    r"(?:长期坚持|持续推进|持续坚持|长期推进|长期整改|持续整改|常抓不懈|常态化(?:推进|坚持|开展)?|坚持长期|长期)"
)
_AND_STANDING = re.compile(rf"[，、；]?(?:完成)?[，、]?(?:并|且|同时|然后)?{_STANDING_WORD}(?![\u4e00-\u9fff])")
_WORDS = re.compile(
    rf"(?=[\d一二两三四五六七八九十半即立马长持常坚])(?:(?P<within>\d{{1,3}}|[一二两三四五六七八九十]{{1,3}}|半)个?(?P<unit>工作日|自然日|日|天|周|星期|月|年)(?:之)?内(?!容|部|设|控)"
    r"|(?:(?<=[，。；：、（:])|(?<=时限)|(?<=期限)|^)(?:(?P<once>即日起|立行立改|立即整改|立即|即知即改|立查立改|立改|马上整改)"
    rf"|(?P<standing>{_STANDING_WORD}))(?=[，。；、）至]|$))"
)
_WITHIN_UNIT = {
    "日": "天",
    "天": "天",
    "自然日": "天",
    "工作日": "工作日",
    "周": "周",
    "星期": "周",
    "月": "月",
    "年": "年",
}
_THIRD = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "初": (1, 10), "中": (11, 20)}


@dataclass(frozen=True, slots=True)
class DatedWord:
    """
    A date, period or deadline as written.

    kind: "deadline" where the text sets an end (前, 底前, 内); "as_of" behind 截至; "from" before 起 and 以来; "within" a length of time
        from some event; "at_once" and "standing" words without a day.
    first, last: the days it covers, None where open or where the text does not say enough (`doubt` says why): never completed by guessing.
    standing: 长期坚持 stands with it. at_once: 立行立改. within: number and unit (工作日, 天, 周, 月, 年).
    doubt: "no_year" (3月底前), "no_day" (年底, 上旬 of no month), "ambiguous" (6月前, June or not), "impossible" (2月30日), "lost_digits".
    """

    written: str
    kind: DatedKind
    first: date | None
    last: date | None
    place: Place
    standing: bool = False
    at_once: bool = False
    within: tuple[int, str] | None = None
    doubt: Doubt = ""

    @property
    def due(self) -> date | None:
        """The last day of a deadline, None for anything else or where it is not known."""
        return self.last if self.kind == "deadline" else None


@dataclass(frozen=True, slots=True)
class Timed:
    """A dated word with its offsets in the canonical text of its stretch."""

    word: DatedWord
    start: int
    end: int


def dated_in(source: SourceText | Sequence[Block] | Sequence[Line]) -> tuple[DatedWord, ...]:
    """Return every date, period and deadline of a text, in reading order."""
    return tuple(one.word for stretch in stretches_of(source) for one in timed(stretch))


def deadline_of(written: str) -> DatedWord | None:
    """Return what one cell or phrase sets as its deadline (`2025年底前,并长期坚持`), its last date read as the end; None if it sets none."""
    words = dated_in([Block(1, written)])
    dates = [word for word in words if word.last or word.doubt]
    once = any(word.at_once for word in words)
    standing = any(word.standing for word in words)
    chosen = dates[-1] if dates else next((word for word in words if word.within), words[0] if words else None)
    if chosen is None:
        return None
    kind: DatedKind = "deadline" if chosen in dates else chosen.kind
    return DatedWord(
        written, kind, None if chosen.kind == "day" else chosen.first, chosen.last, chosen.place, standing, once,
        chosen.within, chosen.doubt,
    )  # fmt: skip


def timed(stretch: Stretch) -> list[Timed]:
    """Return the dated words of one stretch with their offsets."""
    dates = _joined(stretch, [_dated(stretch, match) for match in _TIME.finditer(stretch.covered) if _says_when(match)])
    words: list[Timed] = []
    for match in _WORDS.finditer(stretch.covered):
        taken = words and match.start() < words[-1].end
        if not taken and not covered_by(dates, *match.span()):
            words.append(_worded(stretch, match))
    return sorted((*dates, *words), key=lambda one: one.start) if words else dates


def covered_by(times: Sequence[Timed], start: int, end: int) -> bool:
    """Return whether a stretch of text overlaps one of the dated words, which are in order and do not overlap one another."""
    at = bisect_left(times, end, key=lambda one: one.start) - 1
    return at >= 0 and times[at].end > start


def _says_when(match: re.Match[str]) -> bool:
    """A bare `上年`, `今年` or `当年` dates nothing."""
    return not match["year2"] or bool(match["ypart"]) or match["year2"] not in _TOLD_BY_CONTEXT


_TOLD_BY_CONTEXT = frozenset("今去当同本明次上")


def _dated(stretch: Stretch, match: re.Match[str]) -> Timed:
    first, last, doubt = _days(match)
    text, end = stretch.covered, match.end()
    kind: DatedKind = "day" if (match["day"] and not match["day2"]) or match["d3"] or match["d4"] else "period"
    before = _BEFORE.match(text, end)
    since = None if before else _SINCE.match(text, end)
    whole = (
        match["part"] in {"底", "末"}
        or match["ypart"] in {"底", "末", "内"}
        or match["bare"]
        or match["end"]
        or match["halfend"]
    )
    if _AS_OF.search(text, max(0, match.start() - 5), match.start()):
        kind, first = "as_of", None
    elif before:
        kind, end, first = "deadline", before.end(), None
        if not whole and not match["day"] and not match["d3"] and not doubt:
            last, doubt = None, "ambiguous"
    elif since:
        kind, end, last = "from", since.end(), None
    elif whole:
        kind, first = "deadline", None
    standing = _AND_STANDING.match(text, end) if kind in {"deadline", "day", "period"} else None
    end = standing.end() if standing else end
    word = DatedWord(
        stretch.text[match.start() : end],
        kind,
        first,
        last,
        stretch.place(match.start(), end),
        bool(standing),
        doubt=doubt,
    )
    return Timed(word, match.start(), end)


def _days(match: re.Match[str]) -> tuple[date | None, date | None, Doubt]:
    """The first and last day a match names."""
    if match["lost"]:
        return None, None, "lost_digits"
    if match["bare"] or match["m4"]:
        return None, None, "no_year"
    if match["y3"]:
        return _one(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    written = match["year"] or match["year2"]
    year = whole_number(written) if written and written not in _TOLD_BY_CONTEXT else None
    if year is None:
        return None, None, "no_year"
    if match["year2"]:
        return (date(year, 1, 1), date(year, 12, 31), "")
    if match["day"]:
        month = whole_number(match["month1"]) or 0
        first = _one(year, month, whole_number(match["day"]) or 0)
        last = _one(year, month, whole_number(match["day2"]) or 0) if match["day2"] else first
        return first[0], last[1], first[2] or last[2]
    months = _months(match)
    if not (1 <= months[0] <= months[1] <= 12):
        return None, None, "impossible"
    from_day, to_day = _THIRD.get(match["part"] or "", (1, 31))
    length = monthrange(year, months[1])[1]
    return date(year, months[0], from_day), date(year, months[1], min(to_day, length)), ""


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["month"]:
        return whole_number(match["month"]) or 0, whole_number(match["month2"]) or 0
    if match["month1"]:
        month = whole_number(match["month1"]) or 0
        return month, month
    if match["quarter"]:
        quarter = whole_number(match["quarter"]) or 0
        return 3 * quarter - 2, 3 * quarter
    if match["quarters"]:
        return 1, 3 * (whole_number(match["quarters"]) or 0)
    return (1, 6) if match["half"] == "上" else (7, 12)


def _one(year: int, month: int, day: int) -> tuple[date | None, date | None, Doubt]:
    try:
        return date(year, month, day), date(year, month, day), ""
    except ValueError:
        return None, None, "impossible"


def _joined(stretch: Stretch, found: list[Timed]) -> list[Timed]:
    """`2023年3月2日至5月31日` is one period; its end takes the year of its beginning, or the next one."""
    joined: list[Timed] = []
    for one in found:
        previous = joined[-1] if joined else None
        if (
            previous
            and previous.word.kind in {"day", "period"}
            and _LINK.fullmatch(stretch.covered, previous.end, one.start)
        ):
            joined[-1] = _range(stretch, previous, one)
        else:
            joined.append(one)
    return joined


def _range(stretch: Stretch, first: Timed, second: Timed) -> Timed:
    begin, last = first.word.first, second.word.last
    if last is None and begin is not None and second.word.doubt == "no_year":
        tail = stretch.covered[second.start : second.end]
        for year in (begin.year, begin.year + 1):
            match = _TIME.match(f"{year}年{tail}")
            last = _days(match)[1] if match else None
            if last is None or last >= begin:
                break
    doubt: Doubt = first.word.doubt or (second.word.doubt if last is None else "")
    word = DatedWord(
        stretch.text[first.start : second.end], "period", begin, last, stretch.place(first.start, second.end),
        second.word.standing, doubt=doubt,
    )  # fmt: skip
    return Timed(word, first.start, second.end)


def _worded(stretch: Stretch, match: re.Match[str]) -> Timed:
    start, end = match.span()
    standing = _AND_STANDING.match(stretch.covered, end) if not match["standing"] else None
    end = standing.end() if standing else end
    kind: DatedKind = "standing" if match["standing"] else "at_once" if match["once"] else "within"
    within = None
    if match["within"]:
        count = whole_number(match["within"])
        within = None if count is None else (count, _WITHIN_UNIT[match["unit"]])
        within = (6, "月") if match["within"] == "半" else within
    word = DatedWord(
        stretch.text[start:end], kind, None, None, stretch.place(start, end),
        standing is not None or kind == "standing", kind == "at_once", within,
    )  # fmt: skip
    return Timed(word, start, end)
