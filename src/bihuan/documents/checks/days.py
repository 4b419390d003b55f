"""Dates that no calendar has, and dates in an order that cannot be."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from bihuan.documents.blocks import Place
from bihuan.documents.checks.examined import Examined, Sentence
from bihuan.documents.checks.remark import Remark
from bihuan.documents.outline.lines import Line
from bihuan.documents.text.dates import Written, dates_in
from bihuan.documents.text.numerals import whole_number
from bihuan.packspec.bilingual import Text

IMPOSSIBLE = Text("“{said}”不是日历上的日期，请核对", "“{said}” is no day of the calendar; please check")
REVERSED = Text("起始日期晚于结束日期，请核对", "The period begins after it ends; please check")
LONG = Text(
    "止期早于起期，如跨年度请写明年份", "The period ends before it begins; if it runs over a year's end, say the year"
)
FEEDBACK_EARLY = Text(
    "反馈日期早于检查结束日期（{day}），请核对", "Feedback was given before the inspection ended ({day}); please check"
)
PUBLISHED_EARLY = Text(
    "落款（公布）日期早于反馈日期（{day}），请核对", "The document is dated before the feedback ({day}); please check"
)
DUE_EARLY = Text("整改时限早于反馈日期（{day}），请核对", "The deadline lies before the feedback ({day}); please check")
DONE_LATE = Text(
    "此处说已完成的日期晚于落款（公布）日期（{day}），请核对",
    "Something is said to have been done after the day of the document ({day}); please check",
)
_NUM = "[零〇一二三四五六七八九十]"
_DAY = re.compile(
    rf"(?:(?P<year>\d{{4}}|{_NUM}{{4}})年)?(?<!\d)(?P<month>\d{{1,2}}|{_NUM}{{1,2}})月(?:份)?(?P<day>\d{{1,2}}|{_NUM}{{1,3}})日"
    rf"|(?P<y2>20\d\d|19\d\d)年(?P<m2>\d{{1,2}})月"
    r"|(?<![\d.\-/])(?P<y3>20\d\d)(?P<mark>[-/.])(?P<m3>\d{1,2})(?P=mark)(?P<d3>\d{1,2})(?![\d.\-/])"
)
_LINK = re.compile(r"^(?:起)?(?:至|到|—+|-+|~)(?:于)?$")
_DUE = re.compile(
    r"(?:(?:整改|完成|办结|办理)?(?:时限|期限|时间)|完成日期)(?:为|要求)?：(?P<due>[^，。；）]{0,6}?(?=20\d\d))"
)
_PAST_BEFORE = re.compile(r"(?:已于|截至|截止|截止到)$")
_PAST_AFTER = re.compile(r"^(?:已|，已|全部完成|印发了|召开了|完成了)")
_OPEN = re.compile(r"[将拟]|计划|预计|力争|争取|底前|前|目标|要求|时限|期限|有效期|至20")


def impossible_date(document: Examined) -> Iterator[Remark]:
    """Yield an error for each date the calendar does not have (2月30日, 13月)."""
    for sentence in document.sentences:
        text = sentence.text
        if "月" not in text and "20" not in text:
            continue
        for match in _DAY.finditer(text):
            if _is_no_day(match):
                place = sentence.place(*match.span())
                yield Remark("impossible_date", "error", IMPOSSIBLE.format(said=match[0]), place)


def _is_no_day(match: re.Match[str]) -> bool:
    year = whole_number(match["year"] or match["y2"] or match["y3"] or "") or 2024  # a leap year
    month = whole_number(match["month"] or match["m2"] or match["m3"] or "")
    day = whole_number(match["day"] or match["d3"] or "1")
    if month is None or day is None:
        return False
    return not 1 <= month <= 12 or not 1 <= day <= monthrange(max(year, 1), month)[1]


def date_order(document: Examined) -> Iterator[Remark]:
    """Yield a remark where a period, a deadline, something done or the document itself is dated in an order that cannot be."""
    yield from _head(document)
    for sentence in document.sentences:
        if "20" in sentence.text or "月" in sentence.text:
            yield from _periods(sentence)
    yield from _deadlines(document)
    yield from _done(document)


def _head(document: Examined) -> Iterator[Remark]:
    draft = document.draft
    if draft.feedback_on and draft.inspected_to and draft.feedback_on < draft.inspected_to:
        place = _place_of(document.lines, draft.feedback_on)
        yield Remark("date_order", "warning", FEEDBACK_EARLY.format(day=draft.inspected_to), place)
    if draft.published_on and draft.feedback_on and draft.published_on < draft.feedback_on:
        place = _place_of(tuple(reversed(document.lines)), draft.published_on)
        yield Remark("date_order", "warning", PUBLISHED_EARLY.format(day=draft.feedback_on), place)


def _place_of(lines: tuple[Line, ...], day: date) -> Place | None:
    for line in lines:
        for one in dates_in(line.text):
            if (one.month, one.day) == (day.month, day.day) and one.year in (None, day.year):
                return line.place(one.start, one.end)
    return None


def _periods(sentence: Sentence) -> Iterator[Remark]:
    text = sentence.text
    dates = dates_in(text)
    for first, second in pairwise(dates):
        if not _LINK.match(text[first.end : second.start]) or first.year is None:
            continue
        begins, ends = _first_day(first, first.year), _last_day(second, second.year or first.year)
        if begins is None or ends is None or begins <= ends:
            continue
        place = sentence.place(first.start, second.end)
        if second.year is not None:
            yield Remark("date_order", "warning", REVERSED, place)
        elif (date(ends.year + 1, ends.month, min(ends.day, 28)) - begins).days > 200:
            yield Remark("date_order", "question", LONG, place)


def _first_day(one: Written, year: int) -> date | None:
    return _on(year, one.month, one.day or 1)


def _last_day(one: Written, year: int) -> date | None:
    return _on(year, one.month, one.day or monthrange(year, one.month)[1])


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _deadlines(document: Examined) -> Iterator[Remark]:
    since, begun = document.draft.feedback_on, document.draft.inspected_from
    if since is None:
        return
    for sentence in document.sentences:
        for match in _DUE.finditer(sentence.text):
            dates = dates_in(sentence.text, match.end(), min(match.end() + 14, len(sentence.text)))
            last = _last_day(dates[0], dates[0].year) if dates and dates[0].year else None
            if last is None or last >= since:
                continue
            # What was rectified while the inspection ran may carry an earlier day.
            during = begun is not None and begun <= last
            place = sentence.place(dates[0].start, dates[0].end)
            yield Remark("date_order", "question" if during else "warning", DUE_EARLY.format(day=since), place)


def _done(document: Examined) -> Iterator[Remark]:
    signed = document.draft.published_on
    if signed is None:
        return
    for sentence in document.sentences:
        text = sentence.text
        for one in dates_in(text):
            if one.year is None:
                continue
            first = _first_day(one, one.year)
            if first is None or first <= signed:
                continue
            before, behind = text[max(0, one.start - 4) : one.start], text[one.end : one.end + 6]
            if _OPEN.search(text[max(0, one.start - 8) : one.start] + behind[:2]):
                continue
            if _PAST_BEFORE.search(before) or _PAST_AFTER.match(behind):
                place = sentence.place(one.start, one.end)
                yield Remark("date_order", "warning", DONE_LATE.format(day=signed), place)
