"""Figures: every number with a unit, what it counts, which way it moved, and of when it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from bihuan.documents.blocks import Block, Place, SourceText
from bihuan.documents.facts.counted import what_of
from bihuan.documents.facts.dated import Timed, covered_by, timed
from bihuan.documents.facts.figure_words import (
    AFTER_ONE,
    AGAINST,
    APPROX_BEFORE,
    AT_LEAST_BEFORE,
    AT_MOST_BEFORE,
    CHANGE,
    CLAUSE,
    FIGURE,
    INDEFINITE,
    LOST,
    NO_FIGURE_BEFORE,
    NO_HAN_FIGURE_BEFORE,
    NO_LENGTH_BEFORE,
    NOT_TOP,
    NUMERIC_CONTEXT,
    PLACE_FOLLOWS,
    RANK_CHANGE,
    RANK_MOVED,
    RANKING,
    REACHED,
    TOP_CONTEXT,
)
from bihuan.documents.facts.stretches import Stretch, stretches_of
from bihuan.documents.outline.lines import Line
from bihuan.documents.outline.markers import head_marker
from bihuan.documents.text.numerals import is_vague, number

QuantityKind = Literal[
    "count", "persons", "person_times", "money", "percent", "points", "rank", "ratio", "duration", "measure"
]
Bound = Literal["", "at_least", "at_most"]
Direction = Literal["", "up", "down"]
Change = Literal["", "to", "by"]
Period = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """
    One figure as a text prints it.

    value: as printed before its unit (“7.132万元” → 7.132); None where the digits were lost, or where none were written (“数十人”, then `approx`).
    unit: as printed without 余 and 多: 人, 人次, 个, 项, 万元, %, 个百分点, 名 …
    kind: "persons" and "person_times" are told apart by the unit; "points" are percentage points; "rank" is a place in an order
        (`第3名`), `change` "by" on a rank is a number of places; "measure" is a physical size (吨, 亩, 米); "duration" a length of time.
    what: the noun it counts (“问题”, “整改措施”, “党纪处分”), "" where unknown.
    approx: 余, 多, 近, 约, 数十, 左右. bound: "at_least" (以上, 不少于, 超过), "at_most" (以内, 不超过, 前三).
    direction, change: `提高到90%` is up, to; `下降1.3个百分点` is down, by. against: 同比, 环比, 较2022年 as written, else "".
    period: first and last day the figure is of, None where the text does not say; as_of: the 截至 day of its sentence.
    yuan: a sum of money in yuan, None for anything else. sentence: number of its sentence within its block, from 0.
    """

    value: Decimal | None
    unit: str
    kind: QuantityKind
    what: str
    place: Place
    approx: bool = False
    bound: Bound = ""
    direction: Direction = ""
    change: Change = ""
    against: str = ""
    period: Period | None = None
    as_of: date | None = None
    yuan: Decimal | None = None
    sentence: int = 0

    @property
    def lost(self) -> bool:
        """Whether the digits stood there once and are gone."""
        return self.value is None and not self.approx


def quantities_in(source: SourceText | Sequence[Block] | Sequence[Line]) -> tuple[Quantity, ...]:
    """
    Return every figure of a text, in reading order; the cells of a table row are read one by one.

    No figures are: dates, numbers of documents, chapters and years, thresholds (`50万元以上项目`), slogans (`三张清单`), titles in 《》.
    """
    return tuple(one for stretch in stretches_of(source) for one in figures_of(stretch, timed(stretch)))


def figures_of(stretch: Stretch, times: Sequence[Timed]) -> list[Quantity]:
    """Return the figures of one stretch. times: its dated words, which are no figures and tell of when a figure is."""
    text = stretch.covered
    marker = head_marker(text)
    figures: list[Quantity] = []
    for match in FIGURE.finditer(text, marker.end if marker else 0):
        if not times or not covered_by(times, *match.span()):
            figure = _figure(stretch, match)
            if figure is not None:
                figures.append(_with_time(stretch, figure, match.start(), times) if times else figure)
    figures = _named(figures)
    lost = [_lost(stretch, match) for match in LOST.finditer(text)]
    return sorted((*figures, *lost), key=lambda one: one.place.start) if lost else figures


def _named(figures: list[Quantity]) -> list[Quantity]:
    """`优良率为78.6%，同比改善1.3%`: a change that names nothing is of what the figure before it is of."""
    for at in range(1, len(figures)):
        one, previous = figures[at], figures[at - 1]
        if not one.what and (one.against or one.direction) and previous.sentence == one.sentence:
            figures[at] = replace(one, what=previous.what)
    return figures


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number with its unit, before the words around it are read."""

    value: Decimal | None
    unit: str
    kind: QuantityKind
    yuan: Decimal | None = None


def _figure(stretch: Stretch, match: re.Match[str]) -> Quantity | None:
    if match["number"] is None:
        return _special(stretch, match)
    text = stretch.covered
    before = text[max(0, match.start() - 16) : match.start()]
    if _is_no_figure(text, match, before):
        return None
    amount = _amount(match)
    if amount is None:
        return None
    bound = _bound(before, match["behind"] or "", text[match.end() : match.end() + 1])
    if bound is None:
        return None
    clause = CLAUSE.split(before)[-1]
    approx = bool(
        match["more"] or match["more2"] or match["behind"] in {"余", "多", "左右", "上下"} or amount.value is None
    )
    approx = approx or (amount.kind != "duration" and bool(APPROX_BEFORE.search(clause)))
    if amount.kind == "persons" and _is_rank(text, match, before):
        return _rank(stretch, match, amount, approx)
    direction, change = _change(clause)
    return Quantity(
        amount.value, amount.unit, amount.kind, what_of(stretch, match.start(), match.end(), amount.kind),
        stretch.place(match.start(), match.end()), approx, bound, direction, change, _against(text, match.start()),
        yuan=amount.yuan, sentence=stretch.sentence(match.start()),
    )  # fmt: skip


def _special(stretch: Stretch, match: re.Match[str]) -> Quantity | None:
    """A hundredth, a fraction, a place in an order."""
    text, start = stretch.covered, match.start()
    before = text[max(0, start - 16) : start]
    place = stretch.place(start, match.end())
    sentence = stretch.sentence(start)
    direction, change = _change(CLAUSE.split(before)[-1])
    if match["han_percent"]:
        value = number(match["hundredth"])
        what = what_of(stretch, start, match.end(), "percent")
        return Quantity(
            value, "%", "percent", what, place, False, "", direction, change, _against(text, start), sentence=sentence
        )
    if match["fraction"]:
        parts, of = number(match["parts"]), number(match["of"])
        if not parts or of is None:
            return None
        what = what_of(stretch, start, match.end(), "ratio")
        return Quantity(of / parts, "", "ratio", what, place, False, "", direction, change, sentence=sentence)
    return _ordinal(text, match, before, place, sentence)


def _ordinal(text: str, match: re.Match[str], before: str, place: Place, sentence: int) -> Quantity | None:
    if match["nth"]:
        told = match["place_unit"] or match["nth"] == "倒数第" or PLACE_FOLLOWS.search(before)
        if not told or text[match.end() : match.end() + 1] in {*"个季次批届期轮条款项章节次线一责方大"}:
            return None
        what = "倒数" if match["nth"] == "倒数第" else "名次"
        direction, change = _moved(before)
        return Quantity(
            number(match["place"]), match["place_unit"] or "", "rank", what, place,
            direction=direction, change=change, sentence=sentence,
        )  # fmt: skip
    unit = match["first_unit"] or ""
    if not (unit or TOP_CONTEXT.search(before)) or NOT_TOP.match(text, match.end()):
        return None
    return Quantity(number(match["first"]), unit, "rank", "名次", place, bound="at_most", sentence=sentence)


def _is_no_figure(text: str, match: re.Match[str], before: str) -> bool:
    written, unit = match["number"], match["unit"]
    if NO_FIGURE_BEFORE.search(before) or (match["duration"] and NO_LENGTH_BEFORE.search(before)):
        return True
    if not written[0].isascii() and NO_HAN_FIGURE_BEFORE.search(before):
        return True
    if unit == "组" and _TEAM.search(before):
        return True
    if not written[0].isascii() and written in {"一", "半"}:
        if AFTER_ONE.match(text, match.end()):
            return True
        return unit in INDEFINITE and not (written == "半" and match["duration"]) and not NUMERIC_CONTEXT.search(before)
    if not match["more"] and all(glyph in "百千万亿" for glyph in written):
        return True
    return bool(match["duration"]) and unit in {"年", "日"} and bool(_NO_LENGTH.match(text, match.end()))


_TEAM = re.compile(r"(?:巡[视察]|督[查导]|检查|考核|验收|审计|工作|调查|指导)$")
_NO_LENGTH = re.compile(r"行动|规划|计划|目标|[级版届]|后|制")


def _amount(match: re.Match[str]) -> _Amount | None:
    """The value as printed before its unit, with the scale in the unit of money and multiplied out for anything else."""
    written, scale, unit = match["number"], match["scale"] or "", match["unit"]
    if match["money"]:
        return _money(written, scale, unit)
    value = number(written)
    if value is not None and scale:
        value *= number("一" + scale) or 1
    if value is None and not is_vague(written):
        return None
    kind: QuantityKind
    if match["points"]:
        return _Amount(value, unit, "points")
    if match["percent"]:
        return _Amount(value, unit, "percent")
    kind = next((kind for kind in _GROUPS if match[_GROUPS[kind]]), "count")
    if value is not None and kind in {"persons", "person_times", "count"}:
        value = _whole(written, value, scale)
    return _Amount(value, unit, kind)


_GROUPS: dict[QuantityKind, str] = {
    "duration": "duration", "measure": "measure", "person_times": "times", "persons": "persons", "ratio": "ratio",
}  # fmt: skip


def _whole(written: str, value: Decimal, scale: str) -> Decimal:
    """`3.2名干部` at the head of a point is its number 3 and 2 persons."""
    head, point, tail = written.partition(".")
    return Decimal(tail) if point and not scale and head.isdigit() and tail.isdigit() and len(tail) == 1 else value


def _money(written: str, scale: str, unit: str) -> _Amount:
    """A sum as printed; `3亿5千万元` has no one scale and is given in yuan."""
    if (
        not scale
        and written[-1] in "万亿"
        and not re.search("[万亿]", written[:-1])
        and number(written[:-1]) is not None
    ):
        written, scale = written[:-1], written[-1]
    value = number(written)
    foreign = unit not in {"元", "块钱"}
    times = number("一" + scale) if scale else Decimal(1)
    yuan = None if value is None or foreign or times is None else value * times
    return _Amount(value, scale + unit, "money", yuan)


def _bound(before: str, behind: str, following: str) -> Bound | None:
    """At least or at most; None where the number is a threshold of a rule and no figure."""
    if behind.endswith(("以上", "以下", "以内", "之内")):
        if not REACHED.search(before) or following not in {"", *"，。；、：）”的"}:
            return None
        return "at_least" if behind.endswith("以上") else "at_most"
    if AT_MOST_BEFORE.search(before):
        return "at_most"
    return "at_least" if AT_LEAST_BEFORE.search(before) else ""


def _change(clause: str) -> tuple[Direction, Change]:
    match = CHANGE.search(clause)
    if match is None:
        return "", ""
    if match["up2"] or match["down2"]:
        return ("up" if match["up2"] else "down"), "to"
    change: Change = "to" if (match["how"] or match["how2"] or "")[:1] in {"到", "至", "为", "达"} else "by"
    return ("up" if match["up"] else "down"), change


def _against(text: str, at: int) -> str:
    """`同比`, `较2022年`: what the sentence compares with, in this clause or the one before."""
    clauses = text[max(0, at - 40) : at].rpartition("。")[2].split("，")[-2:]
    found = list(AGAINST.finditer("，".join(clauses)))
    return found[-1][0] if found else ""


def _is_rank(text: str, match: re.Match[str], before: str) -> bool:
    if match["persons"] not in {"名", "位"} or text[match.end() : match.end() + 1] not in {"", *"，。；、）"}:
        return False
    sentence = text[max(0, match.start() - 60) : match.start()].rpartition("。")[2]
    return bool(RANKING.search(before) or RANK_MOVED.search(sentence))


def _rank(stretch: Stretch, match: re.Match[str], amount: _Amount, approx: bool) -> Quantity:
    """`排名已达23名`, `排名…提升30名`."""
    direction, change = _moved(stretch.covered[max(0, match.start() - 4) : match.start()])
    return Quantity(
        amount.value, amount.unit, "rank", "名次", stretch.place(match.start(), match.end()), approx, "", direction, change,
        _against(stretch.covered, match.start()), sentence=stretch.sentence(match.start()),
    )  # fmt: skip


def _moved(before: str) -> tuple[Direction, Change]:
    """Whether a rank rose or fell, by so many places or to this one."""
    moved = RANK_CHANGE.search(before[-4:])
    if moved is None:
        return "", ""
    return ("up" if moved["up"] else "down"), ("to" if re.search("[到至达为]", before[-4:]) else "by")


def _with_time(stretch: Stretch, one: Quantity, at: int, times: Sequence[Timed]) -> Quantity:
    """The figure with the 截至 day and the period its sentence names before it."""
    first = stretch.bounds(at)[0]
    upto = bisect_left(times, at, key=lambda time: time.start)
    near = [
        time
        for time in times[max(0, upto - _NEARBY) : upto]
        if first <= time.start and stretch.text[time.start - 1 : time.start] not in _COMPARED
    ]
    as_of = next((time.word.last for time in reversed(near) if time.word.kind == "as_of"), None)
    period = next((time.word for time in reversed(near) if time.word.kind in _OF_A_TIME and time.word.first), None)
    if as_of is None and period is None:
        return one
    return replace(one, as_of=as_of, period=(period.first, period.last) if period else None)


_NEARBY = 12  # dated words before a figure; no sentence has more
_COMPARED = {"较", "比"}
_OF_A_TIME = {"period", "day", "from"}


def _lost(stretch: Stretch, match: re.Match[str]) -> Quantity:
    name = match.lastgroup or "some"
    kind = _LOST_KINDS.get(name, "count")
    unit = match[name]
    start, end = match.span(name)
    if kind == "percent" and unit != "%":
        kind = "points"
    return Quantity(
        None,
        unit,
        kind,
        what_of(stretch, start, end, kind),
        stretch.place(match.start(), match.end()),
        sentence=stretch.sentence(start),
    )


_LOST_KINDS: dict[str, QuantityKind] = {"money": "money", "persons": "persons", "percent": "percent"}
